using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Tests.Workflows.Planning.Stored;

/// <summary>A container and a project with every part there; texts differ by seed.</summary>
internal sealed class ContainerSamples(int seed)
{
    private static readonly string[] Texts = ["a", "é😀\"\\\n", "{{ x }}", "${Y}"];

    private string Text => Texts[seed % Texts.Length];

    private IReadOnlyList<string> List => [Text, "b"];

    private IReadOnlyDictionary<string, string> Map => new Dictionary<string, string> { ["k"] = Text, ["é \""] = "v" };

    public ProjectSpec Project() => new(
        "p", "/p", List,
        [new NetworkSpec(
            "n", "p_n", true, "bridge", Map, true, true, true, false,
            new IpamSpec("default", [new IpamPool("10.0.0.0/8", "10.1.0.0/16", "10.0.0.1", Map)], Map), Map)],
        [new VolumeSpec("v", "p_v", true, "local", Map, Map, true)],
        new HostReach(List, List),
        "owner");

    public ContainerSpec Container() => new(
        new ContainerImage("i", PullPolicy.Refresh, "linux/amd64", Build(), TimeSpan.FromHours(12)),
        Text, Text, List, true, true, true, true, Text, Networking(),
        [new ContainerMount("bind", "/a", "/b", true, "slave", true, "z", "enabled", true, "d", 5, 6, "cached", "noexec", Map)],
        [File()],
        List,
        new ContainerSecurity(true, List, List, List, Map),
        new ContainerNamespaces("host", "host", "host", "host", "host", "/x", "default"),
        Limits(),
        new ContainerDevices(
            [new ContainerDevice("/dev/a", "/dev/b", "r")], List, [new DeviceRequest(List, Text, -1, List, Map)]),
        new ContainerLogging("local", Map), Map, Map, [Hook()], [Hook()], true, true, "SIGINT", 3);

    private ImageBuild Build() => new(
        "/c", "/c/D", Text, Map, Text, Map, List, List, List, Text, 1L << 40, true, true, true, Text, Map, [File()], List,
        [new ContainerUlimit("nofile", 1, 2)], List, List, List);

    private ContainerNetworking Networking() => new(
        "host",
        [new NetworkAttachment("n", List, "10.0.0.2", "::1", List, "02:42:ac:11:00:02", Map, 3, "eth7", List)],
        [new PublishedPort(80, "8080-8090", "127.0.0.1", "udp")],
        List, Text, Text, Text, List, List, List, List, List, List);

    private static ContainerLimits Limits()
    {
        var rates = new Dictionary<string, long> { ["/dev/a"] = 5 };
        return new ContainerLimits(
            1, -1, 60, 2, 3, true, -500, 4, 5, 6, 7, 8, "0-3", 9, 10, [new ContainerUlimit("nofile", 1, -1)],
            new ContainerBlockIo(300, rates, rates, rates, rates, rates));
    }

    private ContainerFile File() => new("s", "/run/secrets/s", "/x", Text, "5", "6", 256, true);

    private ContainerHook Hook() => new(List, Text, true, "/w", Map);
}
