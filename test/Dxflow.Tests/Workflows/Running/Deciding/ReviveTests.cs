using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

/// <summary>One more attempt of what has failed, while its run goes on.</summary>
public sealed class ReviveTests
{
    [Fact]
    public void A_failed_step_is_tried_once_more_and_what_was_left_out_because_of_it_waits_again()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0)), Step("c", After(1)), Step("slow")));
        run.Exits("a", 1);
        run.Is(UnitStatus.Omitted, "b", "c");
        Retry(run, "a");
        run.Is(UnitStatus.Starting, "a");
        run.Is(UnitStatus.Waiting, "b", "c");
        run.Exits("a");
        run.Exits("b");
        run.Exits("c");
        run.Exits("slow");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void It_is_one_attempt_whatever_may_be_repeated_and_may_be_asked_for_again()
    {
        var run = RunScript.Started(Job(Step("a").Retries(3, RetryClass.Any), Step("slow")));
        for (var attempt = 0; attempt < 4; attempt++)
        {
            run.Exits("a", 1);
            run.Pass(600);
        }

        run.Is(UnitStatus.Failed, "a");
        Retry(run, "a");
        run.Exits("a", 1);
        run.Is(UnitStatus.Failed, "a");
        Retry(run, "a");
        run.Exits("a");
        run.Exits("slow");
        run.Ended(RunStatus.Succeeded);
        Assert.Equal(6, run.Slice("a").Attempt);
    }

    [Fact]
    public void It_is_too_late_once_what_runs_last_waits_for_its_place()
    {
        var run = new RunScript(Job(Step("a"), Step("last")) with { OnExit = 1 }, leases: false);
        run.Accept(new StartRun());
        run.Accept(new SlicesLeased([.. run.Asked]));
        run.Accept(new SlotsOpened([.. run.Asked]));
        run.Exits("a", 1);
        run.Is(UnitStatus.Queued, "last");
        Retry(run, "a");
        run.Is(UnitStatus.Failed, "a");
    }

    [Fact]
    public void Of_two_that_failed_the_other_still_leaves_out_what_it_did()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b"), Step("after", After(0)), Step("slow")));
        run.Exits("a", 1);
        run.Exits("b", 1);
        Retry(run, "a");
        run.Is(UnitStatus.Omitted, "after");
        Retry(run, "b");
        run.Is(UnitStatus.Waiting, "after");
        run.Exits("b");
        run.Exits("a");
        run.Exits("after");
        run.Exits("slow");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_slice_of_a_step_that_has_failed_counts_again_for_what_is_required()
    {
        var run = RunScript.Started(
            Job(Step("each").Each(new RequirePlan(Count: 2)), Step("sum", After(0)), Step("slow")),
            new Answers { Fan = static (_, _) => new FanVerdict(3) });
        run.Exits("each:0");
        run.Exits("each:1", 1);
        run.Exits("each:2", 1);
        run.Is(UnitStatus.Omitted, "sum");
        Retry(run, "each:2");
        run.Exits("each:2");
        run.Is(UnitStatus.Succeeded, "each");
        run.Exits("sum");
        run.Exits("slow");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void What_is_called_goes_on_with_it_and_what_waits_for_the_call_waits_again()
    {
        var inner = Step("in");
        var plan = Job(Step("call").Calls(1), Step("after", After(0)), Step("slow"));
        plan = plan with { Nodes = [.. plan.Nodes, inner], Bodies = [new BodyPlan("body", 3, 1, [], [])] };
        var run = RunScript.Started(plan);
        run.Exits("in", 1);
        run.Is(UnitStatus.Failed, "call", "in");
        run.Is(UnitStatus.Omitted, "after");
        Retry(run, "in");
        run.Is(UnitStatus.Running, "call");
        run.Exits("in");
        run.Is(UnitStatus.Succeeded, "call");
        run.Exits("after");
        run.Exits("slow");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Another_failure_in_there_is_said_as_soon_as_it_goes_on()
    {
        var plan = Job(Step("call").Calls(1), Step("slow"));
        plan = plan with
        {
            Nodes = [.. plan.Nodes, Step("in"), Step("beside", After(2)).If(RunIf.AllDone).When()],
            Bodies = [new BodyPlan("body", 2, 2, [], [])],
        };
        var run = RunScript.Started(plan, static (_, _, _) => new WhenVerdict(false, "no such output"));
        run.Exits("in", 1);
        run.Is(UnitStatus.Failed, "call", "in", "beside");
        Assert.DoesNotContain(run.Events, static fact => fact is RunFailing { Step: > 1 });
        Retry(run, "in");
        Assert.Contains(run.Events, static fact => fact is RunFailing { Step: > 1 });
        run.Is(UnitStatus.Starting, "in");
    }

    [Fact]
    public void After_a_crash_it_is_still_so()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0)), Step("slow")));
        run.Exits("a", 1);
        Retry(run, "a");
        run.Restart();
        run.Expect(CommandKind.Find, "a", "slow");
        run.Accept(new TasksReported(
            [new TaskReport(run.Id("a"), TaskState.Running), new TaskReport(run.Id("slow"), TaskState.Running)], ReportSource.Find));
        run.Exits("a");
        run.Exits("b");
        run.Exits("slow");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void What_has_not_failed_or_ends_already_is_not_tried_again()
    {
        var run = RunScript.Started(Job(Step("a"), Step("slow"), Step("bye")) with { OnExit = 2 });
        Retry(run, "a");
        run.Exits("a", 1);
        var failed = run.Id("a");
        run.Exits("slow");
        run.Accept(new AskRetry([failed]));
        run.Exits("bye");
        run.Ended(RunStatus.Failed, FailureReason.Exit);
        Assert.DoesNotContain(run.Events, static e => e is SliceRevived);
    }

    [Fact]
    public void What_was_stopped_with_others_or_is_good_enough_is_not_tried_again()
    {
        var answers = new Answers { Fan = static (_, _) => new FanVerdict(3) };
        var fast = RunScript.Started(Job(Step("each").Each(), Step("slow").If(RunIf.AllDone)) with { FailFast = true }, answers);
        fast.Exits("each:0", 1);
        Retry(fast, "each:0");
        var enough = RunScript.Started(Job(Step("each").Each(new RequirePlan(Count: 2)), Step("slow")), answers);
        enough.Exits("each:0", 1);
        enough.Exits("each:1");
        enough.Exits("each:2");
        Retry(enough, "each:0");
        Assert.DoesNotContain(fast.Events.Concat(enough.Events), static e => e is SliceRevived);
    }

    private static void Retry(RunScript run, string name) => run.Accept(new AskRetry([run.Id(name)], "ann"));
}
