using Dxflow.EndToEnd.Containers;
using Xunit;

namespace Dxflow.EndToEnd.Platform;

/// <summary>Networks and volumes, on both engines.</summary>
[Collection(ContainerCollection.Name)]
public sealed class NetworkTests(ContainerEngines engines)
{
    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_network_is_made_looked_at_and_removed(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        (await platform.Run(
            "platform", "network", "create", "yard", "--subnet", "10.213.7.0/24", "--internal",
            "-l", "com.docker.compose.project=shop")).Expect(0);
        Assert.Equal("yard\n", (await platform.Run("platform", "network", "list", "--project", "shop", "-o", "name")).Expect(0).Output);
        var yard = (await platform.Run("platform", "network", "inspect", "yard", "-o", "json")).Expect(0).Json;
        Assert.Equal("10.213.7.0/24", yard.GetProperty("ranges")[0].GetProperty("subnet").GetString());
        Assert.True(yard.GetProperty("internal").GetBoolean());
        (await platform.Run("platform", "network", "create", "spare", "-l", "dxflow.run=r")).Expect(0);

        var would = (await platform.Run("platform", "network", "prune", "--dry-run", "-o", "json")).Expect(0).Json.GetProperty("items");
        Assert.Equal(["yard"], would.EnumerateArray().Select(static one => one.GetProperty("name").GetString()));
        (await platform.Run("platform", "network", "prune", "--yes")).Expect(0).Says("yard");
        (await platform.Run("platform", "network", "inspect", "yard")).Expect(3);
        (await platform.Run("platform", "network", "remove", "spare", "--yes")).Expect(0);
        (await platform.Run("platform", "network", "remove", "spare", "--yes")).Expect(3);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_volume_is_made_looked_at_and_removed(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        (await platform.Run("platform", "volume", "create", "kept", "--label", "api-token=geheim")).Expect(0);
        (await platform.Run("platform", "volume", "create", "kept")).Expect(6);
        Assert.Contains("kept\n", (await platform.Run("platform", "volume", "list", "-o", "name")).Expect(0).Output);
        var kept = (await platform.Run("platform", "volume", "inspect", "kept", "-o", "json")).Expect(0);
        Assert.Equal("***", kept.Json.GetProperty("labels").GetProperty("api-token").GetString());

        Assert.DoesNotContain("kept", (await platform.Run("platform", "volume", "prune", "--dry-run", "-o", "json")).Expect(0).Output);
        Assert.Contains("kept", (await platform.Run("platform", "volume", "prune", "--all", "--dry-run", "-o", "json")).Expect(0).Output);
        (await platform.Run("platform", "volume", "prune", "--yes")).Expect(0);
        (await platform.Run("platform", "volume", "remove", "kept", "--yes")).Expect(0);
        (await platform.Run("platform", "volume", "inspect", "kept")).Expect(3);
    }
}
