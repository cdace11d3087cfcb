using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Documents;

/// <summary>The whole catalog as OpenAPI 3.1, for people, generators of clients, and fuzzers.</summary>
internal static class OpenApiDocument
{
    // Shown as text, never inside a page: quotes and µ need no escaping.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(OperationSet operations, string version)
    {
        var schemas = new SchemaSet();
        var paths = new JsonObject();
        foreach (var operation in operations.All)
        {
            if (paths[operation.Path] is not JsonObject path)
            {
                paths[operation.Path] = path = [];
            }

            path[operation.Method.ToLowerInvariant()] = new OpenApiOperation(operation, schemas).Write();
        }

        var problem = schemas.Reference(Contract.Of(WireJson.Default.ProblemDocument));
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "dxflow",
                ["version"] = version,
                ["description"] = "The API of a dxflow engine. A path may end with a slash. Times are RFC 3339, durations like `1m30s`.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The engine that answered with this document." }),
            ["tags"] = new JsonArray([.. operations.All.Select(static one => one.Noun).Distinct().Select(Tag)]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Written(),
                ["parameters"] = Parameters(),
                ["responses"] = new JsonObject
                {
                    ["Problem"] = new JsonObject
                    {
                        ["description"] = "What failed, on what, and what to do (RFC 9457).",
                        ["content"] = new JsonObject { [ProblemDocument.MediaType] = new JsonObject { ["schema"] = problem } },
                    },
                },
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["description"] = "From `auth.verify` or `engine.token`. The Unix socket needs none: the kernel says who calls.",
                    },
                },
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
        };
        return document.ToJsonString(Readable) + "\n";
    }

    private static JsonNode Tag(string noun) => new JsonObject { ["name"] = noun };

    private static JsonObject Parameters() => new()
    {
        ["IdempotencyKey"] = Header(
            "Idempotency-Key", "Chosen by the client: the same call with the same key is carried out once and answered again."),
        ["LastEventId"] = Header("Last-Event-ID", "The id of the last event that was read: the stream goes on behind it."),
    };

    private static JsonObject Header(string name, string description) => new()
    {
        ["name"] = name,
        ["in"] = "header",
        ["required"] = false,
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };
}
