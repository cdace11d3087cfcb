using System.Text;
using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Grpc;

/// <summary>The real client at the engine's own socket, with the file that the engine prints.</summary>
public sealed class GrpcCallTests
{
    [Fact]
    public async Task A_workflow_is_created_followed_and_waited_for()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var client = GrpcClient.At(home);
        var results = await client.Calls(
            new("dxflow.v1.Workflow/Create", Bundle("name: hello\nservices: { a: { x-step: { script: 'echo hi; echo you >&2' } } }\n")),
            new("dxflow.v1.Workflow/Start", [Name("hello")], Metadata: new JsonObject { ["idempotency-key"] = "k1" }),
            new("dxflow.v1.Workflow/Start", [Name("hello")], Metadata: new JsonObject { ["idempotency-key"] = "k1" }),
            new("dxflow.v1.Workflow/Wait", Name("hello")),
            new("dxflow.v1.Workflow/Events", [new JsonObject { ["name"] = "hello", ["follow"] = true }]),
            new("dxflow.v1.Workflow/Events", [Name("hello")], Metadata: new JsonObject { ["last-event-id"] = "2" }),
            new("dxflow.v1.Workflow/Logs", Name("hello")),
            new("dxflow.v1.Workflow/Runs", Name("hello")));
        Assert.All(results, static result => Assert.True(result.Code == 0, result.Json.ToString()));
        Assert.Equal("CREATE_RESULT_CREATED", results[0].Messages[0].GetProperty("result").GetString());
        Assert.Equal(results[1].Messages[0].ToString(), results[2].Messages[0].ToString());
        Assert.Equal("RUN_STATUS_SUCCEEDED", results[3].Messages[0].GetProperty("state").GetString());
        static List<int> Sequences(GrpcResult result) => [.. result.Messages.Select(static one => one.GetProperty("sequence").GetInt32())];
        var sequences = Sequences(results[4]);
        Assert.True(sequences.Count > 3, results[4].Json.ToString());
        Assert.Equal(sequences.Where(static one => one > 2), Sequences(results[5]));
        Assert.Equal(["hi", "you"], results[6].Messages.Select(static one => one.GetProperty("text").GetString()).Order());
        Assert.Single(results[7].Messages[0].GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_program_beside_a_task_is_talked_to_and_its_exit_code_arrives()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        await Sleeper(home);
        var client = GrpcClient.At(home);
        var results = await client.Calls(
            new GrpcCall("dxflow.v1.Workflow/Exec", [Exec("cat"), Input("hello "), Input("there"), End()]),
            new GrpcCall(
                "dxflow.v1.Workflow/Exec", [Exec("sh", "-c", "echo ready; read line; echo \"$line\" >&2; exit 7"), Input("x\n")],
                EndAfter: 3));
        Assert.All(results, static result => Assert.True(result.Code == 0, result.Json.ToString()));
        Assert.Equal("hello there", Written(results[0], error: false));
        Assert.Equal(0, results[0].Messages[^1].GetProperty("exit").GetInt32());
        Assert.Equal(("ready\n", "x\n"), (Written(results[1], error: false), Written(results[1], error: true)));
        Assert.Equal(7, results[1].Messages[^1].GetProperty("exit").GetInt32());
        (await home.Run("workflow", "kill", "sleeper", "--yes")).Expect(0);
    }

    [Fact]
    public async Task Bytes_are_uploaded_in_pieces_and_come_back()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var client = GrpcClient.At(home);
        var request = new JsonObject { ["request"] = new JsonObject { ["name"] = "a.txt" } };
        var sent = (await client.Calls(
            new GrpcCall("dxflow.v1.Artifact/Upload", [request.DeepClone(), Piece("hello "), Piece("there")]),
            new GrpcCall("dxflow.v1.Artifact/Upload", [Piece("no request before")])));
        Assert.True(sent[0].Code == 0, sent[0].Json.ToString());
        Assert.Equal(11, sent[0].Messages[0].GetProperty("size").GetInt32());
        Assert.Equal((3, "INVALID"), (sent[1].Code, sent[1].Reason));
        var reference = sent[0].Messages[0].GetProperty("reference").GetString();
        var back = await client.Call("dxflow.v1.Artifact/Download", new JsonObject { ["reference"] = reference });
        Assert.Equal("hello there", Downloaded(back));

        static JsonObject Piece(string text) =>
            new() { ["input"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) };
    }

    [Fact]
    public async Task Bytes_are_downloaded_and_the_file_that_describes_it_all_among_them()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var results = await GrpcClient.At(home).Calls(
            new GrpcCall("dxflow.v1.Engine/Proto"), new GrpcCall("dxflow.v1.Engine/Ca"), new GrpcCall("dxflow.v1.Engine/Openapi"));
        var proto = (await home.Run("engine", "proto")).Expect(0).Output;
        var approved = Path.Combine(GrpcClient.Reference, "dxflow.proto");
        Assert.Equal(await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken), proto);
        Assert.Equal(proto, Downloaded(results[0]));
        Assert.Equal("dxflow.proto", results[0].Messages[0].GetProperty("fileName").GetString());
        Assert.Equal(proto.Length, results[0].Messages[0].GetProperty("length").GetInt32());
        Assert.Equal((await home.Run("engine", "ca")).Expect(0).Output, Downloaded(results[1]));
        Assert.Equal((await home.Run("engine", "openapi")).Expect(0).Output, Downloaded(results[2]));
        Assert.True(results[2].Messages.Count > 2);
    }

    [Fact]
    public async Task The_guide_shows_a_first_call_that_works()
    {
        var directory = Directory.CreateTempSubdirectory("dxflow-e2e-");
        await using var home = new Home(Directory.CreateDirectory(Path.Combine(directory.FullName, ".dxflow")).FullName);
        await using var engine = await home.Boot();
        var guide = await File.ReadAllTextAsync(Path.Combine(Home.Repository, "docs/grpc.md"), TestContext.Current.CancellationToken);
        var script = guide.Split("cat > ping.cjs <<'END'\n")[1].Split("\nEND\n")[0];
        await File.WriteAllTextAsync(
            Path.Combine(directory.FullName, "dxflow.proto"), (await home.Run("engine", "proto")).Expect(0).Output,
            TestContext.Current.CancellationToken);
        var said = await Tool.Text(
            "env", script, "-C", directory.FullName, "HOME=" + directory.FullName, "NODE_PATH=" + GrpcClient.Modules, "node", "-");
        Assert.Contains("seconds", said);
        await engine.Stop();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_call_whose_time_is_over_or_whose_client_gives_up_is_ended_in_the_engine()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        await Sleeper(home);
        var results = await GrpcClient.At(home).Calls(
            new GrpcCall("dxflow.v1.Workflow/Wait", [Name("sleeper")], Timeout: 300),
            new GrpcCall("dxflow.v1.Workflow/Exec", [Exec("sh", "-c", "echo begun; sleep 1000")], Timeout: 2000),
            new GrpcCall("dxflow.v1.Workflow/Exec", [Exec("sh", "-c", "echo begun; sleep 1000")], CancelAfter: 1));
        Assert.Equal([4, 4, 1], results.Select(static result => result.Code));
        await AuditedAsync(home, "ended", 2);
        (await home.Run("workflow", "kill", "sleeper", "--yes")).Expect(0);
    }

    [Fact]
    public async Task Whoever_follows_an_engine_that_ends_is_told()
    {
        await using var home = new Home();
        var engine = await home.Boot();
        await Sleeper(home);
        var following = GrpcClient.At(home).Together(
            new GrpcCall("grpc.health.v1.Health/Watch"),
            new GrpcCall("dxflow.v1.Engine/Logs", new JsonObject { ["follow"] = true }),
            new GrpcCall("dxflow.v1.Workflow/Exec", [Exec("cat")], EndAfter: int.MaxValue));
        await AuditedAsync(home, "opened", 1);
        await engine.DisposeAsync();
        var ended = await following;
        Assert.Equal([14, 14, 14], ended.Select(static result => result.Code));
        Assert.Equal("NOT_SERVING", ended[0].Messages[^1].GetProperty("status").GetString());
        await using var next = await home.Boot();
        (await home.Run("workflow", "kill", "sleeper", "--yes")).Expect(0);
    }

    [Fact]
    public async Task The_socket_is_the_owners_and_comes_back_when_it_was_removed()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var socket = Path.Combine(home.Path, "engine-grpc.sock");
        Assert.Equal(socket, (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("grpcSocket").GetString());
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(socket) & (UnixFileMode)0b000_111_111);
        File.Delete(socket);
        await Home.Until(() => Task.FromResult(File.Exists(socket)), "the socket to be made again");
        Assert.Equal(0, (await GrpcClient.At(home).Call(new GrpcCall("dxflow.v1.Engine/Ping"))).Code);
        (await home.Run("engine", "ping")).Expect(0);
    }

    internal static JsonObject Name(string name) => new() { ["name"] = name };

    internal static JsonObject Bundle(string document) => new()
    {
        ["document"] = new JsonObject
        {
            ["projectDirectory"] = "/tmp",
            ["documents"] = new JsonArray(new JsonObject { ["name"] = "compose.yaml", ["path"] = "/tmp/compose.yaml" }),
            ["files"] = new JsonObject { ["/tmp/compose.yaml"] = document },
        },
    };

    private static Task AuditedAsync(Home home, string outcome, int times) => Home.Until(
        async () => (await home.Run("audit", "list", "--operation", "workflow.exec", "--outcome", outcome, "-o", "json")).Expect(0).Json
            .GetProperty("items").GetArrayLength() == times,
        $"{times} to be {outcome}");

    private static async Task Sleeper(Home home)
    {
        var file = home.Write("sleeper.yaml", "name: sleeper\nservices: { a: { x-step: { script: 'sleep 1000' } } }\n");
        (await home.Run("workflow", "create", file)).Expect(0);
        (await home.Run("workflow", "start", "sleeper")).Expect(0);
        await home.Until("sleeper", "steps", "a", "running");
    }

    private static JsonObject Exec(params string[] command) => new()
    {
        ["request"] = new JsonObject
        {
            ["name"] = "sleeper",
            ["step"] = "a",
            ["interactive"] = true,
            ["command"] = new JsonArray([.. command.Select(static word => JsonValue.Create(word))]),
        },
    };

    private static JsonObject Input(string text) =>
        new() { ["input"] = new JsonObject { ["bytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) } };

    private static JsonObject End() => new() { ["input"] = new JsonObject { ["end"] = true } };

    private static string Written(GrpcResult result, bool error) => string.Concat(result.Messages
        .Where(one => one.TryGetProperty("error", out var is2) && is2.GetBoolean() == error)
        .Select(static one => Encoding.UTF8.GetString(one.GetProperty("bytes").GetBytesFromBase64())));

    private static string Downloaded(GrpcResult result) =>
        Encoding.UTF8.GetString([.. result.Messages.SelectMany(static one => one.GetProperty("bytes").GetBytesFromBase64())]);
}
