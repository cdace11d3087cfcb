using System.Text.Json;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Evaluation;

public sealed class CallEvaluationTests
{
    private const string Document = """
        x-workflow: { inputs: { names: [a, b] } }
        services:
          make: { command: [m], x-step: { on_fail: continue, outputs: { top: { type: int, file: t } } } }
          call:
            x-step:
              workflow: part
              each: { name: "{{ workflow.inputs.names }}" }
              with: { name: "{{ each.name }}-{{ index }}", top: "{{ steps.make.outputs.top }}", fixed: [1, 2] }
              run_if: all_done
              repeat: { max: 3, until: "{{ outputs.both == 'x' }}", carry: { state: "{{ outputs.next }}" } }
          read: { command: [r], x-step: { inputs: { both: "{{ steps.call.outputs.both }}" } } }
        x-workflows:
          part:
            x-workflow:
              inputs:
                name: { type: string, pattern: "[a-z]-[01]" }
                top: { type: int, default: 7, max: 9 }
                fixed: { type: list<float>, default: [] }
                state: { type: int, default: 100 }
                maybe: { type: string? }
              outputs: { both: "{{ steps.in.outputs.v ?? workflow.inputs.name }}", next: "{{ len(workflow.inputs.fixed) }}" }
            services:
              in:
                command: [i, "{{ workflow.inputs.name }}", "{{ inputs.top }}"]
                x-step:
                  inputs: { top: "{{ workflow.inputs.top }}" }
                  outputs: { v: { type: string?, file: v } }
        """;

    private const int Call = 1;
    private const int Inside = 3;

    private static EvaluationBench Bench() => new EvaluationBench(Document).Left("make", """{"top":8}""");

    private static string With(EvaluationBench bench, SliceView slice) =>
        string.Join(' ', bench.Evaluation.With(bench.View, Call, slice).Select(pair => $"{pair.Key}={pair.Value}"));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    [Fact]
    public void A_called_document_gets_what_it_is_given_and_its_defaults()
    {
        var bench = Bench();
        Assert.Equal(2, bench.Evaluation.Fan(bench.View, Call));
        Assert.Equal("name='b-1' top=8 fixed=[1.0,2.0] state=100 maybe=null", With(bench, new SliceView(1, Call, 0)));
        Assert.Equal(
            "name='a-0' top=7 fixed=[1.0,2.0] state=2 maybe=null",
            With(bench.Left("make", "", "failed"), new SliceView(0, Call, 1, Json("""{"both":"q","next":2}"""))));
        Assert.Equal("call/1", bench.Evaluation.Key(bench.View, Call, new SliceView(1, Call, 0)));
        Assert.True(bench.Evaluation.Until(bench.View, Call, new SliceView(0, Call, 0), Json("""{"both":"x","next":2}""")));
        Assert.False(bench.Evaluation.Until(bench.View, Call, new SliceView(0, Call, 0), Json("""{"both":"y","next":2}""")));
    }

    [Fact]
    public void What_is_given_must_be_allowed()
    {
        var error = Assert.Throws<FlowException>(() => With(Bench().Left("make", """{"top":10}"""), new SliceView(0))).Error;
        Assert.Equal("the input 'top': is 10, and must be at most 9", error.Message);
        Assert.Equal(17, error.At.Line);
    }

    [Fact]
    public void Inside_an_instance_names_are_its_own()
    {
        var bench = Bench();
        var view = bench.View with
        {
            Inputs = bench.Evaluation.With(bench.View, Call, new SliceView(0, Call, 0)),
            Node = node => node == Inside ? new NodeView("succeeded", 1, Outputs: Json("""{"v":"left"}""")) : new NodeView("waiting"),
            Frame = 4,
            Within = "call/0/0/",
        };
        var task = bench.Evaluation.Task(view, Inside, new SliceView(0), EvaluationBench.Places);
        Assert.Equal(["i", "a-0", "8"], task.Command);
        Assert.Equal(("call/0/0/in", "in"), (task.Key, task.Environment["DXFLOW_STEP"]));
        Assert.Equal("'left' 2", string.Join(' ', bench.Evaluation.Results(view, 1).Values.Values));
        Assert.Equal("'a-0' 2", string.Join(' ', bench.Evaluation.Results(
            view with { Frame = 5, Node = _ => new NodeView("failed") }, 1).Values.Values));
    }

    [Theory]
    [InlineData("", "127.0.0.1", "127.0.0.1")]
    [InlineData("image: x,", "db-4", "db")]
    public void A_service_of_an_instance_is_called_by_its_number_where_others_are(string image, string own, string ofRun)
    {
        const string host = "{{ services.db.host }}";
        var bench = new EvaluationBench($$"""
            services:
              db: { {{image}} command: [d], ports: ["80"] }
              log: { {{image}} command: [d] }
              call: { x-step: { workflow: part } }
            x-workflows:
              part:
                services:
                  db: { {{image}} command: [d], ports: ["90"] }
                  in: { {{image}} command: [i, "{{host}}"], x-step: { repeat: { max: 2 } } }
            """);
        var view = bench.View with { Frame = 4 };
        var turn = bench.Plan.Nodes.Count - 1;
        var task = bench.Evaluation.Task(view, turn, new SliceView(0, Turn: 1), EvaluationBench.Places);
        Assert.Equal(["i", own], task.Command);
        Assert.Equal(4, task.Frame);
        Assert.Equal(own, task.Environment["DXFLOW_SERVICE_DB_HOST"]);
        Assert.Equal("90", task.Environment["DXFLOW_SERVICE_DB_PORT_90"]);
        Assert.Equal(ofRun == "db" ? "log" : ofRun, task.Environment["DXFLOW_SERVICE_LOG_HOST"]);
        var outside = bench.Evaluation.Task(bench.View, 1, new SliceView(0), EvaluationBench.Places);
        Assert.Equal(ofRun, outside.Environment["DXFLOW_SERVICE_DB_HOST"]);
        Assert.False(outside.Environment.ContainsKey("DXFLOW_SERVICE_DB_PORT_90"));
    }

    [Fact]
    public void Instances_do_not_see_what_is_known_of_each_other()
    {
        var bench = Bench();
        Assert.Equal(["1", "2"], [Top(1), Top(2)]);

        string Top(int frame) => bench.Evaluation.Inputs(
            bench.View with { Frame = frame, Inputs = new Dictionary<string, FlowValue> { ["top"] = new IntValue(frame) } },
            Inside, new SliceView(0))["top"].ToString();
    }

    [Fact]
    public void Outputs_of_instances_are_stacked() => Assert.Equal(
        """["p","q"]""",
        Bench().Slices("call", "succeeded", """{"both":"p","next":1}""", """{"both":"q","next":1}""").Inputs("read", 0)["both"].ToString());
}
