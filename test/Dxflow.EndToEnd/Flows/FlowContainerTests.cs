using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>The examples in containers give what they give on processes, and on a cluster.</summary>
[Collection(ContainerCollection.Name)]
public sealed class FlowContainerTests(ContainerEngines engines)
{
    [Fact]
    public async Task Flows_give_the_same_in_containers()
    {
        await using var platform = await PlatformHome.Of(engines, "docker");
        await using var engine = await platform.Home.Boot();
        await FlowGallery.GiveEverywhere(
            platform.Home, "docker",
            name => platform.Home.Write($"{name}.yaml", FlowGallery.WithImage(name, ContainerEngines.Image)));
    }

    [Fact]
    public async Task A_campaign_and_a_program_that_is_sent_give_the_same_in_containers()
    {
        await engines.ImportAsync(
            "docker", "dxflow-campaign:1", "base-files", "dash", "coreutils", "grep", "python3", "lammps", "gnuplot-nox",
            "/usr/bin/gnuplot=/usr/bin/gnuplot-nox");
        await engines.ImportAsync("docker", "mcr.microsoft.com/dotnet/runtime:10.0", LargerExamples.DotnetImage);
        await using var platform = await PlatformHome.Of(engines, "docker");
        await using var engine = await platform.Home.Boot();
        await LargerExamples.GiveTheSame(platform.Home, "docker");
    }
}
