using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class CallTests
{
    private static readonly JsonElement Outputs = JsonDocument.Parse("""{"n":1}""").RootElement;

    [Fact]
    public void An_instance_is_over_when_its_steps_are()
    {
        var run = RunScript.Started(
            Called(Step("call").Leaves(), Step("after", After(0))), new Answers { Close = static (_, _) => new(Outputs, true) });
        run.Is(UnitStatus.Running, "call");
        run.Exits("one");
        run.Exits("two");
        run.Is(UnitStatus.Succeeded, "call");
        Assert.Equal("""{"n":1}""", run.State.Outputs[run.State.Steps[0].First].GetRawText());
        run.Exits("after");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_failure_inside_fails_the_step_and_names_what_failed()
    {
        var run = RunScript.Started(Called(Step("call"), Step("after", After(0))));
        run.Ends("one", TaskState.Exited, FailureReason.OutOfMemory, "killed by the kernel");
        run.Is(UnitStatus.Omitted, "two");
        Assert.Equal("one: killed by the kernel", run.Detail("call"));
        run.Ended(RunStatus.Failed, FailureReason.OutOfMemory);
    }

    [Fact]
    public void One_slow_instance_does_not_hold_up_the_others()
    {
        var run = RunScript.Started(Called(Step("call").Each(), Step("after", After(0))), new Answers { Fan = static (_, _) => new(3) });
        var first = run.State.Frames.Skip(1).Select(frame => frame.First).ToList();
        Assert.Equal(3, first.Count);
        Report(run, first[2]);
        Assert.Equal(UnitStatus.Starting, run.State.Steps[first[2] + 1].Status);
        Assert.Equal(UnitStatus.Waiting, run.State.Steps[first[0] + 1].Status);
        Report(run, first[2] + 1);
        Assert.Equal(UnitStatus.Succeeded, run.Slice("call:2").Status);
        run.Is(UnitStatus.Waiting, "after");
    }

    [Fact]
    public void Only_so_many_instances_are_open_at_once()
    {
        var run = RunScript.Started(Called(Step("call").Each(parallel: 1)), new Answers { Fan = static (_, _) => new(2) });
        Assert.Equal(2, run.State.Frames.Length);
        run.Exits("one");
        run.Exits("two");
        Assert.Equal(3, run.State.Frames.Length);
        run.Exits("one");
        run.Exits("two");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Shuffled_instances_are_opened_in_that_order()
    {
        var run = RunScript.Started(
            Called(Step("call").Each(parallel: 1, shuffle: true)), new Answers { Fan = static (_, _) => new(20) });
        var opened = new List<int>();
        while (!run.State.IsFinal)
        {
            opened.Add(Newest(run).Host - run.State.Steps[0].First);
            run.Exits("one");
            run.Exits("two");
            if (opened.Count == 10)
            {
                // Killed when the instance's end was durable, and the next one's beginning was not.
                var next = run.Events.FindLastIndex(fact => fact is BodyOpened);
                run.Events.RemoveRange(next, run.Events.Count - next);
                run.Restart();
            }
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(run.State.OrderOf(0).At), opened);
        Assert.NotEqual(Enumerable.Range(0, 20), opened);
    }

    [Fact]
    public void A_loop_without_a_condition_turns_as_often_as_it_says()
    {
        var run = RunScript.Started(Looping(3));
        for (var turn = 0; turn < 3; turn++)
        {
            run.Is(UnitStatus.Running, "loop");
            Assert.Equal(turn, Newest(run).Turn);
            run.Exits("turn");
        }

        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void What_runs_last_in_an_instance_and_fails_fails_it()
    {
        var plan = Called(Step("call"));
        var run = RunScript.Started(plan with { Bodies = [plan.Bodies![0] with { OnExit = 2 }] });
        run.Exits("one");
        run.Exits("two", 1);
        run.Is(UnitStatus.Failed, "call");
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void Outputs_of_an_instance_that_cannot_be_evaluated_fail_it()
    {
        var run = RunScript.Started(Called(Step("call")), new Answers { Close = static (_, _) => new(default, true, "n is no number") });
        run.Exits("one");
        run.Exits("two");
        Assert.Equal("n is no number", run.Detail("call"));
        run.Ended(RunStatus.Failed, FailureReason.BadOutput);
    }

    [Fact]
    public void A_loop_turns_until_its_condition_holds()
    {
        var run = RunScript.Started(
            Looping(150, until: true), new Answers { Close = static (state, slice) => new(Outputs, Turn(state, slice) == 119) });
        for (var turn = 0; turn < 120; turn++)
        {
            run.Is(UnitStatus.Running, "loop");
            run.Exits("turn");
        }

        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_loop_that_never_gets_there_fails_unless_that_is_accepted()
    {
        var never = new Answers { Close = static (_, _) => new(Outputs, false) };
        var run = RunScript.Started(Looping(2, until: true), never);
        run.Exits("turn");
        run.Exits("turn");
        Assert.Equal("after 2 turns its condition does not hold", run.Detail("loop"));
        run.Ended(RunStatus.Failed, FailureReason.Turns);

        run = RunScript.Started(Looping(2, until: true, accept: true), never);
        run.Exits("turn");
        run.Exits("turn");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_turn_that_fails_ends_the_loop()
    {
        var run = RunScript.Started(Looping(5));
        run.Exits("turn");
        run.Ends("turn", TaskState.Exited, FailureReason.BadOutput, "no number");
        Assert.Equal("turn 1: turn: no number", run.Detail("loop"));
        run.Ended(RunStatus.Failed, FailureReason.BadOutput);
    }

    [Fact]
    public void A_cancel_reaches_what_is_called()
    {
        var run = RunScript.Started(Called(Step("call")));
        run.Runs("one");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Stop, "one");
        run.Exits("one", 143, 15);
        run.Is(UnitStatus.Cancelled, "call");
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void A_time_limit_ends_the_whole_instance()
    {
        var run = RunScript.Started(Called(Step("call").Limits(runSeconds: 60)));
        run.Runs("one");
        run.Pass(61);
        run.Expect(CommandKind.Stop, "one");
        run.Exits("one", 143, 15);
        run.Is(UnitStatus.Cancelled, "two");
        run.Ended(RunStatus.Failed, FailureReason.TimeoutRun);
    }

    [Fact]
    public void What_was_called_is_found_again_after_a_restart()
    {
        var run = RunScript.Started(Called(Step("call")));
        run.Exits("one");
        run.Runs("two");
        run.Restart();
        run.Expect(CommandKind.Find, "two");
        run.Accept(new TasksReported([new TaskReport(run.Id("two"), TaskState.Exited, 0)], ReportSource.Find));
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Inputs_that_cannot_be_given_fail_the_slice_before_anything_starts()
    {
        var run = RunScript.Started(Called(Step("call")), new Answers { Open = static (_, _, _) => "n is no number" });
        Assert.Equal("n is no number", run.Detail("call"));
        run.Ended(RunStatus.Failed, FailureReason.BadInput);
    }

    [Fact]
    public void What_calls_itself_without_end_fails_at_its_deepest()
    {
        var run = RunScript.Started(Job(Step("call").Calls(1), Step("again").Calls(1)) with
        {
            Bodies = [new BodyPlan("body", 1, 1, [], [])],
        });
        Assert.Equal(CallRules.DepthMax + 1, run.State.Frames.Length);
        Assert.Contains("64 levels deep", run.Detail("call"), StringComparison.Ordinal);
        run.Ended(RunStatus.Failed, FailureReason.BadInput);
    }

    [Fact]
    public void Services_of_an_instance_start_with_it_and_end_with_its_steps()
    {
        var run = RunScript.Started(Served(Step("call").Each(parallel: 1), After(1, DependencyCondition.Healthy)),
            new Answers { Fan = static (_, _) => new(2) });
        for (var instance = 0; instance < 2; instance++)
        {
            run.Runs("db");
            run.Expect(CommandKind.Probe, "db");
            run.Is(UnitStatus.Waiting, "use");
            run.Accept(new HealthReported(run.Id("db"), true));
            run.Exits("use");
            Assert.Equal(UnitStatus.Running, run.Slice($"call:{instance}").Status);
            run.Expect(CommandKind.Stop, "db");
            run.Exits("db", 143, 15);
            Assert.Equal(UnitStatus.Succeeded, run.Slice($"call:{instance}").Status);
        }

        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_service_that_ends_for_good_fails_its_own_instance_alone_and_says_so()
    {
        var run = RunScript.Started(
            Served(Step("call").Each(new RequirePlan(0.5m, null))), new Answers { Fan = static (_, _) => new(2) });
        run.Runs("db", "use");
        run.Ends("db", TaskState.Exited, FailureReason.OutOfMemory, "killed by the kernel");
        run.Expect(CommandKind.Stop, "use");
        run.Exits("use", 143, 15);
        Assert.Equal((UnitStatus.Failed, FailureReason.Service), (run.Slice("call:1").Status, run.Slice("call:1").Reason));
        Assert.Equal("use: the service db ended", run.Detail("call:1"));
        Assert.Equal(UnitStatus.Running, run.Slice("call:0").Status);
    }

    [Fact]
    public void A_step_left_out_because_of_a_service_is_told_with_what_became_of_that()
    {
        var run = RunScript.Started(Served(Step("call"), After(1, DependencyCondition.Healthy)));
        run.Ends("db", TaskState.NotStarted, FailureReason.Image, "no such image");
        run.Is(UnitStatus.Omitted, "use");
        Assert.Equal("db: no such image", run.Detail("call"));
        run.Ended(RunStatus.Failed, FailureReason.Service);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancel_ends_the_services_of_instances_too(bool isKill)
    {
        var kind = isKill ? CommandKind.Kill : CommandKind.Stop;
        var run = RunScript.Started(Served(Step("call")));
        run.Runs("db", "use");
        run.Accept(new CancelRun(isKill ? CancelMode.Kill : CancelMode.Stop));
        run.Expect(kind, "use");
        run.Exits("use", 137, 9);
        run.Expect(kind, "db");
        run.Exits("db", 137, 9);
        run.Ended(RunStatus.Cancelled);
    }

    [Fact]
    public void What_runs_last_in_an_instance_still_has_its_services()
    {
        var plan = Served(Step("call"));
        plan = plan with { Nodes = [.. plan.Nodes, Step("last")], Bodies = [plan.Bodies![0] with { Count = 3, OnExit = 3 }] };
        var run = RunScript.Started(plan);
        run.Runs("db");
        run.Exits("use", 1);
        run.Runs("last");
        run.ExpectNothing();
        run.Exits("last");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db");
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void A_limit_of_an_instance_does_not_count_how_long_its_services_take_to_end()
    {
        var run = RunScript.Started(Served(Step("call").Limits(runSeconds: 60)));
        run.Runs("db");
        run.Exits("use");
        run.Expect(CommandKind.Stop, "db");
        run.Pass(120);
        run.Exits("db", 143, 15);
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_limit_that_ends_an_instance_ends_its_services_after_its_steps()
    {
        var run = RunScript.Started(Served(Step("call").Limits(runSeconds: 60)));
        run.Runs("db", "use");
        run.Pass(61);
        run.Expect(CommandKind.Stop, "use");
        run.ExpectNothing();
        run.Exits("use", 143, 15);
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
        run.Ended(RunStatus.Failed, FailureReason.TimeoutRun);
    }

    [Fact]
    public void Services_are_found_again_and_ended_by_the_next_engine()
    {
        var run = RunScript.Started(Served(Step("call")));
        run.Runs("db");
        run.Exits("use");
        run.Restart();
        run.Expect(CommandKind.Find, "db");
        run.Accept(new TasksReported([new TaskReport(run.Id("db"), TaskState.Running)], ReportSource.Find));
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Services_that_end_already_are_not_kept_from_it_by_a_pause()
    {
        var run = RunScript.Started(Served(Step("call")));
        run.Runs("db");
        run.Exits("use");
        run.Accept(new AskPause());
        run.Expect(CommandKind.Stop, "db");
        run.Expect(CommandKind.Resume, "db");
        run.Accept(new FreezesAnswered([run.Id("db")], Frozen: false));
        run.ExpectNothing();
        run.Exits("db", 143, 15);
        run.Is(UnitStatus.Running, "call");
        run.Accept(new AskResume());
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_restart_policy_holds_as_long_as_the_instance_does()
    {
        var plan = Served(Step("call"));
        var run = RunScript.Started(plan with { Nodes = [plan.Nodes[0], plan.Nodes[1].Restarts(RestartCondition.Always), plan.Nodes[2]] });
        run.Runs("db", "use");
        run.Exits("db", 1);
        run.Pass(10);
        run.Runs("db");
        run.Exits("use");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 1);
        run.Is(UnitStatus.Succeeded, "db");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Services_take_no_place_of_what_a_document_allows_at_once()
    {
        var plan = Served(Step("call"));
        var run = RunScript.Started(plan with { Parallel = 1, Bodies = [plan.Bodies![0] with { Parallel = 1 }] });
        run.Runs("db");
        run.Runs("use");
        run.Is(UnitStatus.Running, "db", "use");
    }

    [Fact]
    public void Each_turn_has_services_of_its_own()
    {
        var run = RunScript.Started(Served(Step("call").Calls(1, new RepeatPlan(2, null, []))));
        run.Runs("db");
        run.Exits("use");
        run.Expect(CommandKind.Stop, "db");
        Assert.Equal(2, run.State.Frames.Length);
        run.Exits("db", 143, 15);
        Assert.Equal(3, run.State.Frames.Length);
        run.Runs("db");
        run.Exits("use");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Fewer_instances_are_open_at_once_where_each_starts_services()
    {
        var run = RunScript.Started(Served(Step("call").Each()), new Answers { Fan = static (_, _) => new(100) });
        Assert.Equal(CallRules.ServedMax + 1, run.State.Frames.Length);
        run = RunScript.Started(Served(Step("call").Each(parallel: 50)), new Answers { Fan = static (_, _) => new(100) });
        Assert.Equal(51, run.State.Frames.Length);
    }

    [Fact]
    public void It_is_too_late_to_try_again_once_the_services_of_an_instance_end()
    {
        var run = RunScript.Started(Served(Step("call"), After(1, DependencyCondition.Started)));
        run.Runs("db");
        run.Exits("use", 1);
        run.Expect(CommandKind.Stop, "db");
        run.Accept(new AskRetry([run.Id("use")]));
        run.Is(UnitStatus.Failed, "use");
        run.Exits("db", 143, 15);
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    private static Dxflow.Workflows.Running.States.FrameState Newest(RunScript run) => run.State.Frames[run.State.Frames.Length - 1];

    private static int Turn(Dxflow.Workflows.Running.States.RunState state, int slice) => state.Frames[state.FrameOfHost[slice]].Turn;

    private static void Report(RunScript run, int step) =>
        run.Accept(new TasksReported(
            [new TaskReport(run.State.AttemptOf(run.State.Steps[step].First), TaskState.Exited, 0)], ReportSource.Watch));

    private static RunPlan Called(params NodePlan[] nodes) => Job(
        [nodes[0].Calls(1), .. nodes[1..], Step("one"), Step("two", After(nodes.Length))]) with
    {
        Bodies = [new BodyPlan("body", nodes.Length, 2, [], [])],
    };

    /// <summary>A document with a service, and a step that needs it: unless told, as soon as it runs.</summary>
    private static RunPlan Served(NodePlan call, DependencyPlan? edge = null) => Job(
        call.Step!.Call is null ? call.Calls(1) : call,
        edge is { Condition: DependencyCondition.Healthy } ? Service("db").Checked() : Service("db"),
        Step("use", edge ?? After(1, DependencyCondition.Started))) with
    {
        Bodies = [new BodyPlan("body", 1, 2, [], [])],
    };

    private static RunPlan Looping(int max, bool until = false, bool accept = false) => Job(
        Step("loop").Calls(1, new RepeatPlan(max, until ? Template.Literal("x") : null, [], accept), inline: true), Step("turn")) with
    {
        Bodies = [new BodyPlan("turn", 1, 1, [], [])],
    };
}
