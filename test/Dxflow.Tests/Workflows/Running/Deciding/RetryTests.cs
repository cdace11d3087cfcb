using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class RetryTests
{
    [Fact]
    public void A_transient_code_is_tried_again_after_its_pause()
    {
        var run = RunScript.Started(Job(Step("a").Retries(1)));
        run.Exits("a", 75);
        var due = Assert.IsType<RetryScheduled>(run.Events.Single(fact => fact is RetryScheduled)).DueAt - run.Now;
        Assert.InRange(due, 4_000, 6_000);
        run.Is(UnitStatus.Waiting, "a");
        run.Pass((due - 1) / 1000.0);
        run.Is(UnitStatus.Waiting, "a");
        run.Pass(0.001);
        run.Is(UnitStatus.Starting, "a");
        run.Exits("a");
        Assert.Equal((2, 2), (run.Slice("a").Attempt, run.Slice("a").Used));
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void After_the_last_attempt_the_failure_stays()
    {
        var run = RunScript.Started(Job(Step("a").Retries(2)));
        run.Exits("a", 75);
        run.Pass(6);
        run.Exits("a", 75);
        run.Pass(12);
        run.Exits("a", 75);
        Assert.Equal(3, run.Slice("a").Attempt);
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void Each_attempt_has_more_time_and_memory_where_they_grow()
    {
        var plan = Step("a").Retries(3).Limits(runSeconds: 10).Grows(memory: 2, run: 1.5, memoryBytesMax: 300);
        var run = RunScript.Started(Job(plan with { Resources = new ResourcePlan(1, 100, LimitMemoryBytes: 120) }));
        foreach (var (seconds, booked, limit) in new[] { (10.0, 100, 120), (15, 200, 240), (22.5, 300, 300), (33.75, 300, 300) })
        {
            Assert.Equal((booked, (long?)limit), (run.State.ResourcesOf(0).BookedMemoryBytes, run.State.ResourcesOf(0).LimitMemoryBytes));
            run.Runs("a");
            run.Pass(seconds - 0.001);
            run.ExpectNothing();
            run.Pass(0.001);
            run.Expect(CommandKind.Stop, "a");
            run.Exits("a", signal: 15, code: 143);
            run.Pass(60);
        }

        run.Ended(RunStatus.Failed, FailureReason.TimeoutRun);
        Assert.Equal("ran longer than 00:00:33.7500000", run.Detail("a"));
    }

    [Fact]
    public void What_is_asked_for_grows_with_the_attempt()
    {
        var run = new RunScript(
            Job(Step("a").Retries(2).Grows(memory: 2, run: 1) with { Resources = new ResourcePlan(1, 100) }), leases: false);
        run.Work.Accept(new StartRun(), new Moment(run.Now, 7));
        Assert.Equal(100, Assert.Single(run.Work.TakeTurn().Leases).MemoryBytes);
    }

    [Fact]
    public void Out_of_memory_is_tried_again_where_the_next_has_more()
    {
        Assert.True(Failures.IsRetried(Step("a").Grows(2, 1).Step!, FailureReason.OutOfMemory, -1));
        Assert.False(Failures.IsRetried(Step("a").Grows(1, 2).Step!, FailureReason.OutOfMemory, -1));
        Assert.False(Failures.IsRetried(Step("a").Retries(1, RetryClass.Lost).Grows(2, 1).Step!, FailureReason.OutOfMemory, -1));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(75, true)]
    [InlineData(70, false)]
    public void By_default_only_transient_codes_are_tried_again(int code, bool isRetried) =>
        Assert.Equal(isRetried, Failures.IsRetried(Step("a").Step!, FailureReason.Exit, code));

    [Theory]
    [InlineData("Lost", true)]
    [InlineData("TimeoutRun", true)]
    [InlineData("TimeoutQueue", true)]
    [InlineData("Image", true)]
    [InlineData("Internal", true)]
    [InlineData("Signal", false)]
    [InlineData("OutOfMemory", false)]
    [InlineData("MissingOutput", false)]
    [InlineData("Start", false)]
    [InlineData("BadInput", false)]
    public void Each_reason_has_its_class(string reason, bool isRetried) =>
        Assert.Equal(isRetried, Failures.IsRetried(Step("a").Step!, Enum.Parse<FailureReason>(reason), -1));

    [Theory]
    [InlineData("Exit", 1, true)]
    [InlineData("Exit", 70, false)]
    [InlineData("OutOfMemory", -1, true)]
    [InlineData("BadInput", -1, false)]
    [InlineData("SiteLimit", -1, false)]
    [InlineData("Service", -1, false)]
    public void Any_does_not_mean_hopeless(string reason, int code, bool isRetried) =>
        Assert.Equal(isRetried, Failures.IsRetried(Step("a").Retries(1, RetryClass.Any).Step!, Enum.Parse<FailureReason>(reason), code));

    [Fact]
    public void Pauses_grow_to_their_bound_and_vary_by_a_fifth()
    {
        for (var seed = 0UL; seed < 1000; seed++)
        {
            Assert.InRange(Failures.PauseMilliseconds(Pause, 1, seed), 4_000, 6_000);
            Assert.InRange(Failures.PauseMilliseconds(Pause, 3, seed), 16_000, 24_000);
            Assert.InRange(Failures.PauseMilliseconds(Pause, 1000, seed), 240_000, 360_000);
        }

        Assert.NotEqual(Failures.PauseMilliseconds(Pause, 1, 1), Failures.PauseMilliseconds(Pause, 1, 2));
    }

    [Fact]
    public void Codes_of_the_document_decide_what_is_ok()
    {
        var node = Step("a");
        node = node with { Step = node.Step! with { Exit = new ExitPlan([0, 3], [], []) } };
        var run = RunScript.Started(Job(node));
        run.Exits("a", 3);
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void No_memory_is_a_reason_of_its_own()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Accept(new TasksReported(
            [new TaskReport(run.Id("a"), TaskState.Exited, 137, 9, Reason: FailureReason.OutOfMemory)], ReportSource.Watch));
        run.Ended(RunStatus.Failed, FailureReason.OutOfMemory);
    }

    [Fact]
    public void A_death_by_signal_is_a_reason_of_its_own()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Exits("a", 139, 11);
        Assert.Equal((139, 11), (run.Slice("a").Exit, run.Slice("a").Signal));
        run.Ended(RunStatus.Failed, FailureReason.Signal);
    }

    [Fact]
    public void The_next_attempt_waits_until_the_last_is_forgotten()
    {
        var run = RunScript.Started(Job(Step("a").Retries(1)));
        var forgotten = run.Events.Count;
        run.Ends("a", TaskState.Lost);
        Assert.Single(run.Events.Skip(forgotten).OfType<AttemptForgotten>());
        run.Pass(6);
        run.Exits("a");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_late_word_about_an_earlier_attempt_says_nothing()
    {
        var run = RunScript.Started(Job(Step("a").Retries(1)));
        var first = run.Id("a");
        run.Ends("a", TaskState.Lost);
        run.Pass(6);
        run.Accept(new TasksReported([new TaskReport(first, TaskState.Exited, 0)], ReportSource.Watch));
        run.Is(UnitStatus.Starting, "a");
    }

    [Fact]
    public void A_repeated_end_changes_nothing()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b")));
        run.Exits("a");
        var count = run.Events.Count;
        run.Exits("a", 1);
        run.Runs("a");
        Assert.Equal(count, run.Events.Count);
    }

    [Fact]
    public void Outputs_are_read_before_success()
    {
        var run = RunScript.Started(Job(Step("a").Leaves(), Step("b", After(0))));
        run.Exits("a");
        run.Is(UnitStatus.Finishing, "a");
        run.Is(UnitStatus.Waiting, "b");
        run.Reads("a", """{"out":"1"}""");
        run.Is(UnitStatus.Succeeded, "a");
        Assert.Equal("1", run.State.Outputs[0].GetProperty("out").GetString());
    }

    [Fact]
    public void A_missing_output_fails_the_attempt()
    {
        var run = RunScript.Started(Job(Step("a").Leaves()));
        run.Exits("a");
        run.Reads("a", null, FailureReason.MissingOutput);
        run.Ended(RunStatus.Failed, FailureReason.MissingOutput);
    }

    [Fact]
    public void Outputs_of_a_failure_are_read_where_asked_and_only_of_the_last_attempt()
    {
        var run = RunScript.Started(Job(Step("a").Leaves(Collect.Always).Retries(1)));
        run.Exits("a", 75);
        run.ExpectNothing();
        run.Pass(6);
        run.Exits("a", 75);
        run.Reads("a", null, FailureReason.MissingOutput);
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void What_never_ran_leaves_nothing_to_read()
    {
        var run = RunScript.Started(Job(Step("a").Leaves(Collect.Always)));
        run.Ends("a", TaskState.NotStarted, FailureReason.BadInput, "no file");
        Assert.Equal("no file", run.Detail("a"));
        run.Ended(RunStatus.Failed, FailureReason.BadInput);
    }

    [Fact]
    public void A_start_that_failed_without_a_reason_is_a_start_failure()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Ends("a", TaskState.NotStarted);
        run.Ended(RunStatus.Failed, FailureReason.Start);
    }

    [Fact]
    public void An_attempt_found_never_started_uses_up_nothing()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Restart();
        run.Expect(CommandKind.Find, "a");
        run.Accept(new TasksReported([new TaskReport(run.Id("a"), TaskState.NotStarted)], ReportSource.Find));
        run.Is(UnitStatus.Starting, "a");
        Assert.Equal((2, 1), (run.Slice("a").Attempt, run.Slice("a").Used));
        run.Exits("a");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void An_attempt_found_running_goes_on()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Runs("a");
        run.Restart();
        run.Expect(CommandKind.Find, "a");
        run.Accept(new TasksReported([new TaskReport(run.Id("a"), TaskState.Running)], ReportSource.Find));
        run.Exits("a");
        Assert.Equal(1, run.Slice("a").Attempt);
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void What_was_seen_running_cannot_never_have_started()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Runs("a");
        run.Restart();
        run.Expect(CommandKind.Find, "a");
        run.Accept(new TasksReported([new TaskReport(run.Id("a"), TaskState.NotStarted)], ReportSource.Find));
        run.Ended(RunStatus.Failed, FailureReason.Lost);
    }

    [Fact]
    public void After_a_lost_connection_what_runs_is_found_again()
    {
        var run = RunScript.Started(Job(Step("a")));
        run.Runs("a");
        run.Accept(new RuntimeReconnected("process"));
        run.Expect(CommandKind.Find, "a");
    }
}
