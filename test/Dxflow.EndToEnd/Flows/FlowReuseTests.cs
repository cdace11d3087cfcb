using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>Runs that take over what earlier ones left, and do the rest.</summary>
public sealed class FlowReuseTests
{
    // Each task writes its key down outside of any run, so it can be told what was done; `bad` is a slice that is to fail.
    private static string Campaign(Home home, string step = "2", string wait = "0") => $$$"""
        name: camp
        x-workflow:
          outputs: { total: "{{ steps.sum.outputs.total }}", files: "{{ steps.each.outputs.made }}" }
        services:
          list:
            environment: { DONE: {{{home.Path}}} }
            x-step:
              outputs: { all: { type: list<int>, file: outputs/all.json } }
              script: |
                echo "$DXFLOW_KEY" >> "$DONE/done"
                echo '[0, 10, 20, 30]' > outputs/all.json
          each:
            environment: { DONE: {{{home.Path}}} }
            x-step:
              each: { n: "{{ steps.list.outputs.all }}" }
              key: "each-{{ each.n }}"
              outputs: { value: { type: int, file: outputs/value }, made: { type: file, path: outputs/made.txt } }
              script: |
                echo "$DXFLOW_KEY" >> "$DONE/done"
                sleep {{{wait}}}
                test ! -f "$DONE/bad-$DXFLOW_INPUT_N"
                echo $((DXFLOW_INPUT_N * {{{step}}})) > outputs/value
                echo "made of $DXFLOW_INPUT_N" > outputs/made.txt
          sum:
            command: ["/bin/sh", "-c", "echo sum >> {{{home.Path}}}/done; echo {{ sum(inputs.values) }} > outputs/total"]
            x-step:
              inputs: { values: { from: "{{ steps.each.outputs.value }}" } }
              outputs: { total: { type: int, file: outputs/total } }
        """;

    [Fact]
    public async Task A_retry_does_what_failed_and_what_follows_and_the_run_before_may_be_removed()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("camp.yaml", Campaign(home));
        home.Write("bad-20", "");
        (await home.Run("run", file)).Expect(1);
        Assert.Equal(["each-0", "each-10", "each-20", "each-30", "list"], Done(home));
        File.Delete(Path.Combine(home.Path, "bad-20"));

        var planned = (await home.Run("workflow", "retry", "camp/1", "--dry-run", "-o", "json")).Expect(0).Json.GetProperty("planned");
        Assert.Equal(
            ["list 1 1 0: as in camp/1", "each 4 3 1: 3 × as in camp/1; 1 × it was failed in camp/1", "sum 1 0 0: as each gives"],
            planned.EnumerateArray().Select(Row));
        Assert.Single((await home.Run("workflow", "runs", "camp", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray());
        Assert.Empty(Done(home));

        (await home.Run("workflow", "retry", "camp/1")).Expect(0).Says("camp/2");
        (await home.Run("workflow", "wait", "camp/2")).Expect(0);
        Assert.Equal(["each-20", "sum"], Done(home));
        (await home.Run("workflow", "remove", "camp/1", "--yes")).Expect(0);
        (await home.Run("workflow", "prune", "--yes")).Expect(0);
        var outputs = (await home.Run("workflow", "outputs", "camp/2", "-o", "json")).Expect(0).Json.GetProperty("values");
        Assert.Equal(120, outputs.GetProperty("total").GetInt32());
        Assert.All(outputs.GetProperty("files").EnumerateArray(), made =>
            Assert.StartsWith("made of ", File.ReadAllText(made.GetProperty("path").GetString()!)));
        var states = (await FlowGallery.Rows(home, "camp/2", "each-")).Select(static row => row.GetProperty("state").GetString());
        Assert.Equal(["reused", "reused", "succeeded", "reused"], states);

        (await home.Run("workflow", "retry", "camp/2")).Expect(0);
        (await home.Run("workflow", "wait", "camp/3")).Expect(0);
        Assert.Empty(Done(home));
        Assert.Contains("reused sum", await FlowGallery.Story(home, "camp/3"));
        Assert.False(Directory.Exists(Path.Combine(home.Path, "runs", await Id(home, "camp/3"), "reused")));
    }

    [Fact]
    public async Task A_document_that_changed_in_one_step_runs_that_one_and_those_that_see_the_difference()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("camp.yaml", Campaign(home)))).Expect(0);
        Done(home);
        var file = home.Write("camp.yaml", Campaign(home, step: "3"));

        var plan = (await home.Run("workflow", "plan", file, "--reuse", "1", "-o", "json")).Expect(0).Json.GetProperty("planned");
        Assert.Contains("each 4 0 4: another script", plan.EnumerateArray().Select(Row));
        (await home.Run("run", file, "--reuse", "1", "--dry-run")).Expect(0).Says("another script");
        (await home.Run("run", file, "--reuse", "1", "-o", "json")).Expect(0).Says("180");
        Assert.Equal(["each-0", "each-10", "each-20", "each-30", "sum"], Done(home));

        // Not looked at whether it is another: taken over, and said.
        (await home.Run("workflow", "start", "camp", "--reuse", "1", "--force-reuse", "each")).Expect(0);
        (await home.Run("workflow", "wait", "camp")).Expect(0);
        Assert.Empty(Done(home));
        (await home.Run("workflow", "events", "camp")).Expect(0).Says("although another script");
    }

    [Fact]
    public async Task From_a_key_on_all_is_run_and_an_output_that_is_changed_reaches_those_who_read_it()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("camp.yaml", Campaign(home)))).Expect(0);
        Done(home);

        (await home.Run("workflow", "start", "camp", "--reuse", "1", "--from", "each-10")).Expect(0);
        (await home.Run("workflow", "wait", "camp")).Expect(0);
        Assert.Equal(["each-10", "sum"], Done(home));

        var changed = home.Write("other.txt", "by hand");
        (await home.Run(
            "workflow", "start", "camp", "--reuse", "1", "--set", "each-10.outputs.value=1000", "--set", $"each-0.outputs.made=@{changed}"))
            .Expect(0);
        (await home.Run("workflow", "wait", "camp")).Expect(0);
        Assert.Equal(["sum"], Done(home));
        var outputs = (await home.Run("workflow", "outputs", "camp", "-o", "json")).Expect(0).Json.GetProperty("values");
        Assert.Equal(1100, outputs.GetProperty("total").GetInt32());
        Assert.Equal("by hand", File.ReadAllText(outputs.GetProperty("files")[0].GetProperty("path").GetString()!));
    }

    [Fact]
    public async Task What_cannot_be_taken_over_so_is_refused_all_at_once_and_nothing_is_started()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("camp.yaml", Campaign(home)))).Expect(0);

        (await home.Run(
            "workflow", "start", "camp", "--reuse", "1", "--from", "each-11", "--from", "../../etc/passwd", "--force-reuse", "lst", "--set",
            "each-10.outputs.valu=1", "--set", "each-0.outputs.value=many", "--set", "each-10.value=1")).Expect(2)
            .Complains("--from: camp/1 has no key 'each-11'").Complains("each-10").Complains("has no key '../../etc/passwd'")
            .Complains("--force-reuse: camp/1 has no key 'lst'").Complains("has no output 'valu'")
            .Complains("names no output").Complains("is an int");
        (await home.Run("workflow", "start", "camp", "--reuse", "9")).Expect(3).Complains("no run 9");
        (await home.Run("workflow", "start", "camp", "--from", "each")).Expect(2).Complains("add --reuse NUMBER");
        (await home.Run("workflow", "retry", "nowhere/1")).Expect(3);
        Assert.Single((await home.Run("workflow", "runs", "camp", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_run_that_takes_over_goes_on_after_a_crash_though_the_earlier_one_is_gone()
    {
        await using var home = new Home();
        var engine = await home.Boot();
        try
        {
            (await home.Run("run", home.Write("camp.yaml", Campaign(home)))).Expect(0);
            Done(home);

            // Slower, and otherwise the same: what sums it up is taken over in the end, after the crash.
            (await home.Run("workflow", "create", home.Write("camp.yaml", Campaign(home, wait: "2")), "--replace")).Expect(0);
            (await home.Run("workflow", "start", "camp", "--reuse", "1")).Expect(0);
            await Home.Until(() => Task.FromResult(File.Exists(Path.Combine(home.Path, "done"))), "the first slice to run");
            (await home.Run("workflow", "remove", "camp/1", "--yes")).Expect(0);
            await engine.Crash();
            engine = await home.Boot();

            (await home.Run("workflow", "wait", "camp/2")).Expect(0);
            Assert.Equal(["each-0", "each-10", "each-20", "each-30"], Done(home));
            var story = await FlowGallery.Story(home, "camp/2");
            Assert.Contains("reused list", story);
            Assert.Contains("reused sum", story);
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_round_of_sampling_goes_on_at_its_labels_and_a_generation_with_a_schedule_that_was_changed()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", "examples/flows/shapes/sampling.yaml")).Expect(0);
        (await home.Run("run", "examples/flows/shapes/sampling.yaml", "--reuse", "1", "--from", "rounds/2/label")).Expect(0);
        var ran = await Ran(home, "sampling/2");
        Assert.All(ran, step => Assert.Matches("^rounds/2/(label|train|compare)", step));
        Assert.Contains("rounds/2/label#0", ran);

        (await home.Run("run", "examples/flows/shapes/generations.yaml")).Expect(0);
        (await home.Run(
            "run", "examples/flows/shapes/generations.yaml", "--reuse", "1", "--set",
            """generation/0/plan.outputs.schedule={"generations":1,"converged":false,"by":"hand"}""", "-o", "json"))
            .Expect(0).Says("hand");
        ran = await Ran(home, "generations/2");
        Assert.DoesNotContain(ran, static step => step.StartsWith("generation/0/", StringComparison.Ordinal));
        Assert.Contains("generation/1/plan", ran);
        Assert.DoesNotContain(ran, static step => step.StartsWith("generation/1/train", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_examples_go_on_where_an_earlier_run_was_or_was_changed()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", "examples/flows/again.yaml")).Expect(0);
        await Gives("again", """{"n":12}""", "--set", "count/1.outputs.n=10");
        Assert.Equal(["count/2", "count/3"], await Ran(home, "again/2"));

        (await home.Run("run", "examples/flows/object.yaml")).Expect(0);
        (await home.Run(
            "run", "examples/flows/object.yaml", "--reuse", "1", "--set",
            """make.outputs.shape={"name":"can","sides":[7],"inner":{}}""", "-o", "json")).Expect(0).Says("canes");
        Assert.Equal(["change"], await Ran(home, "object/2"));

        // Two of three numbers are known; the third is new.
        (await home.Run("run", "examples/flows/slices.yaml", "-p", "numbers=[3,5]")).Expect(0);
        (await home.Run("run", "examples/flows/slices.yaml", "-p", "numbers=[3,5,6]", "--reuse", "1", "-o", "json")).Expect(0).Says("70");
        Assert.Equal(["square#2", "sum"], await Ran(home, "slices/2"));
        (await home.Run("run", "examples/flows/slices.yaml", "-p", "numbers=[]", "--reuse", "2")).Expect(0);

        // What is taken over counts for what is required.
        (await home.Run("run", "examples/flows/tolerate.yaml")).Expect(0);
        (await home.Run("run", "examples/flows/tolerate.yaml", "--reuse", "1")).Expect(0);
        Assert.Equal(["simulate#3", "simulate#7"], (await Ran(home, "tolerate/2")).Where(static step => step.Contains('#')).Distinct());

        async Task Gives(string name, string values, params string[] choices) => FlowGallery.Same(
            values,
            (await home.Run(["run", FlowGallery.Document(name), "--reuse", "1", .. choices, "-o", "json"])).Expect(0).Json
                .GetProperty("values"));
    }

    [Fact]
    public async Task What_has_failed_in_a_run_that_goes_on_gets_another_attempt_and_what_was_left_out_follows()
    {
        await using var home = new Home();
        var engine = await home.Boot();
        try
        {
            var file = home.Write("on.yaml", $$$"""
                name: "on"
                services:
                  risky:
                    x-step:
                      each: { i: "{{ range(2) }}" }
                      script: test -f {{{home.Path}}}/mended || test "$DXFLOW_INDEX" = 0
                  after: { x-step: { needs: [risky], script: "true" } }
                  slow:
                    x-step: { script: "while [ ! -f {{{home.Path}}}/over ]; do sleep 0.1; done" }
                """);
            (await home.Run("workflow", "create", file)).Expect(0);
            (await home.Run("workflow", "start", "on")).Expect(0);
            await home.Until("on", "steps", "after", "omitted");
            (await home.Run("workflow", "retry", "on", "slow")).Expect(2).Complains("nothing with the key 'slow' has failed");
            (await home.Run("workflow", "retry", "on", "--dry-run")).Expect(0).Says("it has failed");
            home.Write("mended", "");
            (await home.Run("workflow", "retry", "on", "risky/1")).Expect(0).Says("on/1");
            await engine.Crash();
            engine = await home.Boot();
            await home.Until("on", "steps", "after", "succeeded");
            (await home.Run("workflow", "retry", "on")).Expect(6).Complains("has failed");
            home.Write("over", "");
            (await home.Run("workflow", "wait", "on")).Expect(0);
            Assert.Equal(3, (await Ran(home, "on")).Count(static step => step.StartsWith("risky#", StringComparison.Ordinal)));
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    /// <summary>The keys that tasks have written down since somebody last looked, in order of the alphabet.</summary>
    private static List<string> Done(Home home)
    {
        var path = Path.Combine(home.Path, "done");
        List<string> done = File.Exists(path) ? [.. File.ReadAllLines(path).Order(StringComparer.Ordinal)] : [];
        File.Delete(path);
        return done;
    }

    private static async Task<List<string>> Ran(Home home, string run) =>
    [
        .. (await FlowGallery.Story(home, run)).Where(static line => line.StartsWith("granted ", StringComparison.Ordinal))
            .Select(static line => line["granted ".Length..]),
    ];

    private static async Task<string> Id(Home home, string run) =>
        (await home.Run("workflow", "show", run, "-o", "json")).Expect(0).Json.GetProperty("run").GetProperty("id").GetString()!;

    private static string Row(JsonElement row) =>
        $"{row.GetProperty("step").GetString()} {row.GetProperty("slices")} {row.GetProperty("reuse")} {row.GetProperty("run")}: "
        + row.GetProperty("why").GetString();
}
