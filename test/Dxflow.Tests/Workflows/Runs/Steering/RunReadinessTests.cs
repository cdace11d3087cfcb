using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Runs.Steering;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Runs.Steering;

public sealed class RunReadinessTests
{
    [Fact]
    public void It_is_up_when_all_run_and_are_healthy_and_one_shots_are_done()
    {
        var run = RunScript.Started(Up(Service("db").Checked(), Service("web"), OneShot("init")));
        run.Runs("db", "web", "init");
        run.Expect(CommandKind.Probe, "db");
        Assert.Equal(["db is running, not healthy yet", "init is running"], RunReadiness.Look(run.State).Coming);
        run.Exits("init");
        run.Accept(new HealthReported(run.Id("db"), true));
        var up = RunReadiness.Look(run.State);
        Assert.Empty(up.Coming);
        Assert.Empty(up.Lost);
    }

    [Fact]
    public void What_ended_or_is_unhealthy_is_lost()
    {
        var run = RunScript.Started(Up(Service("db").Checked(), Service("web"), Service("edge") with { Replicas = 2 }));
        run.Runs("db", "web", "edge");
        run.Expect(CommandKind.Probe, "db");
        run.Exits("web", 3);
        run.Accept(new HealthReported(run.Id("db"), false, "refused"));
        var up = RunReadiness.Look(run.State);
        Assert.Equal(["db is unhealthy", "web has ended (failed)"], up.Lost);
        Assert.Equal(["edge (2) is starting"], up.Coming);
    }

    [Fact]
    public void One_that_waits_to_be_started_again_is_still_coming()
    {
        var run = RunScript.Started(Up(Service("db").Restarts(RestartCondition.Always)));
        run.Runs("db");
        run.Exits("db", 1);
        Assert.Equal(["db is waiting"], RunReadiness.Look(run.State).Coming);
    }

    [Fact]
    public void Of_a_job_only_its_services_are_looked_at()
    {
        var run = RunScript.Started(Job(Service("db"), Step("a", After(0, DependencyCondition.Started))));
        run.Runs("db");
        var up = RunReadiness.Look(run.State);
        Assert.Empty(up.Coming);
        Assert.Empty(up.Lost);
    }
}
