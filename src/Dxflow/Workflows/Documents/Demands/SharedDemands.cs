using System.Net;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Workflows.Documents.Demands;

/// <summary>
/// Networks and volumes: those of others, and those that are made so that they reach the machine. A volume of driver <c>local</c> with
/// options can be any directory or disk of the host; another driver is a program there.
/// </summary>
internal static class SharedDemands
{
    private const string Local = "local";
    private const string Bridge = "bridge";

    private static readonly HashSet<string> HarmlessNetworkOptions = new(StringComparer.Ordinal)
    {
        "com.docker.network.driver.mtu", "com.docker.network.bridge.enable_icc", "com.docker.network.bridge.enable_ip_masquerade",
        "com.docker.network.container_iface_prefix", "com.docker.network.enable_ipv4", "com.docker.network.enable_ipv6", "isolate", "mtu",
    };

    private static readonly IPNetwork[] Private =
    [
        .. ((string[])["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15", "fc00::/7"])
            .Select(IPNetwork.Parse),
    ];

    public static void Add(ContainerSpec container, ProjectSpec project, DemandList demands)
    {
        var mounted = container.Mounts?.Where(mount => mount.Type == "volume").Select(mount => mount.Source).ToHashSet() ?? [];
        foreach (var volume in project.Volumes.Where(volume => mounted.Contains(volume.Name)))
        {
            Volume(volume, project, demands);
        }

        var attached = container.Networking?.Networks?.Select(network => network.Network).ToHashSet() ?? [];
        foreach (var network in project.Networks.Where(network => attached.Contains(network.Name)))
        {
            Network(network, project, demands);
        }

        foreach (var name in container.VolumesFrom?.Where(from => from.StartsWith("container:", StringComparison.Ordinal)) ?? [])
        {
            demands.External("volumes_from", $"mounts the volumes of `{name}`, which is not of this project", name.Split(':')[1]);
        }

        foreach (var link in container.Networking?.ExternalLinks ?? [])
        {
            demands.External("external_links", $"links to `{link}`, which is not of this project", link.Split(':')[0]);
        }
    }

    // Another name might be another project's, and so might a longer one that begins as this project's do.
    private static bool IsOther(bool external, string name, string key, ProjectSpec? project) =>
        external || project is null || (name != $"{project.Name}_{key}" && name != $"{project.Owner}_{key}");

    /// <summary>Of a plan that has begun: the names of its own volumes have the number of a run of this project.</summary>
    private static bool IsOfRun(VolumeSpec volume, ProjectSpec? project) =>
        volume is { RunOnly: true, External: false } && project is not null
        && volume.Name.EndsWith($"_{volume.Key}", StringComparison.Ordinal)
        && (project with { Owner = project.Owner ?? project.Name }).HasMade(volume.Name[..^(volume.Key.Length + 1)]);

    /// <summary>Without a project it is another's, whatever it is called.</summary>
    public static void Volume(VolumeSpec volume, ProjectSpec? project, DemandList demands)
    {
        var at = $"volumes.{volume.Key}";
        if (IsOther(volume.External, volume.Name, volume.Key, project) && !IsOfRun(volume, project))
        {
            demands.External(at, $"uses the volume {volume.Name}, which may be another's", volume.Name);
        }

        if (volume.Driver is not (null or "" or Local))
        {
            demands.Power(at, $"has the volume {volume.Key} made by {volume.Driver}, a program of the host");
        }
        else if (volume.DriverOptions is { Count: > 0 } options)
        {
            var device = options.GetValueOrDefault("device") ?? "";
            var flags = (options.GetValueOrDefault("o") ?? "").Split(',', StringSplitOptions.TrimEntries);
            var binds = flags.Any(flag => flag is "bind" or "rbind");
            if (binds && device.StartsWith('/') && options.Keys.All(key => key is "type" or "o" or "device"))
            {
                demands.Path(at, $"mounts {device} as the volume {volume.Key}", device);
            }
            else if (binds || options.GetValueOrDefault("type") != "tmpfs"
                || options.Keys.Any(key => key is not ("type" or "o" or "device")))
            {
                demands.Power(at, $"has the volume {volume.Key} mounted by the host with options of its own");
            }
        }
    }

    private static void Network(NetworkSpec network, ProjectSpec project, DemandList demands)
    {
        var at = $"networks.{network.Key}";
        if (IsOther(network.External, network.Name, network.Key, project))
        {
            demands.External(at, $"joins the network {network.Name}, which may be another's", network.Name);
        }

        if (network.Driver is not (null or "" or Bridge))
        {
            demands.Power(at, $"has the network {network.Key} made by {network.Driver}, which may be the host's own");
        }

        foreach (var option in network.DriverOptions?.Keys.Where(option => !HarmlessNetworkOptions.Contains(option)) ?? [])
        {
            demands.Power(at, $"has the network {network.Key} made with {option}");
        }

        if (network.Ipam?.Driver is not (null or "" or "default" or "host-local"))
        {
            demands.Power(at, $"has the addresses of {network.Key} managed by {network.Ipam!.Driver}, a program of the host");
        }

        foreach (var subnet in network.Ipam?.Pools?.Select(pool => pool.Subnet).OfType<string>().Where(subnet => !IsPrivate(subnet)) ?? [])
        {
            demands.Power(at, $"takes the addresses {subnet} from the host, which are public");
        }
    }

    private static bool IsPrivate(string text) => IPNetwork.TryParse(text, out var subnet)
        && Private.Any(known => known.BaseAddress.AddressFamily == subnet.BaseAddress.AddressFamily
            && known.PrefixLength <= subnet.PrefixLength && known.Contains(subnet.BaseAddress));
}
