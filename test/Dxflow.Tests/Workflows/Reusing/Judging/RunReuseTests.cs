using System.Globalization;
using Dxflow.Artifacts;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Xunit;

namespace Dxflow.Tests.Workflows.Reusing.Judging;

public sealed class RunReuseTests : IDisposable
{
    private const string Document = """
        x-workflow:
          inputs: { n: 3, token: { type: secret, default: "t1" } }
          outputs: { sum: "{{ steps.sum.outputs.v }}" }
        services:
          make:
            command: [make, "{{ workflow.inputs.n }}", "{{ run.number }}"]
            environment: { API_KEY: one, LEVEL: "2", RUN: "{{ run.id }}" }
            x-step: { outputs: { list: { type: list<int>, file: list } } }
          each:
            command: [each, "{{ inputs.x }}"]
            x-step: { each: { x: "{{ steps.make.outputs.list }}" }, key: "each-{{ each.x }}", outputs: { v: { type: int, file: v } } }
          sum:
            command: [sum, "{{ inputs.all }}"]
            x-step: { inputs: { all: "{{ steps.each.outputs.v }}" }, outputs: { v: { type: int, file: v } } }
        """;

    private const string Loop = """
        x-workflow: { outputs: { n: "{{ steps.loop.outputs.n }}" } }
        services:
          loop:
            x-step:
              workflow: turn
              with: { n: 1 }
              repeat: { max: 3, carry: { n: "{{ outputs.n }}" } }
          after: { command: [after, "{{ inputs.n }}"], x-step: { inputs: { n: "{{ steps.loop.outputs.n }}" } } }
          beside: { command: [beside], x-step: {} }
        x-workflows:
          turn:
            x-workflow: { inputs: { n: { type: int } }, outputs: { n: "{{ steps.label.outputs.n }}" } }
            services:
              explore:
                command: [add, "{{ workflow.inputs.n }}"]
                x-step: { outputs: { n: { type: int, file: n } } }
              label:
                command: [add, "{{ steps.explore.outputs.n }}"]
                x-step: { outputs: { n: { type: int, file: n } } }
        """;

    private readonly TemporaryDirectory _directory = new();

    private ArtifactStore Store => new(_directory.Path, TimeProvider.System);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Nothing_of_an_unchanged_run_is_done_again_though_its_number_and_its_secrets_are_others()
    {
        var before = First();
        var again = Again(Document.Replace("API_KEY: one", "API_KEY: two", StringComparison.Ordinal), before, PlayedRun.All());
        Assert.Equal(["make", "each-0", "each-10", "each-20", "sum"], before.Done);
        Assert.Empty(again.Done);
        Assert.Equal((before.Result, """{"sum":60}"""), (again.Result, before.Result));
    }

    [Theory]
    [InlineData("command: [each,", "command: [every,", "each", "another command")]
    [InlineData("LEVEL: \"2\"", "LEVEL: \"3\"", "make", "another environment LEVEL")]
    [InlineData("{ v: { type: int, file: v } } }\n", "{ v: { type: int, file: w } } }\n", "each", "another output v")]
    public void A_step_that_is_not_as_it_was_is_done_again_and_says_what_is_another(string was, string now, string step, string why)
    {
        var again = Again(Document.Replace(was, now, StringComparison.Ordinal), First(), PlayedRun.All());
        Assert.All(again.Done, key => Assert.StartsWith(step, key));
        Assert.Equal(why, again.Told[step == "each" ? "each-10" : step]);
        Assert.Equal("as in w/1", again.Told["sum"]);
    }

    [Fact]
    public void A_change_of_which_the_result_is_the_same_goes_no_further()
    {
        // As many, and the same: what reads the list has the same inputs.
        var other = Document.Replace("command: [make,", "command: [make, again,", StringComparison.Ordinal);
        Assert.Equal(["make"], Again(other, First(), PlayedRun.All()).Done);
    }

    [Fact]
    public void Another_list_has_the_old_slices_by_their_keys_wherever_they_stand()
    {
        var before = First();
        var again = PlayedRun.Of(
            Document, Store, task => task.Key == "make" ? """{"list":[20,5,0]}""" : Does(task), before, PlayedRun.All("make"),
            ("n", new IntValue(3)), ("token", new SecretValue("t1")));
        Assert.Equal(["make", "each-20", "each-5", "each-0", "sum"], again.Done);
        var free = PlayedRun.Of(
            Document.Replace("command: [make,", "command: [remake,", StringComparison.Ordinal), Store,
            task => task.Key == "make" ? """{"list":[20,5,0]}""" : Does(task), before, PlayedRun.All(),
            ("n", new IntValue(3)), ("token", new SecretValue("t1")));
        Assert.Equal(["make", "each-5", "sum"], free.Done);
        Assert.Equal("w/1 has no such key", free.Told["each-5"]);
        Assert.Equal("another input all, command", free.Told["sum"]);
    }

    [Fact]
    public void What_failed_is_done_again_and_the_rest_is_not()
    {
        var before = PlayedRun.Of(Document, Store, task => task.Key == "each-10" ? null : Does(task), null, null,
            ("n", new IntValue(3)), ("token", new SecretValue("t1")));
        var again = Again(Document, before, PlayedRun.All());
        Assert.Equal(["each-10", "sum"], again.Done);
        Assert.Equal(("it was failed in w/1", "it was omitted in w/1"), (again.Told["each-10"], again.Told["sum"]));
    }

    [Fact]
    public void An_output_that_is_changed_is_seen_by_those_who_read_it_alone()
    {
        var reuse = new ReusePlan("w/1", "w/1", Edits: [new EditPlan("each-10", "v", "1000")]);
        var again = Again(Document, First(), reuse);
        Assert.Equal(["sum"], again.Done);
        Assert.Equal("""{"sum":1040}""", again.Result);
        Assert.Equal("as in w/1, v changed by hand (v changed by hand)", again.Told["each-10"]);
    }

    [Fact]
    public void A_change_of_what_is_not_taken_over_is_an_error_and_not_lost()
    {
        var reuse = new ReusePlan("w/1", "w/1", Edits: [new EditPlan("each-10", "v", "1000")]);
        var again = Again(Document.Replace("command: [each,", "command: [every,", StringComparison.Ordinal), First(), reuse);
        Assert.Equal(
            "its output v was to be changed, but it is not taken over: another command; add --force-reuse 'each-10'",
            again.Told["each-10"]);
    }

    [Fact]
    public void Who_insists_gets_what_is_different_and_it_is_said()
    {
        var reuse = new ReusePlan("w/1", "w/1", Force: ["each"]);
        var again = Again(Document.Replace("command: [each,", "command: [every,", StringComparison.Ordinal), First(), reuse);
        Assert.Empty(again.Done);
        Assert.Equal("as in w/1 (although another command)", again.Told["each-20"]);
        var one = Again(
            Document.Replace("command: [each,", "command: [every,", StringComparison.Ordinal), First(), reuse with { Force = ["each-2"] });
        Assert.Equal(["each-0", "each-10", "each-20"], one.Done);
    }

    [Theory]
    [InlineData("each", "each-0 each-10 each-20 sum")]
    [InlineData("each-10", "each-10 sum")]
    [InlineData("make", "make each-0 each-10 each-20 sum")]
    [InlineData("sum", "sum")]
    public void From_a_key_on_everything_is_done_again(string from, string done) =>
        Assert.Equal(done, string.Join(' ', Again(Document, First(), PlayedRun.All(from)).Done));

    [Theory]
    [InlineData("loop/1/label", "loop/1/label loop/2/explore loop/2/label after")]
    [InlineData("loop/2", "loop/2/explore loop/2/label after")]
    [InlineData("beside", "beside")]
    [InlineData("after", "after")]
    [InlineData("loop/2/label", "loop/2/label after")]
    public void In_a_loop_it_is_the_turn_and_those_after_it(string from, string done)
    {
        var before = PlayedRun.Of(Loop, Store, Does);
        Assert.Equal(8, before.Done.Count);
        Assert.Empty(PlayedRun.Of(Loop, Store, Does, before, PlayedRun.All()).Done);
        var again = PlayedRun.Of(Loop, Store, Does, before, PlayedRun.All(from));
        Assert.Equal(done, string.Join(' ', again.Done));
        Assert.Equal(before.Result, again.Result);
    }

    [Fact]
    public void A_taken_over_result_may_be_taken_over_again()
    {
        var second = Again(Document, First(), PlayedRun.All("sum"));
        Assert.Empty(Again(Document, second, PlayedRun.All()).Done);
    }

    [Fact]
    public void What_the_store_has_not_any_more_is_made_again()
    {
        const string Files = """
            services:
              make: { command: [make], x-step: { outputs: { f: { type: file, path: f } } } }
            """;
        var sha256 = new string('a', 64);
        string Left(EvaluatedTask task) => "{\"f\":" + $$"""{"sha256":"{{sha256}}","kind":"file","name":"f","size":1}""" + "}";
        var before = PlayedRun.Of(Files, Store, Left);
        var again = PlayedRun.Of(Files, Store, Left, before, PlayedRun.All());
        Assert.Equal(["make"], again.Done);
        Assert.Equal("'f' of its output 'f' is not in the store any more", again.Told["make"]);
    }

    [Fact]
    public void The_turns_of_loops_that_are_taken_over_are_those_of_the_earlier_run()
    {
        const string Turns = """
            x-workflow: { outputs: { own: "{{ steps.own.turns.n }}", each: "{{ steps.each.turns.n }}", seen: "{{ steps.see.outputs.v }}" } }
            services:
              own:
                command: [add, "{{ inputs.n }}"]
                x-step:
                  inputs: { n: 1 }
                  outputs: { n: { type: int, file: n } }
                  repeat: { max: 3, carry: { n: "{{ outputs.n }}" } }
              each:
                command: [add, "{{ inputs.x + turn }}"]
                x-step: { each: { x: [10, 20] }, outputs: { n: { type: int, file: n } }, repeat: { max: 2 } }
              see:
                command: [sum, "{{ len(inputs.all) }}"]
                x-step: { inputs: { all: "{{ steps.own.turns.n }}" }, outputs: { v: { type: int, file: v } } }
            """;
        var before = PlayedRun.Of(Turns, Store, Does);
        Assert.Equal("""{"own":[2,3,4],"each":[[11,12],[21,22]],"seen":9}""", before.Result);
        var again = PlayedRun.Of(Turns, Store, Does, before, PlayedRun.All());
        Assert.Empty(again.Done);
        Assert.Equal(before.Result, again.Result);
    }

    private PlayedRun First() => PlayedRun.Of(
        Document, Store, Does, null, null, ("n", new IntValue(3)), ("token", new SecretValue("t1")));

    private PlayedRun Again(string document, PlayedRun before, ReusePlan reuse) => PlayedRun.Of(
        document, Store, Does, before, reuse, ("n", new IntValue(3)), ("token", new SecretValue("t2")));

    private static string? Does(EvaluatedTask task) => task.Command[0] switch
    {
        "make" or "remake" => """{"list":[0,10,20]}""",
        "sum" => Json("v", ((ListValue)task.Inputs["all"]).Items.Sum(static item => ((IntValue)item).Value)),
        "add" => Json("n", int.Parse(task.Command[1], CultureInfo.InvariantCulture) + 1),
        "after" or "beside" => "{}",
        _ => Json("v", int.Parse(task.Command[1], CultureInfo.InvariantCulture) * 2),
    };

    private static string Json(string name, long value) => $"{{\"{name}\":{value.ToString(CultureInfo.InvariantCulture)}}}";
}
