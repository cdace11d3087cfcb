using System.Diagnostics;
using System.Text.Json;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Evaluation;

public sealed class FanEvaluationTests
{
    private const string Document = """
        x-workflow: { inputs: { names: [a, b, c], scale: 2 } }
        services:
          make: { command: [m], x-step: { outputs: { weights: { type: list<int>, file: w }, other: { type: list<int>, file: o } } } }
          fan:
            command: [f, "{{ each.name }}", "{{ inputs.weight }}", "{{ inputs.both }}", "{{ index }}"]
            environment: { MY_TOKEN: "t-{{ each.name }}-{{ index }}" }
            x-step:
              each: { name: "{{ workflow.inputs.names }}", weight: "{{ steps.make.outputs.weights }}" }
              inputs:
                both: "{{ each.name }}{{ index }}"
                factor: { type: float, from: "{{ workflow.inputs.scale }}" }
                pick: "{{ steps.make.outputs.weights[index] * 10 }}"
              outputs: { v: { type: int, file: "out/{{ inputs.weight }}" }, w: { type: int, file: w, default: 7 } }
              when: "{{ inputs.weight > 1 }}"
          named: { command: [n], x-step: { each: { x: [p, q] }, key: "n-{{ each.x }}" } }
          once:
            command: [n]
            x-step: { each: { x: [1] }, when: "{{ len(workflow.inputs.names) > 9 }}", outputs: { v: { type: int, file: v } } }
          read:
            command: [r]
            x-step:
              run_if: all_done
              inputs: { v: "{{ steps.fan.outputs.v }}", w: "{{ steps.fan.outputs.w }}", o: "{{ steps.once.outputs.v }}" }
        """;

    private static EvaluationBench Bench() => new EvaluationBench(Document).Left("make", """{"weights":[1,2,3],"other":[1]}""");

    private static int Fan(EvaluationBench bench, string node) => bench.Evaluation.Fan(bench.View, bench.IndexOf(node));

    private static string Refusal(EvaluationBench bench, string node)
    {
        var error = Assert.Throws<FlowException>(() => Fan(bench, node)).Error;
        return $"{error.Detail} [{error.Fix}] at {error.At.Line}:{error.At.Column}";
    }

    [Fact]
    public void A_slice_sees_its_elements_and_they_are_its_inputs()
    {
        var bench = Bench();
        Assert.Equal((3, 2, 1), (Fan(bench, "fan"), Fan(bench, "named"), Fan(bench, "make")));
        var task = bench.Task("fan", 2);
        Assert.Equal(["f", "c", "3", "c2", "2"], task.Command);
        Assert.Equal("'c' 3 'c2' 2.0 30", string.Join(' ', task.Inputs.Values));
        Assert.Equal(
            ("2", "fan/2", "t-c-2", "c"),
            (task.Environment["DXFLOW_INDEX"], task.Environment["DXFLOW_KEY"], task.Environment["MY_TOKEN"],
                task.Environment["DXFLOW_INPUT_NAME"]));
        Assert.Equal(
            ["out/2", "w"],
            bench.Evaluation.Outputs(bench.View, bench.IndexOf("fan"), new SliceView(1), EvaluationBench.Places)
                .Select(output => output.Path));
    }

    [Fact]
    public void A_condition_is_asked_of_each_slice()
    {
        var bench = Bench();
        Assert.Equal(
            [false, true, true],
            Enumerable.Range(0, 3).Select(slice => bench.Evaluation.When(bench.View, bench.IndexOf("fan"), new SliceView(slice))));
        Assert.False(bench.Evaluation.When(bench.View, bench.IndexOf("once"), new SliceView(0)));
    }

    [Fact]
    public void A_key_tells_slices_apart()
    {
        var bench = Bench();
        Assert.Equal(["fan/0", "n-q", "make"], [bench.Key("fan", 0), bench.Key("named", 1), bench.Key("make", 0)]);
        var view = bench.View with { Within = "loop/3/", Frame = 5 };
        Assert.Equal("loop/3/n-p/1", bench.Evaluation.Task(
            view, bench.IndexOf("named"), new SliceView(0, Turn: 1), EvaluationBench.Places).Key);
    }

    [Fact]
    public void Outputs_are_stacked_in_the_order_of_the_slices()
    {
        var bench = Bench().Slices("fan", "succeeded", """{"v":1,"w":2}""", "", """{"v":3}""").Left("once", "", "skipped");
        Assert.Equal("[1,null,3] [2,7,7] null", Read(bench));
        Assert.Equal("null null null", Read(bench.Slices("fan", "omitted", "", "")));
        Assert.Equal("[] [] null", Read(bench.Slices("fan", "succeeded")));
        Assert.Equal("[null] [7] null", Read(bench.Slices("fan", "skipped", "")));

        static string Read(EvaluationBench bench) => string.Join(' ', bench.Inputs("read", 0).Values);
    }

    [Fact]
    public void What_was_known_is_made_again_when_a_step_has_changed()
    {
        var bench = Bench();
        Assert.Equal("30", bench.Inputs("fan", 2)["pick"].ToString());
        Assert.Equal("50", bench.Left("make", """{"weights":[1,2,5],"other":[1]}""").Inputs("fan", 2)["pick"].ToString());
        Assert.Equal("5", bench.Inputs("fan", 2)["weight"].ToString());
    }

    [Fact]
    public void Lists_that_make_no_slices_are_bad_input()
    {
        var bench = Bench();
        Assert.Equal(
            "the lists of `each` are of unequal lengths: `name` has 3, `weight` has 1"
            + " in {{ workflow.inputs.names }} [lists are taken element by element; all pairs are product(a, b)] at 8:15",
            Refusal(bench.Left("make", """{"weights":[1],"other":[1]}"""), "fan"));
        var json = new EvaluationBench("""
            x-workflow: { inputs: { j: { type: json, default: { a: 1 } } } }
            services: { a: { command: [a], x-step: { each: { x: "{{ workflow.inputs.j.a }}" } } } }
            """);
        Assert.Equal(
            "`each.x`: 1 is an int where a list<json> is wanted in {{ workflow.inputs.j.a }} [] at 2:50", Refusal(json, "a"));
        json.With("j", new MapValue(new OrderedDictionary<string, FlowValue> { ["a"] = FlowValue.Null }));
        Assert.Equal(
            "`each.x`: null where a list<json> is wanted in {{ workflow.inputs.j.a }} [use '??', or the type 'list<json>?'] at 2:50",
            Refusal(json, "a"));
        json.With("j", new MapValue(new OrderedDictionary<string, FlowValue> { ["a"] = ListValue.Empty }));
        Assert.Equal(0, Fan(json, "a"));
        json.With("j", new MapValue(new OrderedDictionary<string, FlowValue>
        {
            ["a"] = new ListValue(new Many(StepEvaluation.SlicesMax + 1)),
        }));
        Assert.Equal(
            "`each` makes 10000001 slices, and 10000000 are the most in {{ workflow.inputs.j.a }}"
            + " [give each slice a part: chunk(list, 100)] at 2:50",
            Refusal(json, "a"));
        Assert.Equal(
            "each.x has 0 elements, and this is slice 0",
            Assert.Throws<FlowException>(() => json.With("j", new MapValue(new OrderedDictionary<string, FlowValue>
            {
                ["a"] = ListValue.Empty,
            })).Inputs("a", 0)).Error.Message);
    }

    [Fact]
    public void Secrets_of_slices_are_known()
    {
        var bench = Bench();
        Assert.Equal(["t-a-0", "t-b-1", "t-c-2"], bench.Evaluation.Secrets(bench.View));
        Assert.Empty(new EvaluationBench(Document).Evaluation.Secrets(new EvaluationBench(Document).View));
    }

    [Fact]
    public void Evaluating_a_slice_does_not_depend_on_how_many_there_are()
    {
        const int count = 100_000;
        var bench = new EvaluationBench("""
            x-workflow: { inputs: { names: { type: list<string>, default: [] }, whole: { type: list<int>, default: [] } } }
            services:
              make: { command: [m], x-step: { each: { n: "{{ workflow.inputs.names }}" }, outputs: { v: { type: int, file: v } } } }
              use:
                command: [u]
                x-step:
                  each: { name: "{{ workflow.inputs.names }}", v: "{{ steps.make.outputs.v }}" }
                  inputs:
                    all: { type: list<float>, from: "{{ workflow.inputs.whole }}" }
                    before: "{{ steps.make.outputs.v }}"
                    own: "{{ steps.make.outputs.v[index] + each.v }}"
                    text: "{{ each.name }}-{{ index }}"
            """);
        bench.With("names", new ListValue([.. Enumerable.Range(0, count).Select(i => new StringValue($"n{i}"))]));
        bench.With("whole", new ListValue([.. Enumerable.Range(0, count).Select(i => new IntValue(i))]));
        var outputs = JsonDocument.Parse("""{"v":5}""").RootElement;
        var view = bench.View with { Node = node => new NodeView("succeeded", count, Count: count, Slice: _ => outputs) };
        var node = bench.IndexOf("use");
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(count, bench.Evaluation.Fan(view, node));
        var sum = 0L;
        for (var slice = 0; slice < count; slice++)
        {
            sum += ((IntValue)bench.Evaluation.Inputs(view, node, new SliceView(slice))["own"]).Value;
            sum += bench.Evaluation.Key(view, node, new SliceView(slice)).Length > 4 ? 0 : 1;
        }

        Assert.Equal(10L * count, sum);
        // A list that is walked for each slice would take minutes; that it takes less than a second is for a machine at rest.
        TestContext.Current.SendDiagnosticMessage($"{count} slices in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:f0} ms");
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), Stopwatch.GetElapsedTime(began).ToString());
    }

    /// <summary>A list that would be too large to make.</summary>
    private sealed class Many(int count) : IReadOnlyList<FlowValue>
    {
        private static readonly FlowValue One = new IntValue(1);

        public int Count => count;

        public FlowValue this[int index] => One;

        public IEnumerator<FlowValue> GetEnumerator() => Enumerable.Repeat(One, count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
