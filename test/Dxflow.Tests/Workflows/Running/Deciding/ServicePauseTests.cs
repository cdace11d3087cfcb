using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

/// <summary>Single services that stand still while their run goes on.</summary>
public sealed class ServicePauseTests
{
    [Fact]
    public void It_stands_still_and_the_others_go_on()
    {
        var run = RunScript.Started(Up(Service("db") with { Replicas = 2 }, Service("web")));
        run.Runs("db", "db:1", "web");
        Wish(run, ServiceWish.Pause, 0);
        run.Expect(CommandKind.Pause, "db:0", "db:1");
        run.ExpectNothing();
        Answer(run, true, "db", "db:1");
        Assert.Equal(UnitStatus.Paused, RunProjection.Shown(run.State, run.Slice("db:1")));
        Assert.Equal((RunStatus.Running, UnitStatus.Running), (run.State.Status, RunProjection.Shown(run.State, run.Slice("web"))));
        Wish(run, ServiceWish.Unpause, 0);
        run.Expect(CommandKind.Resume, "db:0", "db:1");
        Answer(run, false, "db", "db:1");
        Assert.False(run.Slice("db").Has(SliceFlags.Frozen | SliceFlags.MayBeFrozen));
        run.ExpectNothing();
    }

    [Fact]
    public void After_a_crash_it_is_asked_for_again()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web")));
        run.Runs("db", "web");
        Wish(run, ServiceWish.Pause, 0);
        run.Restart();
        Found(run, "db", "web");
        run.Expect(CommandKind.Pause, "db");
        run.ExpectNothing();
        Answer(run, true, "db");
        Wish(run, ServiceWish.Unpause, 0);
        run.Restart();
        Found(run, "db", "web");
        run.Expect(CommandKind.Resume, "db");
        Answer(run, false, "db");
        run.ExpectNothing();
    }

    [Fact]
    public void The_pause_of_a_run_begins_and_ends_around_it()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web")));
        run.Runs("db", "web");
        Paused(run, 0, "db");
        run.Accept(new AskPause("ann"));
        run.Expect(CommandKind.Pause, "web");
        run.ExpectNothing();
        Answer(run, true, "web");
        run.Accept(new AskResume("ann"));
        run.Expect(CommandKind.Resume, "web");
        run.ExpectNothing();
        Answer(run, false, "web");
        Assert.Equal(UnitStatus.Paused, RunProjection.Shown(run.State, run.Slice("db")));
        Wish(run, ServiceWish.Unpause, 0);
        run.Expect(CommandKind.Resume, "db");
    }

    [Fact]
    public void Let_go_on_in_a_paused_run_it_goes_on_with_that()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Runs("db");
        run.Accept(new AskPause("ann"));
        run.Expect(CommandKind.Pause, "db");
        Answer(run, true, "db");
        Wish(run, ServiceWish.Pause, 0);
        Wish(run, ServiceWish.Unpause, 0);
        run.ExpectNothing();
        run.Accept(new AskResume("ann"));
        run.Expect(CommandKind.Resume, "db");
    }

    [Theory]
    [InlineData(ServiceWish.Down, CommandKind.Stop), InlineData(ServiceWish.Restart, CommandKind.Stop)]
    [InlineData(ServiceWish.Kill, CommandKind.Kill)]
    internal void What_ends_it_thaws_first(ServiceWish wish, CommandKind ends)
    {
        var run = RunScript.Started(Up(Service("db"), Service("web")));
        run.Runs("db", "web");
        Paused(run, 0, "db");
        Wish(run, wish, 0);
        run.Expect(CommandKind.Resume, "db");
        run.ExpectNothing();
        Answer(run, false, "db");
        run.Expect(ends, "db");
        run.Exits("db", 143, 15);
        run.Is(wish == ServiceWish.Restart ? UnitStatus.Starting : UnitStatus.Waiting, "db");
        Wish(run, ServiceWish.Up, 0);
        run.Runs("db");
        run.ExpectNothing();
    }

    [Fact]
    public void What_is_being_restarted_ends_first_and_does_not_begin_again()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Runs("db");
        Wish(run, ServiceWish.Restart, 0);
        run.Expect(CommandKind.Stop, "db");
        Wish(run, ServiceWish.Pause, 0);
        run.Expect(CommandKind.Resume, "db");
        Answer(run, false, "db");
        run.ExpectNothing();
        run.Exits("db", 143, 15);
        run.Is(UnitStatus.Waiting, "db");
        Wish(run, ServiceWish.Unpause, 0);
        run.Is(UnitStatus.Starting, "db");
    }

    [Fact]
    public void A_start_lets_it_go_on()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Runs("db");
        Paused(run, 0, "db");
        Wish(run, ServiceWish.Up, 0);
        run.Expect(CommandKind.Resume, "db");
        Answer(run, false, "db");
        run.Is(UnitStatus.Running, "db");
        run.ExpectNothing();
    }

    [Theory, InlineData(CancelMode.Stop), InlineData(CancelMode.Handover)]
    internal void The_end_of_the_run_thaws_too(CancelMode mode)
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Runs("db");
        Paused(run, 0, "db");
        run.Accept(new CancelRun(mode, null, mode == CancelMode.Handover ? [1] : null));
        run.Expect(CommandKind.Resume, "db");
        run.ExpectNothing();
        Answer(run, false, "db");
        if (mode == CancelMode.Stop)
        {
            run.Expect(CommandKind.Stop, "db");
            run.Exits("db", 143, 15);
        }

        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void Nothing_of_it_begins_meanwhile()
    {
        var run = RunScript.Started(
            Up(Service("db").Restarts(RestartCondition.Always).Checked(), Service("web", After(0, DependencyCondition.Healthy))));
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        Wish(run, ServiceWish.Pause, 1);
        run.Accept(new HealthReported(run.Id("db"), true));
        run.Is(UnitStatus.Waiting, "web");
        Paused(run, 0, "db");
        run.Exits("db", 137, 9);
        run.Pass(1000);
        run.Is(UnitStatus.Waiting, "db", "web");
        run.Restart();
        run.Pass(1000);
        run.ExpectNothing();
        Wish(run, ServiceWish.Unpause, 0, 1);
        run.Is(UnitStatus.Starting, "db", "web");
    }

    [Fact]
    public void A_start_under_way_is_frozen_as_soon_as_it_runs()
    {
        var run = RunScript.Started(Up(Service("db")));
        Wish(run, ServiceWish.Pause, 0);
        run.ExpectNothing();
        run.Runs("db");
        run.Expect(CommandKind.Pause, "db");
    }

    [Fact]
    public void Health_is_not_asked_for_while_it_stands_still()
    {
        var run = RunScript.Started(Up(Service("db").Checked()));
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        run.Accept(new HealthReported(run.Id("db"), true));
        Wish(run, ServiceWish.Pause, 0);
        run.Expect(CommandKind.Pause, "db");
        run.Accept(new HealthReported(run.Id("db"), false, "frozen"));
        Assert.False(run.Slice("db").Has(SliceFlags.Unhealthy));
        Answer(run, true, "db");
        Wish(run, ServiceWish.Unpause, 0);
        run.Expect(CommandKind.Resume, "db");
        run.ExpectNothing();
        Answer(run, false, "db");
        run.Expect(CommandKind.Probe, "db");
    }

    [Fact]
    public void What_is_stopped_or_has_ended_is_not_paused_and_asking_twice_changes_nothing()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web"), Service("other")));
        run.Runs("db", "web", "other");
        Wish(run, ServiceWish.Down, 0);
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db");
        run.Exits("web");
        var events = run.Events.Count;
        Wish(run, ServiceWish.Pause, 0, 1);
        Wish(run, ServiceWish.Unpause, 0, 1, 2);
        Assert.Equal(events, run.Events.Count);
        Paused(run, 2, "other");
        events = run.Events.Count;
        Wish(run, ServiceWish.Pause, 2);
        Assert.Equal(events, run.Events.Count);
    }

    private static void Wish(RunScript run, ServiceWish wish, params int[] steps) => run.Accept(new AskServices(wish, steps, "ann"));

    private static void Paused(RunScript run, int step, string name)
    {
        Wish(run, ServiceWish.Pause, step);
        run.Expect(CommandKind.Pause, name);
        Answer(run, true, name);
    }

    private static void Answer(RunScript run, bool frozen, params string[] names) =>
        run.Accept(new FreezesAnswered([.. names.Select(run.Id)], frozen));

    private static void Found(RunScript run, params string[] names)
    {
        foreach (var name in names)
        {
            run.Expect(CommandKind.Find, name);
            run.Accept(new TasksReported([new TaskReport(run.Id(name), TaskState.Running)], ReportSource.Find));
        }
    }
}
