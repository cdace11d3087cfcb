using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Views;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class ReplicaTests
{
    [Fact]
    public void Each_instance_starts_and_ends_for_itself()
    {
        var run = RunScript.Started(Up(Service("web") with { Replicas = 3 }, Service("db")));
        Assert.Equal(4, run.State.Slices.Length);
        run.Runs("db");
        Report(run, 0, TaskState.Running);
        Report(run, 1, TaskState.Running);
        Report(run, 2, TaskState.Running);
        Report(run, 1, TaskState.Exited, 3);
        Assert.Equal(
            [UnitStatus.Running, UnitStatus.Failed, UnitStatus.Running], run.State.Slices.Take(3).Select(slice => slice.Status));
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Stop, "web", "web", "db");
        Report(run, 0, TaskState.Exited, 0);
        Report(run, 2, TaskState.Exited, 0);
        run.Exits("db");
        run.Is(UnitStatus.Failed, "web");
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void Nobody_waits_for_what_was_left_out()
    {
        var run = RunScript.Started(Up(
            OneShot("setup") with { Replicas = 0 }, Service("web", After(0, DependencyCondition.Succeeded)), Service("db")));
        run.Runs("db");
        run.Is(UnitStatus.Starting, "web");
        run.Is(UnitStatus.Skipped, "setup");
    }

    [Fact]
    public void Healthy_are_they_when_all_are()
    {
        var run = RunScript.Started(
            Up(Service("db").Checked() with { Replicas = 2 }, Service("web", After(0, DependencyCondition.Healthy))));
        Report(run, 0, TaskState.Running);
        Report(run, 1, TaskState.Running);
        run.Expect(CommandKind.Probe, "db", "db");
        run.Accept(new HealthReported(Id(run, 1), true));
        run.Is(UnitStatus.Waiting, "web");
        run.Accept(new HealthReported(Id(run, 0), true));
        run.Is(UnitStatus.Starting, "web");
    }

    [Fact]
    public void One_that_is_unhealthy_omits_what_waits_for_all()
    {
        var run = RunScript.Started(
            Up(Service("db").Checked() with { Replicas = 2 }, Service("web", After(0, DependencyCondition.Healthy))));
        Report(run, 0, TaskState.Running);
        Report(run, 1, TaskState.Running);
        run.Expect(CommandKind.Probe, "db", "db");
        run.Accept(new HealthReported(Id(run, 0), true));
        run.Accept(new HealthReported(Id(run, 1), false));
        run.Is(UnitStatus.Omitted, "web");
    }

    [Fact]
    public void Who_does_not_insist_on_them_goes_on_when_they_cannot_all_be_healthy()
    {
        var run = RunScript.Started(Up(
            Service("db").Checked() with { Replicas = 2 },
            Service("web", new DependencyPlan(0, DependencyCondition.Healthy, Required: false))));
        run.Is(UnitStatus.Waiting, "web");
        Report(run, 1, TaskState.NotStarted);
        run.Is(UnitStatus.Starting, "web");
    }

    [Fact]
    public void The_instance_that_failed_tells_why()
    {
        var run = RunScript.Started(Up(Service("web") with { Replicas = 2 }));
        Report(run, 0, TaskState.Exited, 0);
        Report(run, 1, TaskState.Exited, 9);
        Assert.Equal((RunStatus.Failed, FailureReason.Exit), (run.State.Status, run.State.Reason));
        Assert.Equal(1, run.State.TellingOf(0));
    }

    [Fact]
    public void None_is_nothing_to_wait_for()
    {
        var run = RunScript.Started(Up(Service("web", After(1, DependencyCondition.Started)), Service("idle") with { Replicas = 0 }));
        run.Runs("web");
        run.Exits("web");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_service_of_none_can_be_looked_at_also_as_the_last()
    {
        var run = RunScript.Started(Up(Service("web"), Service("idle") with { Replicas = 0 }));
        Assert.Equal(UnitStatus.Skipped, run.State.Telling(1).Status);
        Assert.Equal(UnitStatus.Skipped, new StepShowing(run.State, DateTimeOffset.UnixEpoch, null).Step(1).Info.State);
    }

    private static void Report(RunScript run, int instance, TaskState state, int? exit = null) =>
        run.Accept(new TasksReported([new TaskReport(Id(run, instance), state, exit)], ReportSource.Watch));

    private static AttemptId Id(RunScript run, int instance) => run.State.AttemptOf(run.State.Steps[0].First + instance);
}
