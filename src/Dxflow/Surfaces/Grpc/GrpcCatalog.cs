using System.Collections.Frozen;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Protobuf;
using Dxflow.Surfaces.Grpc.Schema;

namespace Dxflow.Surfaces.Grpc;

/// <summary>The operations by the paths of their methods, and their records as messages.</summary>
internal sealed class GrpcCatalog
{
    private readonly FrozenDictionary<string, Operation> _methods;

    public GrpcCatalog(OperationSet operations, ProtoFile file)
    {
        _methods = operations.All.ToFrozenDictionary(
            static one => $"/{ProtoNames.Package}.{ProtoNames.Service(one)}/{ProtoNames.Method(one)}", StringComparer.Ordinal);
        Types = new MessageTypes(file);
        Reader = new MessageReader(Types);
        Writer = new MessageWriter(Types);
    }

    public MessageTypes Types { get; }

    public MessageReader Reader { get; }

    public MessageWriter Writer { get; }

    public Operation? Find(string path) => _methods.GetValueOrDefault(path);
}
