using static Dxflow.Workflows.Compose.Keys.OnContainers;

namespace Dxflow.Workflows.Compose.Keys;

/// <summary>The document itself, and what its services share.</summary>
internal static class ProjectSections
{
    private const string Cluster = "only a cluster keeps these";
    private const string HostNetwork = "a task of process is in the host's own network";
    private const string NotInContainer = "process puts no file in a place of its own, and refuses the service's key";
    private const string OneUse = "only names are looked at by process";

    public static readonly KeySection Document = new(
        "",
        new("configs"), new("include"),
        new("models", OnProcess.Refused, Refused, "run the model as a service of its own"), new("name"), new("networks"), new("secrets"),
        new("services"), new("version", OnProcess.Warned, Warned, "obsolete"), new("volumes"), new("x-workflow"), new("x-workflows"));

    public static readonly KeySection Network = new(
        "networks.*",
        new("attachable", OnProcess.Kept), new("driver", OnProcess.Kept, Guarded, "bridge, or none, for everybody"),
        new("driver_opts", OnProcess.Kept, Guarded), new("enable_ipv4", OnProcess.Kept), new("enable_ipv6", OnProcess.Kept),
        new("external", OnProcess.Kept, Guarded), new("internal", OnProcess.Refused, Honoured, HostNetwork),
        new("ipam", OnProcess.Kept, Guarded, "subnets of private addresses for everybody"), new("labels", OnProcess.Kept),
        new("name", OnProcess.Kept, Guarded, "a name that does not begin with the project's is another's"));

    public static readonly KeySection Ipam = new(
        "networks.*.ipam", new("config", OnProcess.Kept, Guarded), new("driver", OnProcess.Kept, Guarded), new("options", OnProcess.Kept));

    public static readonly KeySection IpamPool = new(
        "networks.*.ipam.config",
        new("aux_addresses", OnProcess.Kept), new("gateway", OnProcess.Kept), new("ip_range", OnProcess.Kept),
        new("subnet", OnProcess.Kept, Guarded));

    public static readonly KeySection Volume = new(
        "volumes.*",
        new("driver", OnProcess.Refused, Guarded),
        new("driver_opts", OnProcess.Refused, Guarded, "a local volume may be a path of the host"),
        new("external", OnProcess.Refused, Guarded), new("labels", OnProcess.Kept),
        new("name", OnProcess.Warned, Guarded, "a name that does not begin with the project's is another's"),
        new("x-scope", OnProcess.Honoured, Honoured, "`run`: each run has its own, removed with it"));

    public static readonly KeySection Config = new(
        "configs.*",
        new("content", OnProcess.Kept, Honoured, OneUse), new("environment", OnProcess.Kept, Honoured, OneUse),
        new("external", OnProcess.Kept, Refused, Cluster), new("file", OnProcess.Kept, Guarded, NotInContainer),
        new("labels", OnProcess.Kept, Kept), new("name", OnProcess.Kept, Kept, "of a config in a cluster"),
        new("template_driver", OnProcess.Kept, Refused, Cluster));

    public static readonly KeySection Secret = new(
        "secrets.*",
        new("driver", OnProcess.Kept, Refused, Cluster), new("driver_opts", OnProcess.Kept, Refused, Cluster),
        new("environment", OnProcess.Kept, Honoured, OneUse), new("external", OnProcess.Kept, Refused, Cluster),
        new("file", OnProcess.Kept, Guarded, NotInContainer), new("labels", OnProcess.Kept, Kept),
        new("name", OnProcess.Kept, Kept, "of a secret in a cluster"), new("template_driver", OnProcess.Kept, Refused, Cluster));

    public static readonly IReadOnlyList<KeySection> All = [Document, Network, Ipam, IpamPool, Volume, Config, Secret];
}
