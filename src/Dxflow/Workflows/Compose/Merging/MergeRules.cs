using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using static Dxflow.Workflows.Compose.Merging.MergeRule;

namespace Dxflow.Workflows.Compose.Merging;

/// <summary>Where compose-spec merges otherwise than by the form of the values, and where our own keys do.</summary>
internal static class MergeRules
{
    public static readonly KeyTable<MergeRule> Document = KeyTable<MergeRule>.Of(
        (Replace, "services.*.command services.*.entrypoint services.*.healthcheck.test services.*.x-step.script "
            + "services.*.x-step.interpreter"),
        (Pairs, "services.*.environment services.*.labels services.*.annotations services.*.sysctls services.*.deploy.labels "
            + "services.*.build.args services.*.build.labels services.*.build.additional_contexts services.*.volumes.*.volume.labels "
            + "networks.*.labels volumes.*.labels configs.*.labels secrets.*.labels networks.*.ipam.options"),
        (Hosts, "services.*.extra_hosts services.*.build.extra_hosts"),
        (Names, "services.*.networks services.*.models"),
        (Dependencies, "services.*.depends_on"),
        (Entries, "services.*.dns services.*.dns_opt services.*.dns_search services.*.label_file services.*.cap_add services.*.cap_drop "
            + "services.*.expose services.*.links services.*.external_links services.*.profiles services.*.security_opt "
            + "services.*.device_cgroup_rules services.*.group_add services.*.networks.*.aliases services.*.networks.*.link_local_ips "
            + "services.*.build.tags services.*.build.platforms services.*.x-step.needs services.*.deploy.placement.constraints"),
        (Places, "services.*.tmpfs"),
        (Files, "services.*.env_file services.*.blkio_config.device_read_bps services.*.blkio_config.device_read_iops "
            + "services.*.blkio_config.device_write_bps services.*.blkio_config.device_write_iops services.*.blkio_config.weight_device"),
        (Mounts, "services.*.volumes"),
        (Devices, "services.*.devices"),
        (Configs, "services.*.configs"),
        (Secrets, "services.*.secrets services.*.build.secrets"),
        (Ports, "services.*.ports"),
        (Build, "services.*.build"),
        (Logging, "services.*.logging"),
        (Pools, "networks.*.ipam.config"));

    /// <summary>What holds within one service.</summary>
    public static KeyTable<MergeRule> Service { get; } = Document.Below("services")!.Items!;
}
