using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Xunit;

namespace Dxflow.Tests.Workflows.Carrying;

/// <summary>A run's state as references see it.</summary>
public sealed class RunEvaluationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RunState _state;
    private readonly RunEvaluation _evaluation;

    public RunEvaluationTests()
    {
        var plan = new PlanBench().Plan("""
            name: demo
            x-workflow: { on_exit: bye, outputs: { v: "{{ steps.a.outputs.v }}" } }
            services:
              a:
                command: [a]
                x-step:
                  outputs:
                    v: { type: int, file: v }
                    log: { type: file?, path: log, collect: failure }
                    all: { type: file?, path: x, collect: always }
              b:
                command: ["{{ steps.a.status }}", "{{ steps.a.ok_count }}/{{ steps.a.failed_count }}", "{{ inputs.v }}"]
                x-step: { when: "{{ inputs.v > 1 }}", inputs: { v: "{{ steps.a.outputs.v }}" } }
              bye: { command: ["{{ run.state }}", "{{ run.reason ?? '-' }}", "{{ run.failed }}"], x-step: }
            """);
        _state = new RunState(plan);
        _evaluation = new RunEvaluation(
            plan, new RunFacts("00ff", 3, "demo", new Dictionary<string, FlowValue>()), new RunFiles("/h/run"),
            new ArtifactStore(_directory.Path, TimeProvider.System));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_step_sees_what_another_left()
    {
        Succeeded("""{"v":7}""");
        Assert.Equal(["succeeded", "1/0", "7"], _evaluation.Task(_state, Attempt(1)).Task.Command);
        Assert.True(_evaluation.When(_state, 1, 0).Run);
        Assert.Equal(new IntValue(7), _evaluation.Tried(_state).Values["v"]);
        Assert.Equal("/h/run/tasks/000/1-0-1/inputs.json", _evaluation.Task(_state, Attempt(1)).Task.Environment["DXFLOW_INPUTS_JSON"]);
    }

    [Fact]
    public void A_value_that_a_reference_brings_to_a_secrets_name_is_hidden_once_it_is_known()
    {
        var plan = new PlanBench().Plan("""
            services:
              login: { command: [a], x-step: { outputs: { t: { type: string, file: t } } } }
              use:
                command: [b]
                environment: { API_TOKEN: "t-{{ steps.login.outputs.t }}", NAME: "n-{{ steps.login.outputs.t }}" }
                x-step: {}
            """);
        var state = new RunState(plan);
        var facts = new RunFacts("00ff", 3, "demo", new Dictionary<string, FlowValue> { ["p"] = new SecretValue("input-secret") });
        var evaluation = new RunEvaluation(plan, facts, new RunFiles("/h/run"), new ArtifactStore(_directory.Path, TimeProvider.System));
        Assert.Equal("t-made n-made ***", evaluation.Mask(state).Of("t-made n-made input-secret"));
        Succeeded(state, """{"t":"made"}""");
        Assert.Equal("*** n-made ***", evaluation.Mask(state).Of("t-made n-made input-secret"));
        Assert.Equal("t-made n-made ***", evaluation.Mask().Of("t-made n-made input-secret"));
    }

    [Fact]
    public void A_condition_that_cannot_be_evaluated_says_why()
    {
        Succeeded("{}");
        Assert.Equal("the input 'v': null where an int is wanted in {{ steps.a.outputs.v }}; use '??', or the type 'int?'",
            _evaluation.When(_state, 1, 0).Error);
        Succeeded("""{"v":1}""");
        Assert.Equal((false, null), (_evaluation.When(_state, 1, 0).Run, _evaluation.When(_state, 1, 0).Error));
    }

    [Fact]
    public void On_exit_sees_the_verdict_so_far()
    {
        Assert.Equal(["succeeded", "-", "[]"], _evaluation.Task(_state, Attempt(2)).Task.Command);
        _state.Frames[0].FailedStep = 0;
        _state.Steps[0].Status = UnitStatus.Failed;
        _state.Slices[0].Reason = FailureReason.TimeoutRun;
        Assert.Equal(["failed", "timeout_run", """["a"]"""], _evaluation.Task(_state, Attempt(2)).Task.Command);
        _state.Cancel = CancelMode.Stop;
        Assert.Equal("cancelled", _evaluation.Task(_state, Attempt(2)).Task.Command[0]);
    }

    [Fact]
    public void What_is_collected_depends_on_how_it_ended()
    {
        Assert.Equal(["v", "all"], _evaluation.Outputs(_state, Attempt(0)).Outputs.Select(output => output.Plan.Name));
        _state.Slices[0].Reason = FailureReason.Exit;
        var (endedWell, outputs, _) = _evaluation.Outputs(_state, Attempt(0));
        Assert.False(endedWell);
        Assert.Equal(["log", "all"], outputs.Select(output => output.Plan.Name));
    }

    [Fact]
    public void What_a_called_document_makes_of_values_under_a_secrets_name_is_secret()
    {
        var plan = new PlanBench().Plan("""
            name: demo
            services:
              make: { command: [a], x-step: { outputs: { t: { type: string, file: t } } } }
              call: { x-step: { workflow: sub, with: { t: "{{ steps.make.outputs.t }}" } } }
            x-workflows:
              sub:
                x-workflow: { inputs: { t: { type: string } } }
                services:
                  in: { command: [b], environment: { API_TOKEN: "{{ workflow.inputs.t }}-x" }, x-step: {} }
            """);
        var state = new RunState(plan);
        var evaluation = new RunEvaluation(
            plan, new RunFacts("00ff", 3, "demo", new Dictionary<string, FlowValue>()), new RunFiles("/h/run"),
            new ArtifactStore(_directory.Path, TimeProvider.System));
        Succeeded(state, """{"t":"hunter2hunter"}""");

        RunApply.Apply(state, new BodyOpened(1, 1, 0, 0, 0));

        Assert.Equal("in ***", evaluation.Mask(state).Of("in hunter2hunter-x"));
    }

    private void Succeeded(string outputs) => Succeeded(_state, outputs);

    private static void Succeeded(RunState state, string outputs)
    {
        state.Steps[0].Status = UnitStatus.Succeeded;
        (state.Steps[0].Succeeded, state.Steps[0].Left) = (1, 0);
        state.Outputs[0] = JsonDocument.Parse(outputs).RootElement;
    }

    private static AttemptId Attempt(int step) => new("00ff", step, 0, 1);
}
