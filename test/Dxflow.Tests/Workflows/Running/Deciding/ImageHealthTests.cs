using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Runs.Steering;
using Dxflow.Workflows.Views;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class ImageHealthTests
{
    [Fact]
    public void A_check_that_the_image_brings_is_waited_for()
    {
        var run = RunScript.Started(Up(Service("db").Contained(), Service("web", After(0, DependencyCondition.Healthy))));
        run.Accept(Runs(run, isChecked: true));
        run.Expect(CommandKind.Probe, "db");
        run.Is(UnitStatus.Waiting, "web");
        Assert.False(RunProjection.Service(run.State, 0, DateTimeOffset.UnixEpoch).Healthy);
        Assert.Contains("db is running, not healthy yet", RunReadiness.Look(run.State).Coming);
        run.Accept(new HealthReported(run.Id("db"), true));
        run.Is(UnitStatus.Starting, "web");
        Assert.True(RunProjection.Service(run.State, 0, DateTimeOffset.UnixEpoch).Healthy);
    }

    [Fact]
    public void Who_waits_for_the_health_of_an_image_without_a_check_is_told_that_there_is_none()
    {
        var run = RunScript.Started(Up(Service("db").Contained(), Service("web", After(0, DependencyCondition.Healthy))));
        run.Is(UnitStatus.Waiting, "web");
        run.Accept(Runs(run, isChecked: false));
        run.Is(UnitStatus.Omitted, "web");
        Assert.Equal(0, run.Slice("web").Because);
        Assert.Equal(
            "db has no health check, neither in the document nor in its image, so it never becomes healthy",
            RunProjection.DetailOf(run.State, 1));
        Assert.Null(RunProjection.Service(run.State, 0, DateTimeOffset.UnixEpoch).Healthy);
    }

    [Fact]
    public void The_documents_check_comes_before_the_images()
    {
        var run = RunScript.Started(Up(Service("db").Contained().Checked()));
        run.Accept(Runs(run, isChecked: true));
        run.Expect(CommandKind.Probe, "db");
        Assert.False(run.Slice("db").Has(Dxflow.Workflows.Running.States.SliceFlags.OwnCheck));
    }

    [Fact]
    public void Another_attempt_is_asked_anew_whether_it_has_a_check()
    {
        var run = RunScript.Started(Up(
            Service("db").Contained().Restarts(RestartCondition.Always), Service("web", After(0, DependencyCondition.Healthy))));
        run.Accept(Runs(run, isChecked: true));
        run.Expect(CommandKind.Probe, "db");
        run.Exits("db", 1);
        run.Is(UnitStatus.Waiting, "web");
        run.Pass(60);
        run.Accept(Runs(run, isChecked: false));
        run.Is(UnitStatus.Omitted, "web");
    }

    private static TasksReported Runs(RunScript run, bool isChecked) =>
        new([new TaskReport(run.Id("db"), TaskState.Running, Checked: isChecked)], ReportSource.Start);
}
