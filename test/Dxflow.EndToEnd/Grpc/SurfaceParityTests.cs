using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Support;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Grpc.Schema;
using Xunit;

namespace Dxflow.EndToEnd.Grpc;

/// <summary>
/// The same request by HTTP, by gRPC and by the command line has the same answer and the same fault: every call of the catalog that only
/// reads, of what is there and of what is not, and with nothing said at all.
/// </summary>
public sealed class SurfaceParityTests(ITestOutputHelper output)
{
    private const string There = "there";

    /// <summary>What is another thing each time it is asked for: only its form is compared.</summary>
    private static readonly string[] Changing = ["engine.info", "engine.stat", "engine.ping", "auth.challenge", "workflow.stats"];

    private static readonly Operation[] Reads =
        [.. Catalog.Operations.All.Where(static one => one is { Shape: Shape.Call, Effect: Effect.Reads })];

    [Fact]
    public async Task Every_read_answers_the_same()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var document = "name: there\nservices: { a: { x-step: { script: 'echo hi' } } }\n";
        (await home.Run("run", home.Write("there.yaml", document))).Expect(0);
        using var http = SocketClient.Of(home);

        var (answered, refused) = (0, 0);
        foreach (var operation in Reads)
        {
            var requests = Requests(operation, document).ToList();
            var answers = await GrpcClient.At(home).Calls(
                [.. requests.Select(request => new GrpcCall(Method(operation), Sent.Of(request, operation.Request)))]);
            foreach (var (request, grpc) in requests.Zip(answers))
            {
                var (status, body) = await AskAsync(http, operation, request);
                var what = $"{operation.Name} {request.ToJsonString()}\n{body}\n{grpc.Json}\n";
                var command = operation.Name is "workflow.validate" or "workflow.plan"
                    ? null : await home.Run([operation.Noun, .. operation.Verb.Split(' '), .. Words(operation, request), "-o", "json"]);
                if (status == HttpStatusCode.OK)
                {
                    answered++;
                    Assert.True(grpc.Code == 0, what);
                    SameAnswer(operation, body, grpc, what);
                    SameAnswer(operation, body, command, what);
                }
                else
                {
                    refused++;
                    SameFault(body, grpc, what);
                    SameFault(operation, request, body, command, what);
                }
            }
        }

        output.WriteLine($"{answered} answers and {refused} faults");
        var withoutEngines = Reads.Count(static one => one.Noun != "platform");
        Assert.True(answered >= withoutEngines - 3 && refused >= Reads.Length / 3, $"{answered} and {refused} of {Reads.Length}");
    }

    [Theory]
    [InlineData("workflow.events")]
    [InlineData("workflow.logs")]
    public async Task A_stream_sends_the_same_records(string name)
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("there.yaml", "name: there\nservices: { a: { x-step: { script: 'echo hi' } } }\n"))).Expect(0);
        using var http = SocketClient.Of(home);
        var operation = Catalog.Operations.Find(name)!;
        var grpc = await GrpcClient.At(home).Call(Method(operation), GrpcCallTests.Name(There));
        var text = await http.GetStringAsync(operation.Path.Replace("{name}", There), TestContext.Current.CancellationToken);
        var records = text.Split('\n').Where(static line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(static line => JsonNode.Parse(line[6..])!.AsObject()).SkipLast(1).ToList();
        var command = (await home.Run(operation.Noun, operation.Verb, There, "-o", "json")).Expect(0);

        Assert.NotEmpty(records);
        Same(records.Select(record => Sent.Of(record, operation.Response!)), grpc.Messages);
        Same(records, command.Lines);
        var missing = await GrpcClient.At(home).Call(Method(operation), GrpcCallTests.Name("nowhere"));
        var (_, body) = await AskAsync(http, operation, GrpcCallTests.Name("nowhere"));
        SameFault(body, missing, $"{body} {missing.Json}");
    }

    private static void Same(IEnumerable<JsonObject> expected, IEnumerable<System.Text.Json.JsonElement> got) => Assert.Equal(
        expected.Select(static one => one.ToJsonString()),
        got.Select(static one => JsonNode.Parse(one.GetRawText())!.ToJsonString()));

    [Fact]
    public async Task A_change_by_one_is_seen_by_all_and_refused_alike()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        using var http = SocketClient.Of(home);
        var client = GrpcClient.At(home);
        async Task Same(string name, JsonObject request)
        {
            var operation = Catalog.Operations.Find(name)!;
            var grpc = await client.Call(Method(operation), Sent.Of(request, operation.Request));
            var (_, body) = await AskAsync(http, operation, request);
            SameFault(body, grpc, $"{name} {body} {grpc.Json}");
        }

        var document = "name: there\nservices: { a: { x-step: { script: 'sleep 1000' } } }\n";
        Assert.Equal(0, (await client.Call("dxflow.v1.Workflow/Create", GrpcCallTests.Bundle(document))).Code);
        await Same("workflow.create", GrpcCallTests.Bundle(document.Replace("1000", "999", StringComparison.Ordinal)));
        await Same("workflow.create", GrpcCallTests.Bundle("name: there\nservices: { a: { x-step: { bogus: 2 }, wrong: 3 } }\n"));
        await Same("workflow.start", new JsonObject { ["name"] = There, ["input"] = new JsonObject { ["x"] = "1" } });
        (await home.Run("workflow", "start", There)).Expect(0);
        await home.Until(There, "steps", "a", "running");
        await Same("workflow.remove", GrpcCallTests.Name(There));
        Assert.Equal(0, (await client.Call("dxflow.v1.Workflow/Stop", GrpcCallTests.Name(There))).Code);
        var runs = (await home.Run("workflow", "runs", There, "-o", "json")).Expect(0).Json.GetProperty("items");
        Assert.Equal("cancelled", runs[0].GetProperty("state").GetString());
        Assert.Equal(0, (await client.Call("dxflow.v1.Workflow/Remove", GrpcCallTests.Name(There))).Code);
        await Same("workflow.remove", GrpcCallTests.Name(There));
    }

    private static string Method(Operation operation) =>
        $"dxflow.v1.{ProtoNames.Service(operation)}/{ProtoNames.Method(operation)}";

    /// <summary>With what there is, with what there is not, and without all.</summary>
    private static IEnumerable<JsonObject> Requests(Operation operation, string document)
    {
        var required = Contract.Of(operation.Request).Fields.Where(static field => field.Required).ToList();
        JsonObject With(string name, string text) => new(required.Select(field => KeyValuePair.Create(field.Name, field.Type.Kind switch
        {
            FieldKind.Record => GrpcCallTests.Bundle(text)["document"]!.DeepClone(),
            FieldKind.Bytes => "AAAA",
            _ => (JsonNode?)JsonValue.Create(name),
        })));
        yield return With(There, document);
        if (required.Count > 0)
        {
            yield return With("nowhere", "name: there\nbogus: 1\nservices: { a: { wrong: 2 } }\n");
        }

        // Whoever leaves out a part of a path asks for another path.
        if (required.Any(field => !operation.Path.Contains($"{{{field.Name}}}", StringComparison.Ordinal)))
        {
            yield return [];
        }

        if (Contract.Of(operation.Request).Find("limit") is not null)
        {
            var tooMany = With(There, document);
            tooMany["limit"] = 100_000;
            yield return tooMany;
        }
    }

    private static async Task<(HttpStatusCode Status, JsonObject Body)> AskAsync(HttpClient http, Operation operation, JsonObject request)
    {
        var left = request.DeepClone().AsObject();
        var path = operation.Path;
        foreach (var (name, value) in request)
        {
            if (path.Contains($"{{{name}}}", StringComparison.Ordinal))
            {
                path = path.Replace($"{{{name}}}", (string)value!);
                left.Remove(name);
            }
        }

        var query = operation.HasQuery ? "?" + string.Join('&', left.Select(static one => $"{one.Key}={one.Value}")) : "";
        using var message = new HttpRequestMessage(new HttpMethod(operation.Method), path + query);
        message.Content = operation.HasQuery ? null : new StringContent(left.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(message);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    private static IEnumerable<string> Words(Operation operation, JsonObject request) => request.SelectMany(one =>
        Contract.Of(operation.Request).Find(one.Key)!.Required
            ? (string[])[one.Value!.ToString()]
            : ["--" + one.Key, one.Value!.ToString()]);

    private static void SameAnswer(Operation operation, JsonObject body, GrpcResult grpc, string what)
    {
        var expected = Sent.Of(body, operation.Response!);
        var got = JsonNode.Parse(grpc.Messages.Single().GetRawText())!;
        Assert.True(JsonNode.DeepEquals(Form(operation, expected), Form(operation, got)), what + "\n" + expected);
    }

    private static void SameAnswer(Operation operation, JsonObject body, Outcome? command, string what)
    {
        if (command is not null)
        {
            Assert.True(command.Exit == 0, what + command);
            Assert.True(JsonNode.DeepEquals(Form(operation, body), Form(operation, JsonNode.Parse(command.Output)!)), what + command);
        }
    }

    private static void SameFault(JsonObject body, GrpcResult grpc, string what)
    {
        var kind = (string)body["code"]!;
        Assert.True(FaultCodes.Grpc(Enum.Parse<FaultKind>(kind, ignoreCase: true)) == grpc.Code, what);
        Assert.True(kind == grpc.Reason?.ToLowerInvariant(), what);
        Assert.True((string)body["detail"]! == grpc.Text, what);
        Assert.True((string?)body["hint"] == grpc.Hint, what);
        var problems = body["problems"]?.AsArray().Select(static one => (string)one!["message"]!).ToList() ?? [];
        Assert.True(problems.Count == 0 || problems.Count == grpc.Violations.Count, what);
        Assert.All(problems.Zip(grpc.Violations), static one =>
            Assert.StartsWith(one.First, one.Second.GetProperty("description").GetString()));
    }

    /// <summary>A command that leaves out what it has to say is not understood here already; what the engine says is said again.</summary>
    private static void SameFault(Operation operation, JsonObject request, JsonObject body, Outcome? command, string what)
    {
        if (command is not null)
        {
            Assert.True(FaultCodes.Exit(Enum.Parse<FaultKind>((string)body["code"]!, ignoreCase: true)) == command.Exit, what + command);
            var isWhole = Contract.Of(operation.Request).Fields.All(field => !field.Required || request.ContainsKey(field.Name));
            Assert.True(!isWhole || command.Error.Contains((string)body["detail"]!, StringComparison.Ordinal), what + command);
        }
    }

    /// <summary>Of what changes the names and kinds alone.</summary>
    private static JsonNode Form(Operation operation, JsonNode answer) => Changing.Contains(operation.Name) ? Form(answer) : answer;

    private static JsonNode Form(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(static one => one.Value is not null)
            .Select(static one => KeyValuePair.Create(one.Key, (JsonNode?)Form(one.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(static item => item is null ? null : Form(item))]),
        _ => JsonValue.Create(node.GetValueKind().ToString().ToLower(CultureInfo.InvariantCulture)),
    };
}
