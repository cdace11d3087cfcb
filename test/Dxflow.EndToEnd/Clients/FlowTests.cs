using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Dxflow.EndToEnd.Flows;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Dxflow.Sdk;
using Dxflow.Sdk.Flows;
using Dxflow.Sdk.Flows.Runs;
using Dxflow.Sdk.Ops;
using Xunit;

namespace Dxflow.EndToEnd.Clients;

/// <summary>What an operator of the example takes and leaves, as its own program has it.</summary>
internal sealed record ThrowIn(int Points, int Seed);

internal sealed record ThrowOut(int Inside, [property: OutputFile("throw.txt")] FileArtifact Log);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ThrowIn))]
[JsonSerializable(typeof(ThrowOut))]
internal sealed partial class ThrowJson : JsonSerializerContext;

/// <summary>Flows built in C#, run by the published engine: on its machine, and over the network.</summary>
public sealed class FlowTests
{
    /// <summary>Its body is in the example's program, and not in this one.</summary>
    private static readonly Op<ThrowIn, ThrowOut> Throw = Op.Of<ThrowIn, ThrowOut>(
        "throw", static ThrowOut (_, _) => throw new UnreachableException(), ThrowJson.Default.ThrowIn, ThrowJson.Default.ThrowOut);

    [Fact]
    public async Task The_example_is_the_flow_and_the_body_of_its_steps()
    {
        var program = Path.Combine(Home.Repository, "artifacts/bin/Sampling/debug/Sampling");
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Shell($"'{program}' 50000")).Expect(0).Says("pi is about 3.1").Says("seed 3:").Says("of 50000");
        (await home.Shell($"'{program}' 200000000")).Expect(1).Complains("200000000 points are more than this method is good for");
        var steps = (await home.Run("workflow", "steps", "sampling", "-o", "json")).Expect(0);
        Assert.Contains("\"attempts\": 1", steps.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"attempts\": 2", steps.Output, StringComparison.Ordinal);
        (await home.Shell($"'{program}' op gather --help")).Expect(0).Says("inside: { type: list<int> }");
        (await home.Shell($"'{program}' --yaml | \"$DXFLOW_BINARY\" run - -p points=10")).Expect(0).Says("pi: ");
    }

    [Fact]
    public async Task Values_and_files_come_and_go_on_this_machine()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        using var client = DxflowClient.Local(Path.Combine(home.Path, "engine.sock"));
        await Live(client, home.Path);
    }

    [Fact]
    public async Task Values_and_files_come_and_go_over_the_network()
    {
        await using var network = await NetworkHome.Boot();
        await using var bob = await network.Client();
        using var authority = X509CertificateLoader.LoadCertificateFromFile(network.Authority);
        var key = await File.ReadAllTextAsync(Path.Combine(bob.Path, "keys/bob.pem"));
        using var client = DxflowClient.Remote(new Uri(network.Https), "bob", key, authority);
        await Live(client, bob.Path);
    }

    private static async Task Live(DxflowClient client, string folder)
    {
        var tree = Directory.CreateDirectory(Path.Combine(folder, "tree/sub")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(tree, "sub/leaf"), "leaf");
        await File.WriteAllTextAsync(Path.Combine(folder, "a.txt"), "A");
        await File.WriteAllTextAsync(Path.Combine(folder, "b $1.txt"), "B");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "join.sh"),
            """
            cat inputs/many/* "$DXFLOW_INPUT_ONE" "$DXFLOW_INPUT_FIXED" "$DXFLOW_INPUT_INLINE" "$DXFLOW_INPUT_TREE/sub/leaf" > outputs/all
            printf %s "$DXFLOW_INPUT_TEXT" > outputs/text
            echo "${DXFLOW_INPUT_NUMBERS}" > outputs/numbers
            mkdir outputs/dir && cp "$DXFLOW_INPUT_ONE" outputs/dir/x.txt
            """);

        var flow = new Flow("sdk-flow") { Defaults = new(Runtime: "process") };
        var many = flow.Input<IReadOnlyList<FileArtifact>>("many");
        var (one, inline) = (flow.Input<FileArtifact>("one"), flow.Input<FileArtifact>("inline"));
        var (dir, text) = (flow.Input<DirArtifact>("tree"), flow.Input<string>("text"));
        var numbers = flow.Input<IReadOnlyDictionary<string, double>>("numbers");
        var join = flow.Step("join").ScriptFile("join.sh");
        join.Input("many", many);
        join.Input("one", one);
        join.Input("inline", inline);
        join.Input("tree", dir);
        join.Input("text", text);
        join.Input("numbers", numbers);
        join.Input("fixed", Ref.Of(new FileArtifact("b $1.txt")));
        var all = flow.Output("all", join.Output<FileArtifact>("all"));
        var told = flow.Output("text", join.Output<string>("text"));
        var counted = flow.Output("numbers", join.Output<IReadOnlyDictionary<string, double>>("numbers"));
        var files = flow.Output("files", join.Output<IReadOnlyList<FileArtifact>>("files", OutputPlace.Glob("outputs/dir/*")));
        var late = flow.Step("late").When(text.Is("late"));
        var log = Sent(flow);
        var none = flow.Output("none", late.Command("true").Output<int>("n"));

        var options = new FlowRunOptions(ProjectDirectory: folder);
        Assert.DoesNotContain(await client.CheckAsync(flow, options), static problem => !problem.Warning);
        void Give(FlowValues run) => run
            .Set(many, [new(Path.Combine(folder, "a.txt")), FileArtifact.OfText("T"), new(Path.Combine(folder, "b $1.txt"))])
            .Set(one, new(Path.Combine(folder, "a.txt"))).Set(inline, FileArtifact.OfText("I")).Set(dir, new(tree))
            .Set(text, "@/etc/hostname").Set(numbers, new Dictionary<string, double> { ["a"] = 1.5 });
        var seen = new List<RunEventInfo>();
        var result = (await client.RunAsync(flow, Give, options with { Seen = seen.Add })).Success();
        Assert.Equal("@/etc/hostname", result.Get(told));
        Assert.Equal(1.5, result.Get(counted)["a"]);
        await result.DownloadAsync(result.Get(log), Path.Combine(folder, "log"));
        Assert.Matches("^seed 1: 7[0-9][0-9] of 1000\n$", await File.ReadAllTextAsync(Path.Combine(folder, "log")));
        Assert.False(result.Has(none));
        Assert.Contains("is null", Assert.Throws<FlowException>(() => result.Get(none)).Message, StringComparison.Ordinal);
        Assert.Equal(["x.txt"], result.Get(files).Select(static file => file.Reference!.Split('/')[^1]));
        await result.DownloadAsync(result.Get(all), Path.Combine(folder, "all"));
        Assert.Equal("ATBABIleaf", await File.ReadAllTextAsync(Path.Combine(folder, "all")));
        Assert.Equal(seen.Select(static change => change.Sequence).Order().Distinct(), seen.Select(static change => change.Sequence));
        Assert.Contains(seen, static change => change is { Step: "join", State: "succeeded" });

        await File.WriteAllTextAsync(Path.Combine(folder, "join.sh"), "echo no seat left >&2\nexit 3\n");
        var failed = await client.RunAsync(flow, Give, options);
        Assert.False(failed.Succeeded);
        Assert.Contains("no seat left", Assert.Throws<FlowException>(() => failed.Success()).Message, StringComparison.Ordinal);
        Assert.Equal(("join", 3), (failed.Why!.Step, failed.Why.Exit));

        var wrong = new Flow("sdk-wrong");
        wrong.Step("a").Command("true").Needs(wrong.Step("b").Command("true").When(Ref.RunNumber > 0)).When(Ref.RunState.Is("x"));
        var refused = await Assert.ThrowsAsync<DxflowException>(() => client.RunAsync(wrong));
        Assert.Equal("invalid", refused.Code);
        Assert.NotEmpty(refused.Problems);
    }

    /// <summary>A step of another program than this one, which goes along with it.</summary>
    private static FlowOutput<FileArtifact> Sent(Flow flow) => flow.Output("log", flow.Step("sent", Throw)
        .With(static x => x.Points, 1000).With(static x => x.Seed, 1)
        .Program(OpProgram.Sent(build: Path.Combine(Home.Repository, "artifacts/bin/Sampling/debug/Sampling.dll")))
        .Environment("PATH", $"{LargerExamples.Dotnet}:/usr/bin:/bin").Out(static x => x.Log));
}
