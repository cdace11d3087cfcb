using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class PauseTests
{
    [Fact]
    public void What_runs_is_frozen_and_thawed_again()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Runs("db");
        Pause(run);
        run.Expect(CommandKind.Pause, "db");
        Answer(run, true, "db");
        Assert.True(run.Slice("db").Has(SliceFlags.Frozen));
        Resume(run);
        run.Expect(CommandKind.Resume, "db");
        Answer(run, false, "db");
        Assert.False(run.Slice("db").Has(SliceFlags.Frozen | SliceFlags.MayBeFrozen));
        Assert.Equal(RunStatus.Running, run.State.Status);
    }

    [Fact]
    public void Nothing_new_starts_and_nothing_is_booked_meanwhile()
    {
        var run = RunScript.Started(Job(Step("a"), Step("b", After(0))));
        run.Runs("a");
        Pause(run);
        run.Expect(CommandKind.Pause, "a");
        run.Exits("a");
        Answer(run, true, "a");
        run.Is(UnitStatus.Succeeded, "a");
        run.Is(UnitStatus.Waiting, "b");
        Resume(run);
        run.Runs("b");
        run.Exits("b");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_start_under_way_is_frozen_as_soon_as_it_runs()
    {
        var run = RunScript.Started(Up(Service("db")));
        Pause(run);
        run.ExpectNothing();
        run.Runs("db");
        run.Expect(CommandKind.Pause, "db");
    }

    [Fact]
    public void What_waits_in_a_queue_elsewhere_is_held_there_and_let_go_on()
    {
        var run = RunScript.Started(Job(Step("a") with { HasQueue = true }));
        run.ExpectNothing();
        Pause(run);
        run.Expect(CommandKind.Pause, "a");
        Answer(run, true, "a");
        Assert.False(run.Slice("a").Has(SliceFlags.Frozen));
        Resume(run);
        run.Expect(CommandKind.Resume, "a");
        Answer(run, false, "a");
        Assert.False(run.Slice("a").Has(SliceFlags.MayBeFrozen));
        run.Runs("a");
        run.Exits("a");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void What_is_held_in_a_queue_elsewhere_ends_there()
    {
        var run = RunScript.Started(Job(Step("a") with { HasQueue = true }));
        Pause(run);
        run.Expect(CommandKind.Pause, "a");
        Answer(run, true, "a");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Stop, "a");
    }

    [Fact]
    public void Limits_and_pauses_before_a_retry_stand_still()
    {
        var run = RunScript.Started(
            Job(Step("a").Limits(runSeconds: 60), Step("b").Retries(1)) with { Timeout = TimeSpan.FromSeconds(90) });
        run.Runs("a", "b");
        run.Exits("b", 75);
        run.Pass(1);
        Pause(run);
        run.Expect(CommandKind.Pause, "a");
        Answer(run, true, "a");
        run.Pass(1000);
        run.Is(UnitStatus.Waiting, "b");
        Resume(run);
        run.Expect(CommandKind.Resume, "a");
        Answer(run, false, "a");
        run.Is(UnitStatus.Waiting, "b");
        run.Pass(6);
        run.Is(UnitStatus.Starting, "b");
        run.Pass(52);
        run.ExpectNothing();
        run.Pass(2);
        run.Expect(CommandKind.Stop, "a");
        Assert.Equal(RunStatus.Running, run.State.Status);
        run.Pass(30);
        Assert.Equal(CancelMode.Timeout, run.State.Cancel);
    }

    [Fact]
    public void A_stop_thaws_first()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Runs("db");
        Pause(run);
        run.Expect(CommandKind.Pause, "db");
        Answer(run, true, "db");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Resume, "db");
        run.ExpectNothing();
        Answer(run, false, "db");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
        run.Ended(RunStatus.Stopped);
    }

    [Theory, InlineData(ServiceWish.Down, CommandKind.Stop), InlineData(ServiceWish.Kill, CommandKind.Kill)]
    internal void A_service_that_is_to_end_meanwhile_thaws_and_ends(ServiceWish wish, CommandKind ends)
    {
        var run = RunScript.Started(Up(Service("db"), Service("web")));
        run.Runs("db", "web");
        Pause(run);
        run.Expect(CommandKind.Pause, "db", "web");
        Answer(run, true, "db");
        Answer(run, true, "web");
        run.Accept(new AskServices(wish, [0], "ann"));
        run.Expect(CommandKind.Resume, "db");
        Answer(run, false, "db");
        run.Expect(ends, "db");
        run.ExpectNothing();
        run.Exits("db", 143, 15);
        run.Is(UnitStatus.Waiting, "db");
        run.ExpectNothing();
    }

    [Fact]
    public void What_was_told_to_end_before_ends_and_does_not_stand_still()
    {
        var run = RunScript.Started(Job(Step("a").Limits(runSeconds: 60)));
        run.Runs("a");
        run.Pass(61);
        run.Expect(CommandKind.Stop, "a");
        Pause(run);
        run.Expect(CommandKind.Resume, "a");
        Answer(run, false, "a");
        run.ExpectNothing();
        run.Exits("a", 143, 15);
        run.Is(UnitStatus.Failed, "a");
    }

    [Fact]
    public void After_a_crash_it_is_asked_for_again()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Runs("db");
        Pause(run);
        run.Restart();
        Found(run, "db");
        run.Expect(CommandKind.Pause, "db");
        Answer(run, true, "db");
        Resume(run);
        run.Restart();
        Found(run, "db");
        run.Expect(CommandKind.Resume, "db");
        Answer(run, false, "db");
        run.ExpectNothing();
    }

    [Fact]
    public void What_is_let_go_to_another_run_does_not_stand_still()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Runs("db");
        Pause(run);
        run.Expect(CommandKind.Pause, "db");
        Answer(run, true, "db");
        run.Accept(new CancelRun(CancelMode.Handover, null, [1]));
        run.Is(UnitStatus.Running, "db");
        run.Expect(CommandKind.Resume, "db");
        Answer(run, false, "db");
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void Health_is_not_asked_for_while_it_stands_still()
    {
        var run = RunScript.Started(Up(Service("db").Checked()));
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        run.Accept(new HealthReported(run.Id("db"), true));
        Pause(run);
        run.Expect(CommandKind.Pause, "db");
        run.Accept(new HealthReported(run.Id("db"), false, "frozen"));
        Assert.False(run.Slice("db").Has(SliceFlags.Unhealthy));
        Answer(run, true, "db");
        Resume(run);
        run.Expect(CommandKind.Resume, "db");
        run.ExpectNothing();
        Answer(run, false, "db");
        run.Expect(CommandKind.Probe, "db");
    }

    [Fact]
    public void Asking_twice_changes_nothing()
    {
        var run = RunScript.Started(Up(Service("db")));
        Pause(run);
        var events = run.Events.Count;
        Pause(run);
        Assert.Equal(events, run.Events.Count);
        Resume(run);
        events = run.Events.Count;
        Resume(run);
        Assert.Equal(events, run.Events.Count);
    }

    private static void Pause(RunScript run) => run.Accept(new AskPause("ann"));

    private static void Resume(RunScript run) => run.Accept(new AskResume("ann"));

    private static void Answer(RunScript run, bool frozen, string name) => run.Accept(new FreezesAnswered([run.Id(name)], frozen));

    private static void Found(RunScript run, string name)
    {
        run.Expect(CommandKind.Find, name);
        run.Accept(new TasksReported([new TaskReport(run.Id(name), TaskState.Running)], ReportSource.Find));
    }
}
