using System.Text.Json;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning.Evaluation;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Evaluation;

public sealed class LoopEvaluationTests
{
    private const string Document = """
        x-workflow: { inputs: { names: [a, b] } }
        services:
          make: { command: [m], x-step: { on_fail: continue, outputs: { start: { type: int, file: s } } } }
          loop:
            command: ["{{ inputs.state }}", "{{ turn }}", "{{ each.name }}", "{{ inputs.seed }}"]
            environment: { MY_TOKEN: "t-{{ each.name }}-{{ inputs.state }}" }
            x-step:
              run_if: all_done
              each: { name: "{{ workflow.inputs.names }}" }
              inputs:
                state: { type: int, from: "{{ steps.make.outputs.start ?? 0 }}" }
                seed: "{{ turn * 10 + index }}"
              outputs: { state: { type: int, file: s }, done: { type: bool, file: d, default: false } }
              when: "{{ inputs.state < 100 }}"
              repeat:
                max: 9
                until: "{{ outputs.done || outputs.state > inputs.state + 5 }}"
                carry: { state: "{{ outputs.state * 2 }}" }
        """;

    private const int Host = 1;
    private const int Turn = 2;

    private static EvaluationBench Bench() => new EvaluationBench(Document).Left("make", """{"start":3}""");

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    [Fact]
    public void A_turn_sees_its_number_and_what_is_carried()
    {
        var bench = Bench();
        Assert.Equal(2, bench.Evaluation.Fan(bench.View, Host));
        Assert.True(bench.Evaluation.When(bench.View, Host, new SliceView(1)));
        var first = bench.Evaluation.Task(bench.View, Turn, new SliceView(1, Host, 0), EvaluationBench.Places);
        Assert.Equal(["3", "0", "b", "1"], first.Command);
        Assert.Equal("loop/1/0", first.Key);
        var third = bench.Evaluation.Task(
            bench.View, Turn, new SliceView(1, Host, 2, Json("""{"state":21}""")), EvaluationBench.Places);
        Assert.Equal(["42", "2", "b", "21"], third.Command);
        Assert.Equal(("loop/1/2", "t-b-42"), (third.Key, third.Environment["MY_TOKEN"]));
        Assert.Equal("loop/1", bench.Evaluation.Key(bench.View, Turn, new SliceView(1, Host, 2)));
        Assert.Equal("loop/1", bench.Evaluation.Key(bench.View, Host, new SliceView(1)));
    }

    [Theory]
    [InlineData("""{"state":4,"done":true}""", true)]
    [InlineData("""{"state":4}""", false)]
    [InlineData("""{"state":9}""", true)]
    public void Until_is_asked_of_what_a_turn_left(string outputs, bool over)
    {
        var bench = Bench();
        Assert.Equal(over, bench.Evaluation.Until(bench.View, Host, new SliceView(0, Host, 0), Json(outputs)));
        Assert.Equal(over, bench.Evaluation.Until(bench.View, Turn, new SliceView(0, Host, 0), Json(outputs)));
    }

    [Fact]
    public void A_turn_sees_what_its_loop_may_see()
    {
        var bench = Bench().Left("make", "", "failed");
        Assert.Equal("0", bench.Evaluation.Inputs(bench.View, Turn, new SliceView(0, Host, 0))["state"].ToString());
        Assert.Equal(
            "outputs.state has no value here",
            Assert.Throws<FlowException>(() => bench.Evaluation.Inputs(bench.View, Turn, new SliceView(0, Host, 1))).Error.Message);
    }

    [Fact]
    public void Without_a_condition_a_loop_is_never_over_early()
    {
        var bench = new EvaluationBench("services: { a: { command: [a], x-step: { repeat: { max: 3 } } } }");
        Assert.False(bench.Evaluation.Until(bench.View, 0, new SliceView(0, -1, 2), Json("{}")));
        Assert.Equal("a", bench.Evaluation.Key(bench.View, 1, new SliceView(0, -1, 2)));
    }

    [Fact]
    public void Secrets_of_turns_are_known() =>
        Assert.Equal(["t-a-3", "t-b-3"], Bench().Evaluation.Secrets(Bench().View));
}
