using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Reusing.Caching;
using Dxflow.Workflows.Running;
using Xunit;

namespace Dxflow.Tests.Workflows.Reusing.Caching;

/// <summary>Runs that know nothing of each other, and what they have in common.</summary>
public sealed class RunCacheTests : IDisposable
{
    private const string Document = """
        x-workflow:
          inputs: { n: 3, token: { type: secret, default: "t1" } }
          outputs: { sum: "{{ steps.sum.outputs.v }}" }
        services:
          each:
            command: [each, "{{ inputs.x }}"]
            x-step:
              cache: inputs
              each: { x: [0, 10, 20] }
              outputs: { v: { type: int, file: v } }
          sum:
            command: [sum, "{{ inputs.all }}", "{{ run.number }}"]
            x-step:
              cache: inputs
              inputs: { all: "{{ steps.each.outputs.v }}" }
              outputs: { v: { type: int, file: v } }
        """;

    private readonly TemporaryDirectory _directory = new();

    private ArtifactStore Store => new(_directory.File("store"), TimeProvider.System);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_any_run_has_done_with_the_same_inputs_is_not_done_again()
    {
        var first = Run("w/1");
        Assert.Equal(["each/0", "each/1", "each/2", "sum"], first.Done);
        Assert.Equal("no run that is kept has done it with these inputs", first.Told["sum"]);
        var second = Run("v/2");
        Assert.Empty(second.Done);
        Assert.Equal(("cached from w/1", first.Result), (second.Told["each/1"], second.Result));
        Assert.All(second.State.Steps, static step => Assert.Equal(UnitStatus.Reused, step.Status));
    }

    [Theory]
    [InlineData("command: [each,", "command: [every,")]
    [InlineData("type: int, file: v } }\n  sum", "type: int, file: w } }\n  sum")]
    [InlineData("each: { x: [0, 10, 20] }", "exit: { ok: [0, 3] }\n      each: { x: [0, 10, 20] }")]
    [InlineData("services:\n", "services:\n  db: { command: [db] }\n")]
    public void What_is_not_the_same_is_done(string was, string now)
    {
        Run("w/1");
        var other = Run("v/2", Document.Replace(was, now, StringComparison.Ordinal));
        Assert.Contains("each/1", other.Done);
    }

    [Fact]
    public void Slices_are_told_by_their_inputs_not_by_their_number_or_key()
    {
        Run("w/1");
        var key = "x: [20, 5] }\n      key: \"k-{{ index }}\"";
        var other = Run("v/2", Document.Replace("x: [0, 10, 20] }", key, StringComparison.Ordinal));
        Assert.Equal(["k-1", "sum"], other.Done);
        Assert.Equal("cached from w/1", other.Told["k-0"]);
    }

    [Fact]
    public void Who_does_not_ask_gets_nothing_and_gives_nothing()
    {
        var plain = Document.Replace("cache: inputs", "cache: off", StringComparison.Ordinal);
        Run("w/1", plain);
        Assert.Empty(Store.Results.All());
        Assert.Equal(4, Run("w/2").Done.Count);
        Assert.Equal(4, Run("w/3", plain).Done.Count);
    }

    [Fact]
    public void The_default_of_the_workflow_holds_for_steps_that_say_nothing()
    {
        var all = Document.Replace("      cache: inputs\n", "", StringComparison.Ordinal)
            .Replace("x-workflow:\n", "x-workflow:\n  defaults: { cache: inputs }\n", StringComparison.Ordinal);
        Run("w/1", all);
        Assert.Empty(Run("w/2", all).Done);
    }

    [Fact]
    public void Failures_are_not_remembered_and_what_went_well_beside_them_is()
    {
        Run("w/1", does: task => task.Key == "each/1" ? null : Does(task));
        Assert.Equal(["each/1", "sum"], Run("w/2").Done);
    }

    [Theory]
    [InlineData("API_KEY: abcdef", "it is not cached: it has the variable API_KEY, which may be a secret")]
    [InlineData(
        "LEVEL: \"{{ workflow.inputs.token }}\"", "it is not cached: it is given a secret, of which only the name is looked at")]
    public void What_is_given_secrets_is_left_alone(string variable, string why)
    {
        var secret = Document.Replace(
            "command: [each,", $"environment: {{ {variable} }}\n    command: [each,", StringComparison.Ordinal);
        Run("w/1", secret);
        Assert.Single(Store.Results.All());
        var again = Run("w/2", secret);
        Assert.Equal(["each/0", "each/1", "each/2"], again.Done);
        Assert.Equal(why, again.Told["each/0"]);
    }

    [Fact]
    public void A_result_goes_with_the_last_run_that_has_it()
    {
        Run("w/1");
        Run("w/2");
        Directory.Delete(Path.Combine(PlayedRun.RunsDirectory(Store), "1"));
        var third = Run("w/3");
        Assert.Empty(third.Done);
        Assert.Equal("cached from w/1", third.Told["sum"]);
        Directory.Delete(Path.Combine(PlayedRun.RunsDirectory(Store), "2"));
        Directory.Delete(Path.Combine(PlayedRun.RunsDirectory(Store), "3"));
        Assert.Equal(4, Run("w/4").Done.Count);
    }

    [Fact]
    public async Task An_entry_of_which_the_contents_are_gone_or_nothing_can_be_read_is_a_miss()
    {
        var files = Document.Replace("{ type: int, file: v } }\n  sum", "{ type: int, file: v }, f: { type: file, path: f } }\n  sum",
            StringComparison.Ordinal);
        var kept = await Store.AddStreamAsync(new MemoryStream("content"u8.ToArray()), "f");
        string? Leaves(EvaluatedTask task) => task.Command[0] == "each"
            ? $"{Does(task)[..^1]},\"f\":{{\"sha256\":\"{kept.Sha256}\",\"kind\":\"file\",\"name\":\"f\",\"size\":7}}}}"
            : Does(task);
        Run("w/1", files, Leaves);
        Assert.Empty(Run("w/2", files, Leaves).Done);
        File.Delete(Store.PathOf(ArtifactKind.File, kept.Sha256));
        var again = Run("w/3", files, Leaves);
        Assert.Equal(["each/0", "each/1", "each/2"], again.Done);
        Assert.Equal("'f' of its output 'f' is not in the store any more", again.Told["each/0"]);

        foreach (var (digest, junk) in Store.Results.All().ToList().Zip(["", "{", "null", "{\"run\":\"1\"}"]))
        {
            Store.Results.Keep(digest, System.Text.Encoding.UTF8.GetBytes(junk));
        }

        Assert.Equal(4, Run("w/4").Done.Count);
    }

    [Fact]
    public void A_sweep_takes_what_no_run_has_any_more_and_what_cannot_be_read()
    {
        Run("w/1");
        var results = Store.Results;
        var gone = JsonSerializer.SerializeToUtf8Bytes(new CachedResult("gone", "w/0"), CacheJson.Default.CachedResult);
        results.Keep(new string('a', 64), gone);
        results.Keep(new string('b', 64), "{"u8);
        CacheSweep.Of(results, PlayedRun.RunsDirectory(Store), default);
        Assert.Equal(4, results.All().Count());
        Assert.Null(results.Find(new string('a', 64)));
        Assert.Empty(Run("w/2").Done);
    }

    private PlayedRun Run(string name, string document = Document, Func<EvaluatedTask, string?>? does = null) =>
        PlayedRun.Named(name, document, Store, does ?? Does, ("n", new IntValue(3)), ("token", new SecretValue("t" + name)));

    private static string Does(EvaluatedTask task) => task.Command[0] == "db" ? "{}"
        : task.Command[0] == "sum" ? $$"""{"v":{{((ListValue)task.Inputs["all"]).Items.Sum(static item => ((IntValue)item).Value)}}}"""
        : $$"""{"v":{{int.Parse(task.Command[1], System.Globalization.CultureInfo.InvariantCulture) * 2}}}""";
}
