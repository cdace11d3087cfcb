using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class CancelTests
{
    [Fact]
    public void An_unfinished_attempt_ends_cancelled_whatever_it_returns()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0))));
        run.Runs("a");
        run.Accept(new CancelRun(CancelMode.Stop, "ann"));
        run.Expect(CommandKind.Stop, "a");
        run.Exits("a");
        run.Is(UnitStatus.Cancelled, "a", "b");
        run.Ended(RunStatus.Cancelled);
        Assert.Equal("ann", run.State.CancelledBy);
    }

    [Fact]
    public void An_exit_journaled_before_wins()
    {
        var run = RunScript.Started(Job(Step("a").Leaves(), Step("b")));
        run.Runs("a", "b");
        run.Exits("a");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Reads("a", """{"out":"1"}""");
        run.Is(UnitStatus.Succeeded, "a");
        run.Expect(CommandKind.Stop, "b");
        run.Exits("b");
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void A_failure_journaled_before_is_a_failure_and_not_retried()
    {
        var run = RunScript.Started(Job(Step("a").Leaves(Collect.Failure)));
        run.Exits("a", 1);
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Reads("a", """{"out":"1"}""");
        run.Is(UnitStatus.Failed, "a");
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void What_waits_for_another_attempt_is_cancelled_at_once()
    {
        var run = RunScript.Started(Job(Step("a").Retries(3)));
        run.Exits("a", 75);
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void What_was_granted_and_not_sent_is_withdrawn()
    {
        var run = new RunScript(Job(Step("a")), leases: false);
        run.Accept(new StartRun());
        run.Accept(new SlicesLeased([.. run.Asked]));
        run.Is(UnitStatus.Starting, "a");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void A_kill_after_a_stop_ends_at_once()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Runs("a");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Stop, "a");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.ExpectNothing();
        run.Accept(new CancelRun(CancelMode.Kill));
        run.Expect(CommandKind.Kill, "a");
        run.Exits("a", 137, 9);
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void On_exit_runs_after_a_stop_while_services_are_up()
    {
        var run = RunScript.Started(Job(Step("a"), Service("s"), Step("bye")) with { OnExit = 2 });
        run.Runs("a", "s");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Stop, "a");
        run.Exits("a", 143, 15);
        run.Runs("bye");
        run.ExpectNothing();
        run.Exits("bye");
        run.Is(UnitStatus.Succeeded, "bye");
        run.Expect(CommandKind.Stop, "s");
        run.Exits("s", 143, 15);
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void On_exit_does_not_run_after_a_kill()
    {
        var run = RunScript.Started(Job(Step("a"), Step("bye")) with { OnExit = 1 });
        run.Accept(new CancelRun(CancelMode.Kill));
        run.Expect(CommandKind.Kill, "a");
        run.Exits("a", 137, 9);
        run.Is(UnitStatus.Cancelled, "bye");
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void A_failing_on_exit_fails_a_run_that_had_succeeded()
    {
        var run = RunScript.Started(Job(Step("a"), Step("bye")) with { OnExit = 1 });
        run.Is(UnitStatus.Waiting, "bye");
        run.Exits("a");
        run.Exits("bye", 4);
        run.Ended(RunStatus.Failed, FailureReason.Exit);
        Assert.Equal(1, Assert.IsType<RunFinished>(run.Events.Single(fact => fact is RunFinished)).Step);
    }

    [Fact]
    public void On_exit_runs_after_a_failure()
    {
        var run = RunScript.Started(Job(Step("a"), Step("bye")) with { OnExit = 1 });
        run.Exits("a", 9);
        run.Exits("bye");
        run.Ended(RunStatus.Failed, FailureReason.Exit);
        Assert.Equal(0, Assert.IsType<RunFinished>(run.Events.Single(fact => fact is RunFinished)).Step);
    }

    [Fact]
    public void A_cancel_after_the_end_changes_nothing()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Exits("a");
        run.Accept(new CancelRun(CancelMode.Kill));
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_run_that_was_not_started_can_be_cancelled()
    {
        var run = new RunScript(Job(Step("a")));
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void Cancel_survives_a_restart_and_the_stop_is_given_again()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Runs("a");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Stop, "a");
        run.Restart();
        run.Expect(CommandKind.Find, "a");
        run.Accept(new TasksReported([new TaskReport(run.Id("a"), TaskState.Running)], ReportSource.Find));
        run.Expect(CommandKind.Stop, "a");
        run.Exits("a");
        run.Ended(RunStatus.Cancelled);
    }
}
