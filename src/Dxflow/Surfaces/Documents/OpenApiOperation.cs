using System.Text.Json.Nodes;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Http.Answers;
using Dxflow.Surfaces.Http.WebSockets;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Documents;

/// <summary>
/// One operation as OpenAPI describes it: where each property of its request goes is what <c>Surfaces/Http</c> reads, and the shape
/// tells the forms of the answer.
/// </summary>
internal sealed class OpenApiOperation(Operation operation, SchemaSet schemas)
{
    private const string Bytes = "application/octet-stream";

    private const string Socket = $" Also as a WebSocket: `GET` of the same path with `Upgrade: websocket` and the subprotocol "
        + $"`{SocketHandshake.Protocol}`, the token as `Authorization` or, in a browser, as a second subprotocol "
        + $"`{SocketHandshake.TokenPrefix}TOKEN`. Each record is a text message, and the close frame follows the end.";

    private readonly IReadOnlyList<Field> _fields = Contract.Of(operation.Request).Fields;

    public JsonObject Write()
    {
        var written = new JsonObject
        {
            ["operationId"] = operation.Name,
            ["tags"] = new JsonArray(operation.Noun),
            ["summary"] = operation.Summary,
            ["description"] = Description(),
        };
        if (Parameters() is { Count: > 0 } parameters)
        {
            written["parameters"] = parameters;
        }

        if (Body() is { } body)
        {
            written["requestBody"] = body;
        }

        written["responses"] = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = Answer(), ["content"] = Content() },
            ["4XX"] = new JsonObject { ["$ref"] = "#/components/responses/Problem" },
            ["5XX"] = new JsonObject { ["$ref"] = "#/components/responses/Problem" },
        };
        if (operation.IsPublic)
        {
            written["security"] = new JsonArray();
        }

        written["x-dxflow-permission"] = operation.IsPublic ? "anybody" : operation.Permission == Permission.None
            ? "anybody known"
            : PermissionNames.Text(operation.Permission);
        return written;
    }

    private string Description()
    {
        var needs = operation.IsPublic ? "Anybody may ask, but not often."
            : operation.Permission == Permission.None ? "Every caller who is known may ask."
            : $"Needs {PermissionNames.Text(operation.Permission)}.";
        return $"{needs} {(operation.Effect == Effect.Changes ? "Changes something." : "Changes nothing.")} "
            + $"On the command line: `dxflow {operation.Noun} {operation.Verb}`.{(operation.Shape == Shape.Duplex ? Socket : "")}";
    }

    private bool IsInPath(Field field) => operation.Path.Split('/').Contains("{" + field.Name + "}");

    private JsonArray Parameters()
    {
        var parameters = new JsonArray();
        foreach (var field in _fields.Where(IsInPath))
        {
            parameters.Add((JsonNode)Parameter(field, "path", required: true));
        }

        foreach (var field in _fields.Where(field => operation.HasQuery && !IsInPath(field)))
        {
            parameters.Add((JsonNode)Parameter(field, "query", field is { Required: true, Nullable: false }));
        }

        if (operation.Effect == Effect.Changes)
        {
            parameters.Add((JsonNode)new JsonObject { ["$ref"] = "#/components/parameters/IdempotencyKey" });
        }

        if (operation.IsNumbered || operation.Place is not null)
        {
            parameters.Add((JsonNode)new JsonObject { ["$ref"] = "#/components/parameters/LastEventId" });
        }

        return parameters;
    }

    private JsonObject Parameter(Field field, string where, bool required)
    {
        var schema = field.Type.Kind switch
        {
            // A map is a repeated key=value, as on the command line.
            FieldKind.Map => new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[^=]+=" },
            },
            _ => schemas.Of(field with { Description = null, Nullable = false }),
        };
        var parameter = new JsonObject { ["name"] = field.Name, ["in"] = where, ["required"] = required };
        if (field.Description is not null)
        {
            parameter["description"] = field.Description;
        }

        if (field.Type.Kind is FieldKind.Record or FieldKind.Free)
        {
            parameter["content"] = new JsonObject { [AnswerForms.Json] = new JsonObject { ["schema"] = schema } };
        }
        else
        {
            parameter["schema"] = schema;
        }

        return parameter;
    }

    private JsonObject? Body()
    {
        var fields = operation.HasQuery ? [] : _fields.Where(field => !IsInPath(field)).ToList();
        switch (operation.Shape)
        {
            case Shape.Upload:
                return new() { ["required"] = true, ["content"] = new JsonObject { [Bytes] = new JsonObject() } };
            case Shape.Duplex:
                return new()
                {
                    ["description"] = "JSON records, one a line: the first is the request, each further one is input.",
                    ["required"] = true,
                    ["content"] = new JsonObject
                    {
                        [AnswerForms.Lines] = Schema(new JsonObject
                        {
                            ["anyOf"] = new JsonArray(schemas.Body(fields), schemas.Reference(Contract.Of(operation.Input!))),
                        }),
                    },
                };
            default:
                return fields.Count == 0 ? null : new()
                {
                    ["required"] = fields.Any(static field => field.Required),
                    ["content"] = new JsonObject { [AnswerForms.Json] = Schema(schemas.Body(fields)) },
                };
        }
    }

    private string Answer() => operation.Shape switch
    {
        Shape.Stream => "Records as they come, then one `end`: an event of that name, or the line `{\"end\":{\"code\":0}}`. "
            + "A stream that stops without it was cut off.",
        Shape.Duplex => "Records as they come, one a line, then the line `{\"end\":{\"code\":0}}`. A stream that stops without it was "
            + "cut off.",
        Shape.Download => "The bytes; ranges and `If-None-Match` are understood where there is a tag.",
        _ => "Done.",
    };

    private JsonObject Content()
    {
        if (operation.Shape == Shape.Download)
        {
            return new() { [Bytes] = new JsonObject() };
        }

        var record = schemas.Reference(Contract.Of(operation.Response!));
        var line = new JsonObject
        {
            ["anyOf"] = new JsonArray(record.DeepClone(), schemas.Reference(Contract.Of(WireJson.Default.StreamEndLine))),
        };
        return operation.Shape switch
        {
            Shape.Stream => new() { [AnswerForms.Events] = Schema(record), [AnswerForms.Lines] = Schema(line) },
            Shape.Duplex => new() { [AnswerForms.Lines] = Schema(line) },
            _ => new() { [AnswerForms.Json] = Schema(record) },
        };
    }

    private static JsonObject Schema(JsonObject schema) => new() { ["schema"] = schema };
}
