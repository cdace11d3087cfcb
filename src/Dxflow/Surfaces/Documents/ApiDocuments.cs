using System.Text;
using Dxflow.Operations;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Documents;

internal sealed record ReadOpenApi;

/// <summary>What an engine tells about its own API. Written when it is first asked for, once.</summary>
internal sealed class ApiDocuments(Func<OperationSet> catalog, string version)
{
    public static readonly IReadOnlyList<Operation> Operations =
    [
        Operation.Download(
            "engine.openapi", "GET /api/openapi.json", Permission.None, Effect.Reads, "Print the API as OpenAPI 3.1.", WireJson.Default,
            static (ApiDocuments documents, ReadOpenApi _, Call _) => Task.FromResult(documents.OpenApi()))
            .With("dxflow engine openapi > openapi.json"),
    ];

    private readonly Lazy<byte[]> _openApi = new(() => Encoding.UTF8.GetBytes(OpenApiDocument.Write(catalog(), version)));

    private Download OpenApi() => new(new MemoryStream(_openApi.Value, writable: false), _openApi.Value.Length, "application/json");
}
