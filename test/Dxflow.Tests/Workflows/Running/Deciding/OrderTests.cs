using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class OrderTests
{
    [Fact]
    public void Steps_run_in_the_order_of_their_edges()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0)), Step("c", After(0), After(1))));
        run.Is(UnitStatus.Starting, "a");
        run.Is(UnitStatus.Waiting, "b", "c");
        run.Runs("a");
        run.Is(UnitStatus.Running, "a");
        run.Exits("a");
        run.Is(UnitStatus.Succeeded, "a");
        run.Is(UnitStatus.Starting, "b");
        run.Exits("b");
        run.Exits("c");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Started_holds_when_the_first_task_runs()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0, DependencyCondition.Started))));
        run.Is(UnitStatus.Waiting, "b");
        run.Runs("a");
        run.Is(UnitStatus.Starting, "b");
    }

    [Fact]
    public void Started_between_steps_holds_when_the_other_never_ran()
    {
        var run = RunScript.Started(
            Job(Step("a").Continues(), Step("b", After(0, DependencyCondition.Started))));
        run.Ends("a", TaskState.NotStarted, FailureReason.Start);
        run.Is(UnitStatus.Failed, "a");
        run.Is(UnitStatus.Starting, "b");
    }

    [Fact]
    public void After_a_failure_what_has_not_begun_is_omitted_and_names_it()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b"), Step("c", After(1)), Step("d", After(2))));
        run.Runs("a", "b");
        run.Exits("a", 3);
        run.Is(UnitStatus.Failed, "a");
        run.Is(UnitStatus.Running, "b");
        run.Is(UnitStatus.Omitted, "c", "d");
        Assert.Equal((0, 0), (run.Slice("c").Because, run.Slice("d").Because));
        run.Exits("b");
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void A_queued_step_has_not_begun()
    {
        var run = new RunScript(Job(Step("a"), Step("b")), leases: false);
        run.Accept(new StartRun());
        run.Accept(new SlicesLeased([run.Asked[0]]));
        run.Accept(new SlotsOpened([run.Asked[0]]));
        run.Exits("a", 1);
        run.Is(UnitStatus.Omitted, "b");
    }

    [Fact]
    public void A_tolerated_failure_is_ok()
    {
        var run = RunScript.Started(Job(Step("a").Continues(), Step("b", After(0))));
        run.Exits("a", 1);
        run.Exits("b");
        run.Is(UnitStatus.Failed, "a");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Run_if_all_done_runs_after_a_failure()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b"), Step("c", After(0), After(1)).If(RunIf.AllDone)));
        run.Exits("a", 1);
        run.Is(UnitStatus.Waiting, "c");
        run.Exits("b");
        run.Exits("c");
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void Run_if_any_failed_is_skipped_when_nothing_failed()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0)).If(RunIf.AnyFailed)));
        run.Exits("a");
        run.Is(UnitStatus.Skipped, "b");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Run_if_any_failed_runs_after_a_failure_even_a_tolerated_one()
    {
        var run = RunScript.Started(Job(Step("a").Continues(), Step("b", After(0)).If(RunIf.AnyFailed)));
        run.Exits("a", 1);
        run.Exits("b");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_false_when_skips_and_counts_as_ok()
    {
        var run = RunScript.Started(Job(Step("a").When(), Step("b", After(0))), (_, _, _) => new WhenVerdict(false));
        run.Is(UnitStatus.Skipped, "a");
        run.Exits("b");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_when_that_cannot_be_evaluated_is_bad_input()
    {
        var run = RunScript.Started(Job(Step("a").When()), (_, _, _) => new WhenVerdict(false, "no such output"));
        run.Is(UnitStatus.Failed, "a");
        Assert.Equal("no such output", run.Detail("a"));
        run.Ended(RunStatus.Failed, FailureReason.BadInput);
    }

    [Fact]
    public void When_is_asked_once_and_after_the_dependencies()
    {
        var asked = new List<int>();
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0)).When()), (_, step, _) =>
        {
            asked.Add(step);
            return new WhenVerdict(true);
        });
        Assert.Empty(asked);
        run.Exits("a");
        run.Exits("b");
        Assert.Equal([1], asked);
    }

    [Fact]
    public void Fail_fast_stops_what_runs()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b"), Step("c", After(1)).If(RunIf.AllDone)) with { FailFast = true });
        run.Runs("a", "b");
        run.Exits("a", 1);
        run.Expect(CommandKind.Stop, "b");
        run.Exits("b", 143, 15);
        run.Is(UnitStatus.Cancelled, "b");
        run.Exits("c");
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void Parallel_bounds_the_tasks_of_a_run()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b"), Step("c")) with { Parallel = 2 });
        Assert.Equal(2, run.State.Steps.Count(step => step.Status == UnitStatus.Starting));
        run.Exits("a");
        run.Is(UnitStatus.Starting, "b", "c");
    }
}
