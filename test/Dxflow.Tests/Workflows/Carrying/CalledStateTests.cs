using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Xunit;

namespace Dxflow.Tests.Workflows.Carrying;

/// <summary>Whole runs of documents with slices, turns and instances, decided by what their expressions really say.</summary>
public sealed class CalledStateTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Each_turn_of_each_instance_sees_its_own_inputs_its_own_steps_and_what_the_turn_before_left()
    {
        var (run, evaluation) = Started("""
            name: demo
            x-workflow: { outputs: { all: "{{ steps.outer.outputs.n }}" } }
            services:
              outer:
                x-step:
                  each: { from: [10, 20] }
                  parallel: 1
                  workflow: sub
                  with: { from: "{{ each.from }}", n: 0 }
                  repeat: { max: 3, carry: { n: "{{ outputs.n }}" } }
            x-workflows:
              sub:
                x-workflow:
                  inputs: { from: { type: int }, n: { type: int } }
                  outputs: { n: "{{ steps.add.outputs.n }}" }
                services:
                  first: { command: [f], x-step: { outputs: { n: { type: int, file: n } } } }
                  add:
                    command: ["{{ workflow.inputs.from }}", "{{ workflow.inputs.n }}", "{{ steps.first.outputs.n }}"]
                    x-step: { outputs: { n: { type: int, file: n } } }
            """);
        foreach (var slice in (int[])[0, 1])
        {
            var carried = 0;
            for (var turn = 0; turn < 3; turn++)
            {
                var (from, found, sum) = ((slice + 1) * 10, 100 + (slice * 10) + turn, 1000 + (slice * 10) + turn);
                run.Exits("first");
                run.Reads("first", $$"""{"n":{{found}}}""");
                if (turn == 1)
                {
                    run.Restart();
                    run.Expect(CommandKind.Find, "add");
                    run.Accept(new TasksReported([new TaskReport(run.Id("add"), TaskState.Running)], ReportSource.Find));
                }

                var task = evaluation.Task(run.State, run.Id("add")).Task;
                Assert.Equal([$"{from}", $"{carried}", $"{found}"], task.Command);
                Assert.Equal($"outer/{slice}/{turn}/add", task.Key);
                run.Exits("add");
                run.Reads("add", $$"""{"n":{{sum}}}""");
                carried = sum;
            }
        }

        Assert.Equal(RunStatus.Succeeded, run.State.Status);
        Assert.Equal("[1002,1012]", FlowText.Of(evaluation.Tried(run.State).Values["all"]));
    }

    [Fact]
    public void A_key_is_the_whole_way_from_the_document_that_is_run()
    {
        var (run, evaluation) = Started("""
            name: demo
            services:
              outer: { x-step: { each: { x: [1] }, workflow: middle } }
            x-workflows:
              middle: { services: { loop: { x-step: { workflow: inner, repeat: { max: 2 } } } } }
              inner: { services: { leaf: { command: [l], x-step: { each: { y: [1, 2] } } } } }
            """);
        run.Exits("leaf:0");
        run.Exits("leaf:1");

        Assert.Equal("outer/0/loop/1/leaf/1", evaluation.Task(run.State, run.Id("leaf:1")).Task.Key);
    }

    [Fact]
    public void Who_reads_a_fan_out_sees_null_where_a_slice_failed()
    {
        var (run, evaluation) = Started("""
            name: demo
            x-workflow: { outputs: { all: "{{ steps.e.outputs.n }}" } }
            services:
              e:
                command: [e]
                x-step: { each: { x: [1, 2, 3, 4] }, require: { count: 2 }, outputs: { n: { type: int, file: n } } }
            """);
        run.Exits("e:3");
        run.Reads("e:3", """{"n":4}""");
        run.Exits("e:0");
        run.Reads("e:0", """{"n":1}""");
        run.Exits("e:1", code: 1);
        run.Exits("e:2", code: 1);

        Assert.Equal(RunStatus.Succeeded, run.State.Status);
        Assert.Equal("[1,null,null,4]", FlowText.Of(evaluation.Tried(run.State).Values["all"]));
    }

    [Fact]
    public void Two_slices_of_one_key_are_refused_before_either_begins()
    {
        var (run, _) = Started("""
            name: demo
            services:
              e: { command: [e], x-step: { each: { x: [1, 2, 1] }, key: "k-{{ each.x }}" } }
            """);

        Assert.Contains("the slices 0 and 2 have the same key 'k-1'", run.Detail("e"), StringComparison.Ordinal);
        Assert.Equal((RunStatus.Failed, FailureReason.BadInput), (run.State.Status, run.State.Reason));
    }

    private (RunScript Run, RunEvaluation Evaluation) Started(string document)
    {
        RunPlan plan = new PlanBench().Plan(document);
        var evaluation = new RunEvaluation(
            plan, new RunFacts("0123456789abcdef", 1, "demo", new Dictionary<string, FlowValue>()), new RunFiles("/h/run"),
            new ArtifactStore(_directory.Path, TimeProvider.System));
        return (RunScript.Started(plan, evaluation), evaluation);
    }
}
