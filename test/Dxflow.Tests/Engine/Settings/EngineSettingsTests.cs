using Dxflow.Engine.Settings;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Engine.Settings;

public sealed class EngineSettingsTests
{
    [Fact]
    public void Containers_are_allowed_nothing_unless_it_is_written()
    {
        var containers = Read(string.Empty).Containers;
        Assert.False(containers.Privileged);
        Assert.Empty(containers.HostPaths.Concat(containers.Devices).Concat(containers.External));
    }

    [Fact]
    public void What_containers_are_allowed_is_a_list_each()
    {
        var containers = Read(
            "allow-privileged: 'true'\nallow-host-paths: /data, /scratch\nallow-devices: /dev/kvm,gpu\nallow-external: proxy\n").Containers;
        Assert.True(containers.Privileged);
        Assert.Equal(["/data", "/scratch"], containers.HostPaths);
        Assert.Equal(["/dev/kvm", "gpu"], containers.Devices);
        Assert.Equal(["proxy"], containers.External);
    }

    [Theory]
    [InlineData("data", false)]
    [InlineData("/data,scratch", false)]
    [InlineData("/data, /scratch", true)]
    [InlineData("", true)]
    public void Allowed_paths_are_absolute(string value, bool right) =>
        Assert.Equal(right, ConfigKeys.AllowHostPaths.Check(value) is null);

    private static EngineSettings Read(string text)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("settings.yaml"), text);
        return EngineSettings.Read(ConfigFile.Read(directory.File("settings.yaml")));
    }
}
