using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Operations;
using Dxflow.Surfaces.Documents;
using Xunit;

namespace Dxflow.Tests.Surfaces.Documents;

/// <summary>That the document is OpenAPI is for an outside validator to say, in an end-to-end test; here is what it says of us.</summary>
public sealed class OpenApiDocumentTests
{
    private static readonly JsonElement Sample = Parsed(new OperationSet(SampleOperations.All()));

    [Fact]
    public void The_catalog_has_each_operation_under_its_route_and_every_reference_leads_somewhere()
    {
        var operations = Catalog.Operations;
        var document = Parsed(operations);
        foreach (var operation in operations.All)
        {
            var written = document.GetProperty("paths").GetProperty(operation.Path).GetProperty(operation.Method.ToLowerInvariant());
            Assert.Equal(operation.Name, written.GetProperty("operationId").GetString());
            Assert.Equal(operation.IsPublic, written.TryGetProperty("security", out _));
        }

        var references = References(JsonNode.Parse(document.GetRawText())!).ToList();
        Assert.True(references.Count > 100);
        Assert.All(references, reference => Assert.NotNull(Found(document, reference)));
    }

    [Fact]
    public void A_request_is_split_into_path_query_and_body_as_the_server_reads_it()
    {
        var list = Operation("/api/samples", "get");
        Assert.Equal(["limit query False", "tag query False"], Parameters(list));
        Assert.False(list.TryGetProperty("requestBody", out _));
        Assert.Equal(100, list.GetProperty("parameters")[0].GetProperty("schema").GetProperty("default").GetInt32());
        Assert.Equal(["name path True"], Parameters(Operation("/api/samples/{name}", "get")));

        var make = Operation("/api/samples", "post");
        var body = make.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.True(make.GetProperty("requestBody").GetProperty("required").GetBoolean());
        Assert.Equal("""["name","count"]""", body.GetProperty("required").GetRawText().ReplaceLineEndings("").Replace(" ", ""));
        Assert.False(body.GetProperty("additionalProperties").GetBoolean());
        var colour = body.GetProperty("properties").GetProperty("colour");
        Assert.Equal(("light_green", "red"), (colour.GetProperty("default").GetString(), colour.GetProperty("enum")[0].GetString()));
        Assert.True(body.GetProperty("properties").GetProperty("password").GetProperty("writeOnly").GetBoolean());
        var grace = body.GetProperty("properties").GetProperty("grace");
        Assert.Equal(["string", "null"], grace.GetProperty("type").EnumerateArray().Select(static type => type.GetString()));
        Assert.Matches(grace.GetProperty("pattern").GetString()!, "1m30s");
        Assert.DoesNotMatch(grace.GetProperty("pattern").GetString()!, "soon");
    }

    [Fact]
    public void Each_shape_has_the_forms_that_the_server_answers_in()
    {
        Assert.Equal(["application/json"], Forms(Operation("/api/samples", "get")));
        Assert.Equal(["text/event-stream", "application/x-ndjson"], Forms(Operation("/api/samples/{name}/lines", "get")));
        foreach (var operation in SampleOperations.All())
        {
            var forms = Forms(Operation(operation.Path, operation.Method.ToLowerInvariant()));
            Assert.Equal(
                operation.Shape switch { Shape.Stream => 2, _ => 1 }, forms.Count);
            Assert.Equal(operation.Shape == Shape.Download, forms.Contains("application/octet-stream"));
        }
    }

    [Fact]
    public void Two_records_of_one_name_are_refused() =>
        Assert.Contains("another name", Assert.Throws<InvalidOperationException>(() => Parsed(new OperationSet(
        [
            .. SampleOperations.All(),
            Dxflow.Operations.Operation.Call(
                "other.show", "GET /api/others/{name}", Permission.None, Effect.Reads, "Show one.", SameNameJson.Default,
                static (Samples _, Same.SampleInfo request, Call _) => Task.FromResult(request)),
        ]))).Message);

    private static JsonElement Parsed(OperationSet operations) =>
        JsonDocument.Parse(OpenApiDocument.Write(operations, "1.2.3")).RootElement;

    private static JsonElement Operation(string path, string method) => Sample.GetProperty("paths").GetProperty(path).GetProperty(method);

    private static IEnumerable<string> Parameters(JsonElement operation) => operation.GetProperty("parameters").EnumerateArray()
        .Where(static one => one.TryGetProperty("name", out _))
        .Select(static one => $"{one.GetProperty("name")} {one.GetProperty("in")} {one.GetProperty("required").GetBoolean()}");

    private static List<string> Forms(JsonElement operation) => [.. operation.GetProperty("responses").GetProperty("200")
        .GetProperty("content").EnumerateObject().Select(static form => form.Name)];

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(static member => member is { Key: "$ref", Value: JsonValue to }
            ? [to.GetValue<string>()]
            : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static JsonElement? Found(JsonElement document, string reference)
    {
        JsonElement? at = document;
        foreach (var part in reference.Split('/').Skip(1))
        {
            at = at is { } here && here.TryGetProperty(part, out var next) ? next : null;
        }

        return at;
    }
}
