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
}
