using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Runs;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs;

public sealed class RunClearingTests
{
    [Fact]
    public void Of_each_service_so_many_stay_on_the_runtime_where_it_runs_and_none_elsewhere()
    {
        var plan = Plans.Up(
            Plans.Service("web") with { Replicas = 3, Runtime = "docker" }, Plans.Service("db") with { Runtime = "podman" });

        var stay = RunClearing.StayOf(plan, "docker", new HashSet<string> { "off" }, removeOrphans: true);

        Assert.Equal(new Dictionary<string, int> { ["web"] = 3, ["db"] = 0 }, stay.Instances);
        Assert.Equal(["off"], stay.Others);
        Assert.True(stay.RemoveOrphans);
    }
}
