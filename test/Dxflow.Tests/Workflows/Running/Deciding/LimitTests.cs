using Dxflow.Runtimes;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class LimitTests
{
    [Fact]
    public void A_run_limit_counts_from_the_start_of_the_program_and_names_itself()
    {
        var run = RunScript.Started(Job(Step("a").Limits(runSeconds: 60)));
        run.Pass(100);
        run.Runs("a");
        run.Pass(59);
        run.ExpectNothing();
        run.Pass(1);
        run.Expect(CommandKind.Stop, "a");
        run.Exits("a", 0);
        run.Ended(RunStatus.Failed, FailureReason.TimeoutRun);
    }

    [Fact]
    public void A_limit_is_retried_as_its_class_says()
    {
        var run = RunScript.Started(Job(Step("a").Limits(runSeconds: 60).Retries(1)));
        run.Runs("a");
        run.Pass(60);
        run.Expect(CommandKind.Stop, "a");
        run.Exits("a", 143, 15);
        run.Is(UnitStatus.Waiting, "a");
        run.Pass(6);
        run.Runs("a");
        run.Exits("a");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_queue_limit_ends_an_attempt_that_was_never_granted()
    {
        var run = new RunScript(Job(Step("a").Limits(queueSeconds: 60).Retries(1)), leases: false);
        run.Accept(new StartRun());
        run.Pass(60);
        run.Is(UnitStatus.Waiting, "a");
        run.Pass(6);
        run.Is(UnitStatus.Queued, "a");
        run.Pass(60);
        Assert.Equal(2, run.Slice("a").Attempt);
        run.Ended(RunStatus.Failed, FailureReason.TimeoutQueue);
    }

    [Fact]
    public void A_queue_limit_also_holds_while_the_runtime_queues()
    {
        var run = RunScript.Started(Job(Step("a").Limits(queueSeconds: 60)));
        run.Pass(60);
        run.Expect(CommandKind.Stop, "a");
        run.Ends("a", TaskState.NotStarted);
        run.Ended(RunStatus.Failed, FailureReason.TimeoutQueue);
    }

    [Fact]
    public void Running_ends_the_queue_limit()
    {
        var run = RunScript.Started(Job(Step("a").Limits(queueSeconds: 60)));
        run.Runs("a");
        run.Pass(1000);
        run.ExpectNothing();
    }

    [Fact]
    public void The_time_of_the_runs_own_limit_is_up()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0))) with { Timeout = TimeSpan.FromMinutes(1) });
        run.Runs("a");
        Assert.Equal(run.Now + 60_000, run.Work.NextDeadline);
        run.Pass(60);
        Assert.Equal(RunStatus.Stopping, run.State.Status);
        run.Is(UnitStatus.Cancelled, "b");
        run.Expect(CommandKind.Stop, "a");
        run.Exits("a");
        run.Is(UnitStatus.Cancelled, "a");
        run.Ended(RunStatus.Failed, FailureReason.TimeoutRun);
    }

    [Fact]
    public void A_limit_holds_across_a_restart_of_the_engine()
    {
        var run = RunScript.Started(Job(Step("a").Limits(runSeconds: 60)));
        run.Runs("a");
        run.Pass(30);
        run.Restart();
        run.Expect(CommandKind.Find, "a");
        run.Accept(new TasksReported([new TaskReport(run.Id("a"), TaskState.Running)], ReportSource.Find));
        run.Pass(30);
        run.Expect(CommandKind.Stop, "a");
    }

    [Fact]
    public void A_stop_waits_for_the_answer_to_the_start()
    {
        // Leases by hand, so that the start is given and not answered.
        var work = new RunWork(new Dxflow.Workflows.Running.States.RunState(Job(Step("a"))), new Answers());
        work.Create(new RunCreated(0, "0123456789abcdef", "w", 1, 1));
        work.Accept(new StartRun(), new Moment(1, 1));
        var key = Assert.Single(work.TakeTurn().Leases).Key;
        work.Accept(new SlicesLeased([key]), new Moment(1, 1));
        work.Accept(new SlotsOpened([key]), new Moment(1, 1));
        var start = Assert.Single(work.TakeTurn().Commands);
        work.Accept(new CancelRun(CancelMode.Stop), new Moment(2, 1));
        Assert.Empty(work.TakeTurn().Commands);
        work.Accept(new TasksReported([new TaskReport(start.Id, TaskState.Running)], ReportSource.Start), new Moment(3, 1));
        Assert.Equal([new RunCommand(CommandKind.Stop, start.Id)], work.TakeTurn().Commands);
    }
}
