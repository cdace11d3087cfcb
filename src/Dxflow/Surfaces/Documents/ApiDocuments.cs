using System.Text;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Documents;

internal sealed record ReadOpenApi;

internal sealed record ReadProto;

/// <summary>What an engine tells about its own API. Written when it is first asked for, once.</summary>
internal sealed class ApiDocuments(Func<OperationSet> catalog, string version)
{
    public static readonly IReadOnlyList<Operation> Operations =
    [
        Operation.Download(
            "engine.openapi", "GET /api/openapi.json", Permission.None, Effect.Reads, "Print the API as OpenAPI 3.1.", WireJson.Default,
            static (ApiDocuments documents, ReadOpenApi _, Call _) => Task.FromResult(documents.OpenApi()))
            .With("dxflow engine openapi > openapi.json"),
        Operation.Download(
            "engine.proto", "GET /api/dxflow.proto", Permission.None, Effect.Reads, "Print the API as protocol buffers, for gRPC.",
            WireJson.Default,
            static (ApiDocuments _, ReadProto _, Call _) => Task.FromResult(Proto()))
            .With("dxflow engine proto > dxflow.proto"),
    ];

    private readonly Lazy<byte[]> _openApi = new(() => Encoding.UTF8.GetBytes(OpenApiDocument.Write(catalog(), version)));

    private static Download Proto()
    {
        var text = Encoding.UTF8.GetBytes(ProtoFiles.Text(ProtoFiles.EngineName));
        return new Download(new MemoryStream(text), text.Length, "text/plain; charset=utf-8", ProtoFiles.EngineName);
    }

    private Download OpenApi() => new(new MemoryStream(_openApi.Value, writable: false), _openApi.Value.Length, "application/json");
}
