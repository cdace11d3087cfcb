using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using static Dxflow.Workflows.Compose.Canonical.ModelForm;

namespace Dxflow.Workflows.Compose.Canonical;

/// <summary>The keys whose values are more than text, or may be written in a short form.</summary>
internal static class ModelForms
{
    public static readonly KeyTable<ModelForm> Document = KeyTable<ModelForm>.Of(
        (Bool, "services.*.attach services.*.init services.*.privileged services.*.read_only services.*.stdin_open services.*.tty "
            + "services.*.oom_kill_disable services.*.use_api_socket services.*.healthcheck.disable services.*.build.no_cache "
            + "services.*.build.pull services.*.build.privileged services.*.volumes.*.read_only services.*.volumes.*.volume.nocopy "
            + "services.*.volumes.*.bind.create_host_path services.*.post_start.*.privileged services.*.pre_stop.*.privileged "
            + "services.*.pre_start.*.privileged networks.*.attachable networks.*.enable_ipv4 networks.*.enable_ipv6 "
            + "networks.*.internal networks.*.external volumes.*.external configs.*.external secrets.*.external"),
        (Whole, "services.*.cpu_count services.*.cpu_shares services.*.oom_score_adj services.*.pids_limit services.*.mem_swappiness "
            + "services.*.scale services.*.healthcheck.retries services.*.deploy.replicas services.*.deploy.restart_policy.max_attempts "
            + "services.*.deploy.resources.limits.pids services.*.deploy.update_config.parallelism "
            + "services.*.deploy.rollback_config.parallelism services.*.deploy.placement.max_replicas_per_node "
            + "services.*.ulimits.* services.*.ulimits.*.soft services.*.ulimits.*.hard services.*.ports.*.target "
            + "services.*.networks.*.priority services.*.networks.*.gw_priority services.*.blkio_config.weight "
            + "services.*.blkio_config.weight_device.*.weight services.*.deploy.resources.reservations.devices.*.count"),
        (Number, "services.*.cpus services.*.cpu_percent services.*.deploy.resources.limits.cpus "
            + "services.*.deploy.resources.reservations.cpus services.*.deploy.update_config.max_failure_ratio "
            + "services.*.deploy.rollback_config.max_failure_ratio"),
        (Duration, "services.*.stop_grace_period services.*.healthcheck.interval services.*.healthcheck.timeout "
            + "services.*.healthcheck.start_period services.*.healthcheck.start_interval services.*.deploy.restart_policy.delay "
            + "services.*.deploy.restart_policy.window services.*.deploy.update_config.delay services.*.deploy.update_config.monitor "
            + "services.*.deploy.rollback_config.delay services.*.deploy.rollback_config.monitor"),
        (Size, "services.*.mem_limit services.*.mem_reservation services.*.memswap_limit services.*.shm_size services.*.build.shm_size "
            + "services.*.deploy.resources.limits.memory services.*.deploy.resources.reservations.memory "
            + "services.*.volumes.*.tmpfs.size services.*.blkio_config.device_read_bps.*.rate "
            + "services.*.blkio_config.device_write_bps.*.rate"),
        (ModelForm.List, "services.*.dns services.*.dns_search services.*.tmpfs services.*.build.ssh services.*.develop.watch.*.ignore"),
        (Names, "services.*.networks"),
        (Pairs, "services.*.annotations services.*.sysctls services.*.deploy.labels services.*.build.args services.*.build.labels "
            + "services.*.build.additional_contexts services.*.volumes.*.volume.labels networks.*.labels volumes.*.labels "
            + "configs.*.labels secrets.*.labels"),
        (Hosts, "services.*.extra_hosts services.*.build.extra_hosts"),
        (Left, "services.*.env_file services.*.label_file"));

    public static KeyTable<ModelForm> Service { get; } = Document.Below("services")!.Items!;
}
