using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Surfaces.Grpc.Services;

namespace Dxflow.Surfaces.Grpc;

/// <summary>
/// All that answers calls. <see cref="Proto"/> is the operation that shows what reflection shows, for the gate; null without.
/// </summary>
internal sealed record GrpcParts(GrpcCatalog Catalog, HealthService Health, ReflectionService Reflection, Operation? Proto)
{
    public static GrpcParts Make(OperationSet operations, ProtoFile file, CancellationToken stopping)
    {
        var files = new ProtoCollection(file);
        return new GrpcParts(
            new GrpcCatalog(operations, file),
            new HealthService(files.Services, stopping),
            new ReflectionService(files),
            operations.Find("engine.proto"));
    }
}
