using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dxflow.EndToEnd.Fuzzing;

/// <summary>
/// One operation as the engine's OpenAPI document describes it, and the requests that somebody who means no good would send: each
/// property given each bad value in turn, left out, and given twice; bodies that are no JSON, no object, too large and too deep.
/// </summary>
internal sealed class FuzzOperation(JsonElement document, string path, string method, JsonElement written)
{
    /// <summary>Values that are wrong for most properties, and unkind where they are not.</summary>
    private static readonly string[] BadValues =
    [
        "null", "true", "-1", "0", "9223372036854775808", "1e309", "0.5", "\"\"", "\"\\u0000\"", "\"../../etc/passwd\"", "\"a/b\"",
        "\"-h\"", "\"\\u202e\\ud83d\\ude00\"", "\"1h\"", "\"2026-13-01T00:00:00Z\"", "[]", "{}", "[null]", "[[[[]]]]", "{\"a\":{\"b\":1}}",
        $"\"{new string('x', 70_000)}\"",
    ];

    public string Id { get; } = written.GetProperty("operationId").GetString()!;

    public bool Reads { get; } = method == "get";

    /// <summary>The fields by where they are given, with a value that fits.</summary>
    private List<(string Name, string Where, JsonNode? Value)> Fields { get; } = FieldsOf(document, written);

    private bool HasBody => written.TryGetProperty("requestBody", out _);

    public IEnumerable<(string What, HttpRequestMessage Request)> Requests()
    {
        yield return ("as it should be", Request(Fields));
        for (var at = 0; at < Fields.Count; at++)
        {
            var (name, where, _) = Fields[at];
            foreach (var bad in BadValues)
            {
                yield return (
                    $"{name} in {where} is {Shown(bad)}", Request([.. Fields[..at], (name, where, Raw(bad)), .. Fields[(at + 1)..]]));
            }

            if (where != "path")
            {
                yield return ($"{name} is left out", Request([.. Fields[..at], .. Fields[(at + 1)..]]));
            }
        }

        yield return ("an unknown property", Request([.. Fields, ("nobody", HasBody ? "body" : "query", JsonValue.Create("x"))]));
        yield return ("a query twice", Request([.. Fields, ("limit", "query", 1), ("limit", "query", 2)]));
        foreach (var (what, content) in HasBody ? Bodies() : [])
        {
            var request = Request([.. Fields.Where(static field => field.Where != "body")]);
            request.Content = content;
            yield return (what, request);
        }
    }

    private static IEnumerable<(string What, HttpContent Content)> Bodies()
    {
        foreach (var text in (string[])
        [
            "", "null", "[]", "{", "{\"a\":1,\"a\":2}", "{}{}", "\"x\"", new string('[', 50_000),
            "{\"a\":" + new string('9', 50_000) + "}",
        ])
        {
            yield return ($"the body is {Shown(text)}", new StringContent(text, Encoding.UTF8, "application/json"));
        }

        yield return ("the body is not UTF-8", Bytes([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]));
        yield return ("the body is too large", Bytes([.. Enumerable.Repeat((byte)' ', 12 << 20)]));
        yield return ("the body is XML", new StringContent("<a/>", Encoding.UTF8, "application/xml"));
    }

    private static ByteArrayContent Bytes(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private HttpRequestMessage Request(IReadOnlyList<(string Name, string Where, JsonNode? Value)> fields)
    {
        var target = path;
        var query = new List<string>();
        var body = new JsonObject();
        foreach (var (name, where, value) in fields)
        {
            switch (where)
            {
                case "path":
                    target = target.Replace("{" + name + "}", Uri.EscapeDataString(Text(value)));
                    break;
                case "query":
                    query.Add($"{name}={Uri.EscapeDataString(Text(value))}");
                    break;
                default:
                    body[name] = value?.DeepClone();
                    break;
            }
        }

        target += query.Count == 0 ? "" : "?" + string.Join('&', query);
        var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), target);
        if (HasBody)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return request;
    }

    private static string Text(JsonNode? value) =>
        value is JsonValue one && one.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";

    /// <summary>A number that no JSON type of ours holds has to stay text until it is sent.</summary>
    private static JsonNode? Raw(string json) => json.StartsWith("9223") || json.StartsWith("1e309")
        ? JsonValue.Create(JsonDocument.Parse(json).RootElement.Clone())
        : JsonNode.Parse(json);

    private static string Shown(string text) => text.Length <= 40 ? text : $"{text[..20]}… ({text.Length} characters)";

    private static List<(string, string, JsonNode?)> FieldsOf(JsonElement document, JsonElement written)
    {
        var fields = new List<(string, string, JsonNode?)>();
        var parameters = written.TryGetProperty("parameters", out var listed) ? listed.EnumerateArray() : [];
        foreach (var one in parameters.Where(static one => one.TryGetProperty("name", out _)))
        {
            var schema = one.TryGetProperty("schema", out var plain) ? plain : default;
            var name = one.GetProperty("name").GetString()!;
            fields.Add((name, one.GetProperty("in").GetString()!, Fitting(document, name, schema)));
        }

        if (written.TryGetProperty("requestBody", out var body)
            && body.GetProperty("content").TryGetProperty("application/json", out var json)
            && json.GetProperty("schema").TryGetProperty("properties", out var properties))
        {
            fields.AddRange(properties.EnumerateObject().Select(
                property => (property.Name, "body", Fitting(document, property.Name, property.Value))));
        }

        return fields;
    }

    private static JsonNode? Fitting(JsonElement document, string name, JsonElement schema)
    {
        if (name == "name")
        {
            return FuzzTests.Workflow;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return "x";
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            var to = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
            return new JsonObject(to.GetProperty("properties").EnumerateObject().Select(
                property => KeyValuePair.Create(property.Name, Fitting(document, property.Name, property.Value))));
        }

        if (schema.TryGetProperty("enum", out var choices))
        {
            return choices[0].GetString();
        }

        var type = schema.TryGetProperty("type", out var known) ? known : default;
        return (type.ValueKind == JsonValueKind.Array ? type[0] : type).ToString() switch
        {
            "boolean" => false,
            "integer" or "number" => 1,
            "array" => new JsonArray(Fitting(document, "", schema.GetProperty("items"))),
            "object" => new JsonObject(),
            "string" when schema.TryGetProperty("pattern", out _) => "1s",
            "string" when schema.TryGetProperty("format", out _) => DateTimeOffset.UnixEpoch.ToString("O", CultureInfo.InvariantCulture),
            "string" => "x",
            _ => null,
        };
    }
}
