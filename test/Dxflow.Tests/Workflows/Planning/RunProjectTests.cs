using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

public sealed class RunProjectTests
{
    private static readonly RunPlan Plan = Plans.Job(Plans.Service("db") with
    {
        Container = new ContainerSpec(
            new ContainerImage("img"),
            Networking: new ContainerNetworking(Networks: [new NetworkAttachment("w_default"), new NetworkAttachment("shared")]),
            Mounts:
            [
                new ContainerMount("volume", "w_data", "/data"), new ContainerMount("volume", "w_scratch", "/scratch"),
                new ContainerMount("bind", "/w_scratch", "/b"),
            ]),
    }) with
    {
        Project = new ProjectSpec(
            "w", "/w", [],
            [new NetworkSpec("default", "w_default"), new NetworkSpec("shared", "shared"), new NetworkSpec("out", "w_out", External: true)],
            [new VolumeSpec("data", "w_data"), new VolumeSpec("scratch", "w_scratch", RunOnly: true)]),
    };

    [Fact]
    public void A_job_has_networks_and_run_volumes_of_its_own_and_shares_the_rest()
    {
        var run = RunProject.OfRun(Plan, 7);

        Assert.Equal("w-r7", run.Project!.Name);
        Assert.Equal(
            [true, true, true, false, false, false, false],
            new[] { "w-r7", "w", "w-r31", "w-rx", "w-r", "v", null }.Select(run.Project.HasMade));
        Assert.Equal([true, false], new[] { "w", "w-r7" }.Select(Plan.Project!.HasMade));
        Assert.Equal(["w-r7_default", "shared", "w_out"], run.Project.Networks.Select(network => network.Name));
        Assert.Equal(["w_data", "w-r7_scratch"], run.Project.Volumes.Select(volume => volume.Name));
        var container = run.Nodes[0].Container!;
        Assert.Equal(["w-r7_default", "shared"], container.Networking!.Networks!.Select(network => network.Network));
        Assert.Equal(["w_data", "w-r7_scratch", "/w_scratch"], container.Mounts!.Select(mount => mount.Source));
    }

    [Fact]
    public void An_up_run_is_the_workflow_s_project_and_has_run_volumes_of_its_own()
    {
        var up = Plan with { Kind = RunKind.Up };
        var run = RunProject.OfRun(up, 7);
        Assert.Equal(("w", null), (run.Project!.Name, run.Project.Owner));
        Assert.Equal(up.Project!.Networks, run.Project.Networks);
        Assert.Equal(["w_data", "w-r7_scratch"], run.Project.Volumes.Select(volume => volume.Name));
    }
}
