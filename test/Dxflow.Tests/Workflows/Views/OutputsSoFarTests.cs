using Dxflow.Runtimes;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;
using Xunit;

namespace Dxflow.Tests.Workflows.Views;

public sealed class OutputsSoFarTests
{
    private readonly RunState _state = new(new PlanBench().Plan("""
        x-workflow:
          outputs: { plain: "{{ 1 }}", one: "{{ steps.a.outputs.v }}", both: "{{ steps.a.outputs.v + steps.b.outputs.v }}" }
        services:
          a: { command: [a], x-step: { outputs: { v: { type: int, file: v }, w: { type: file, path: w } } } }
          b: { command: [b], x-step: { outputs: { v: { type: int, file: v } } } }
        """));

    private static readonly Dictionary<string, FlowError> NoErrors = [];

    [Fact]
    public void Outputs_of_steps_that_are_not_final_are_pending_and_say_which()
    {
        Assert.Equal(["one: a is waiting", "both: a is waiting"], Of(OutputsSoFar.OfRun(_state, NoErrors)));
        Assert.Equal(["v: a is waiting", "w: a is waiting"], Of(OutputsSoFar.OfStep(_state, 0)));

        RunApply.Apply(_state, new SlicesDropped(1, 0, 0, 0, UnitStatus.Skipped));

        Assert.Equal(["both: b is waiting"], Of(OutputsSoFar.OfRun(_state, NoErrors)));
        Assert.Empty(OutputsSoFar.OfStep(_state, 0));
    }

    [Fact]
    public void What_cannot_be_evaluated_says_why_once_its_steps_are_final()
    {
        RunApply.Apply(_state, new SlicesDropped(1, 0, 0, 0, UnitStatus.Failed, FailureReason.Exit));
        var errors = new Dictionary<string, FlowError>
        {
            ["one"] = new(FlowErrorKind.Null, "this is null", "use ??"),
            ["both"] = new(FlowErrorKind.Null, "this too", null),
        };

        Assert.Equal(["one: this is null; use ??", "both: b is waiting"], Of(OutputsSoFar.OfRun(_state, errors)));
    }

    private static IEnumerable<string> Of(IEnumerable<Dxflow.Workflows.PendingOutput> pending) =>
        pending.Select(each => $"{each.Name}: {each.Why}");
}
