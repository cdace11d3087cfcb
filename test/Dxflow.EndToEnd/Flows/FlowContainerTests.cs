using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>The examples in containers give what they give on processes, and on a cluster.</summary>
[Collection(ContainerCollection.Name)]
public sealed class FlowContainerTests(ContainerEngines engines)
{
    /// <summary>One of each kind: slices and their sum, a volume, a called document, files that are placed.</summary>
    [Fact]
    public Task Some_flows_give_the_same_in_containers() => Give("slices", "volumes", "nested", "python", "object");

    [Fact]
    [Trait("run", "long")]
    public Task All_flows_give_the_same_in_containers() => Give();

    private async Task Give(params string[] chosen)
    {
        await using var platform = await PlatformHome.Of(engines, "docker");
        await using var engine = await platform.Home.Boot();
        await FlowGallery.GiveEverywhere(
            platform.Home, "docker",
            name => platform.Home.Write($"{name}.yaml", FlowGallery.WithImage(name, ContainerEngines.Image)), chosen);
    }
}
