using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class WishTests
{
    [Fact]
    public void A_stopped_service_stays_so_until_it_is_started()
    {
        var run = RunScript.Started(Up(Service("db").Restarts(RestartCondition.Always), Service("web")));
        run.Runs("db", "web");
        Wish(run, ServiceWish.Down, 0);
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
        Assert.Equal((UnitStatus.Waiting, FailureReason.Stopped), (run.Slice("db").Status, run.Slice("db").Reason));
        Assert.Equal(UnitStatus.Stopped, RunProjection.Shown(run.State, run.Slice("db")));
        run.Pass(1000);
        run.Restart();
        run.Expect(CommandKind.Find, "web");
        run.Accept(new TasksReported([new TaskReport(run.Id("web"), TaskState.Running)], ReportSource.Find));
        run.Is(UnitStatus.Waiting, "db");
        run.ExpectNothing();
        Wish(run, ServiceWish.Up, 0);
        run.Is(UnitStatus.Starting, "db");
        run.Runs("db");
        run.Is(UnitStatus.Running, "db", "web");
    }

    [Fact]
    public void All_instances_are_stopped_and_those_that_depend_on_them_first()
    {
        var run = RunScript.Started(Up(Service("db") with { Replicas = 2 }, Service("web", After(0, DependencyCondition.Started))));
        run.Runs("db");
        run.Accept(new TasksReported(
            [new TaskReport(run.Id("db") with { Slice = 1 }, TaskState.Running)], ReportSource.Watch));
        run.Runs("web");
        Wish(run, ServiceWish.Down, 0, 1);
        run.Expect(CommandKind.Stop, "web");
        run.ExpectNothing();
        run.Exits("web", 0);
        run.Expect(CommandKind.Stop, "db", "db");
    }

    [Fact]
    public void A_restart_waits_for_what_it_depends_on()
    {
        var run = RunScript.Started(Up(Service("db").Checked(), Service("web", After(0, DependencyCondition.Healthy))));
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        run.Accept(new HealthReported(run.Id("db"), true));
        run.Runs("web");
        Wish(run, ServiceWish.Restart, 0, 1);
        run.Expect(CommandKind.Stop, "web");
        run.Exits("web");
        run.Is(UnitStatus.Waiting, "web");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db");
        run.Is(UnitStatus.Starting, "db");
        run.Is(UnitStatus.Waiting, "web");
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        run.Is(UnitStatus.Waiting, "web");
        run.Accept(new HealthReported(run.Id("db"), true));
        run.Is(UnitStatus.Starting, "web");
    }

    [Fact]
    public void A_restart_waits_also_for_what_has_ended_for_good_until_that_is_started()
    {
        var run = RunScript.Started(Up(Service("db").Checked(), Service("web", After(0, DependencyCondition.Healthy))));
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        run.Accept(new HealthReported(run.Id("db"), true));
        run.Runs("web");
        run.Exits("db", 1);
        run.Is(UnitStatus.Failed, "db");
        Wish(run, ServiceWish.Restart, 1);
        run.Expect(CommandKind.Stop, "web");
        run.Exits("web");
        run.Pass(1000);
        run.Is(UnitStatus.Waiting, "web");
        run.ExpectNothing();
        Wish(run, ServiceWish.Up, 0);
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        run.Is(UnitStatus.Waiting, "web");
        run.Accept(new HealthReported(run.Id("db"), true));
        run.Is(UnitStatus.Starting, "web");
    }

    [Fact]
    public void A_kill_is_one_and_comes_after_a_stop_too()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web")));
        run.Runs("db", "web");
        Wish(run, ServiceWish.Down, 0);
        run.Expect(CommandKind.Stop, "db");
        Wish(run, ServiceWish.Kill, 0);
        run.Expect(CommandKind.Kill, "db");
        run.Exits("db", 137, 9);
        run.Is(UnitStatus.Waiting, "db");
    }

    [Fact]
    public void What_had_ended_runs_again_and_counts_as_such()
    {
        var run = RunScript.Started(
            Up(Service("db"), Service("web"), OneShot("init"), Service("app", After(2, DependencyCondition.Succeeded))));
        run.Runs("db", "web", "init");
        run.Exits("web", 3);
        run.Exits("init", 1);
        run.Is(UnitStatus.Failed, "web", "init");
        run.Is(UnitStatus.Omitted, "app");
        Wish(run, ServiceWish.Up, 1, 2, 3);
        run.Is(UnitStatus.Starting, "web", "init");
        run.Is(UnitStatus.Waiting, "app");
        run.Runs("web", "init");
        run.Exits("init");
        run.Is(UnitStatus.Starting, "app");
        run.Runs("app");
        run.Exits("app");
        run.Exits("web");
        run.Exits("db");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_one_shot_that_has_done_its_work_is_left()
    {
        var run = RunScript.Started(Up(Service("db"), OneShot("init")));
        run.Runs("db", "init");
        run.Exits("init");
        var events = run.Events.Count;
        Wish(run, ServiceWish.Up, 1);
        Assert.Equal(events, run.Events.Count);
    }

    [Fact]
    public void A_stop_of_the_run_ends_what_is_stopped_already()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web")));
        run.Runs("db", "web");
        Wish(run, ServiceWish.Down, 0);
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 1);
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Stop, "web");
        run.Exits("web");
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void One_that_has_not_begun_does_not_begin()
    {
        var run = RunScript.Started(Up(Service("db").Checked(), Service("web", After(0, DependencyCondition.Healthy))));
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        Wish(run, ServiceWish.Down, 1);
        run.Accept(new HealthReported(run.Id("db"), true));
        run.Is(UnitStatus.Waiting, "web");
        Wish(run, ServiceWish.Up, 1);
        run.Is(UnitStatus.Starting, "web");
    }

    [Fact]
    public void Of_a_job_nothing_is_wished()
    {
        var run = RunScript.Started(Job(Service("db"), Step("a", After(0, DependencyCondition.Started))));
        var events = run.Events.Count;
        Wish(run, ServiceWish.Down, 0);
        Assert.Equal(events, run.Events.Count);
    }

    [Fact]
    public void Those_that_say_so_are_restarted_too()
    {
        var plan = Up(
            Service("db"),
            Service("web", After(0, DependencyCondition.Started) with { Restart = true }),
            Service("edge", After(1, DependencyCondition.Started) with { Restart = true }),
            Service("other", After(0, DependencyCondition.Started)));
        Assert.Equal([0, 1, 2], Wishes.WithRestarted(plan, [0]));
    }

    [Fact]
    public void What_is_ending_is_asked_nothing_more_when_another_is_to_end_before_it()
    {
        var run = RunScript.Started(Up(Service("db").Checked(), Service("web", After(0, DependencyCondition.Started))));
        run.Runs("db", "web");
        run.Runs("web");
        run.Expect(CommandKind.Probe, "db");
        Wish(run, ServiceWish.Down, 0);
        run.Restart();
        foreach (var name in new[] { "db", "web" })
        {
            run.Expect(CommandKind.Find, name);
            run.Accept(new TasksReported([new TaskReport(run.Id(name), TaskState.Running)], ReportSource.Find));
        }

        run.Expect(CommandKind.Stop, "db");
        Wish(run, ServiceWish.Down, 1);
        run.Expect(CommandKind.Stop, "web");
        run.ExpectNothing();
        run.Exits("web");
        run.ExpectNothing();
        run.Exits("db");
        run.Is(UnitStatus.Waiting, "db", "web");
    }

    [Fact]
    public void Who_has_heard_of_an_end_goes_on_when_that_is_taken_back()
    {
        var run = RunScript.Started(Up(OneShot("init"), OneShot("app", After(0, DependencyCondition.Succeeded, required: false))));
        run.Runs("init");
        run.Exits("init", 1);
        run.Is(UnitStatus.Starting, "app");
        Wish(run, ServiceWish.Up, 0);
        run.Is(UnitStatus.Starting, "init", "app");
        run.Runs("app", "init");
        run.Exits("app");
        run.Is(UnitStatus.Succeeded, "app");
        run.Exits("init");
        run.Ended(RunStatus.Succeeded);
    }

    private static void Wish(RunScript run, ServiceWish wish, params int[] steps) => run.Accept(new AskServices(wish, steps, "ann"));
}
