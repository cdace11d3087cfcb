using static Dxflow.Workflows.Compose.Keys.OnContainers;

namespace Dxflow.Workflows.Compose.Keys;

/// <summary>The maps inside a service.</summary>
internal static class ServiceSections
{
    private const string OneMachine = "there is one machine, and no cluster to place tasks on";
    private const string OtherBuilder = "the engines' APIs of a build have no such choice";
    private const string ClassicBefore = "docker before 23.0: not together with secrets or ssh";
    private const string NoBuilder = "no builder behind the engines' APIs does it: an image that has to be built with it is refused";

    public static readonly KeySection Healthcheck = new(
        "services.*.healthcheck",
        new("disable"), new("interval"), new("retries"), new("start_interval"), new("start_period"), new("test"), new("timeout"));

    public static readonly KeySection Dependency = new(
        "services.*.depends_on.*",
        new("condition"), new("required"),
        new("restart", OnProcess.Kept, Honoured, "on process nothing is started again because of what it depends on"));

    public static readonly KeySection Deploy = new(
        "services.*.deploy",
        new("endpoint_mode", OnProcess.Kept, Warned, OneMachine),
        new("labels", OnProcess.Kept, Kept, "of a service in a cluster, never of its containers"),
        new("mode", OnProcess.Kept, Honoured, "replicated, or global, which on one machine is one; the modes of jobs are refused"),
        new("placement", OnProcess.Kept, Warned, OneMachine),
        new("replicas", OnProcess.Refused, Honoured, "process runs one of each service"),
        new("resources"),
        new("restart_policy"),
        new("rollback_config", OnProcess.Kept, Kept, OneMachine),
        new("update_config", OnProcess.Kept, Kept, OneMachine));

    public static readonly KeySection Resources = new(
        "services.*.deploy.resources", new("limits"), new("reservations"));

    public static readonly KeySection Limits = new(
        "services.*.deploy.resources.limits",
        new("cpus"), new("memory"), new("pids", OnProcess.Warned, Honoured, "process does not limit the number of processes"));

    public static readonly KeySection Reservations = new(
        "services.*.deploy.resources.reservations",
        new("cpus"),
        new("devices", OnProcess.Warned, Guarded, "a task of process sees every device of the host"),
        new("generic_resources", OnProcess.Warned, Warned, "only cpus and memory are booked"),
        new("memory"));

    public static readonly KeySection DeviceRequest = new(
        "services.*.deploy.resources.reservations.devices, services.*.gpus",
        new("capabilities", OnProcess.Warned, Guarded), new("count", OnProcess.Warned, Guarded),
        new("device_ids", OnProcess.Warned, Guarded), new("driver", OnProcess.Warned, Guarded), new("options", OnProcess.Warned, Guarded));

    public static readonly KeySection RestartPolicy = new(
        "services.*.deploy.restart_policy",
        new("condition"), new("delay"), new("max_attempts"), new("window", OnProcess.Kept, Kept, "an attempt that starts counts"));

    public static readonly KeySection EnvFile = new("services.*.env_file", new("format"), new("path"), new("required"));

    public static readonly KeySection Port = new(
        "services.*.ports",
        new("app_protocol", OnProcess.Kept, Kept), new("host_ip"),
        new("mode", OnProcess.Kept, Kept, "host and ingress are the same on one machine"),
        new("name", OnProcess.Kept, Kept), new("protocol"), new("published"), new("target"));

    public static readonly KeySection Mount = new(
        "services.*.volumes",
        new("bind", OnProcess.Kept, Guarded),
        new("consistency", OnProcess.Kept, Kept, "for other systems than Linux"),
        new("image", OnProcess.Refused),
        new("read_only", OnProcess.Warned),
        new("source", OnProcess.Honoured, Guarded, "process takes a bind whose source is its target, and a volume by its name"),
        new("target", Note: "of a volume on process: it is at `{{ volumes.NAME }}`, and a target in plain text is refused"),
        new("tmpfs", OnProcess.Refused),
        new("type", Note: "bind, volume, tmpfs and image; npipe and cluster are refused"),
        new("volume"));

    public static readonly KeySection MountBind = new(
        "services.*.volumes.bind",
        new("create_host_path", OnProcess.Kept), new("propagation", OnProcess.Kept, Guarded, "shared reaches the host"),
        new("recursive", OnProcess.Kept), new("selinux", OnProcess.Kept));

    public static readonly KeySection MountVolume = new(
        "services.*.volumes.volume",
        new("labels", OnProcess.Refused, Honoured, "of an anonymous volume"),
        new("nocopy", OnProcess.Kept), new("subpath", OnProcess.Refused));

    public static readonly KeySection MountTmpfs = new(
        "services.*.volumes.tmpfs", new("mode", OnProcess.Refused), new("size", OnProcess.Refused));

    public static readonly KeySection MountImage = new("services.*.volumes.image", new SectionKey("subpath", OnProcess.Refused));

    public static readonly KeySection Attachment = new(
        "services.*.networks.*",
        new("aliases", OnProcess.Warned, Honoured, "beside the service's own name"),
        new("driver_opts", OnProcess.Warned), new("gw_priority", OnProcess.Warned), new("interface_name", OnProcess.Warned),
        new("ipv4_address", OnProcess.Warned), new("ipv6_address", OnProcess.Warned), new("link_local_ips", OnProcess.Warned),
        new("mac_address", OnProcess.Warned), new("priority", OnProcess.Warned));

    public static readonly KeySection FileGrant = new(
        "services.*.configs, services.*.secrets, services.*.build.secrets",
        new("gid", OnProcess.Refused), new("mode", OnProcess.Refused), new("source", OnProcess.Refused), new("target", OnProcess.Refused),
        new("uid", OnProcess.Refused));

    public static readonly KeySection Build = new(
        "services.*.build",
        new(
            "additional_contexts", OnProcess.Warned, Guarded,
            "podman of this machine, 4.2 to 5.6; an image that has to be built with it elsewhere is refused"),
        new("args", OnProcess.Warned),
        new(
            "cache_from", OnProcess.Warned, Guarded,
            "docker: images, also as type=registry,ref=IMAGE; others, and any on podman, have no effect, and a warning says so"),
        new(
            "cache_to", OnProcess.Warned, Honoured,
            "docker's BuildKit: type=inline; others, and any on podman, have no effect, and a warning says so"),
        new("context", OnProcess.Warned, Guarded),
        new("dockerfile", OnProcess.Warned, Guarded), new("dockerfile_inline", OnProcess.Warned),
        new("entitlements", OnProcess.Warned, Warned, NoBuilder), new("extra_hosts", OnProcess.Warned),
        new("isolation", OnProcess.Warned, Warned, "it belongs to Windows containers"),
        new("labels", OnProcess.Warned),
        new("network", OnProcess.Warned, Guarded, "one of its own not together with secrets or ssh"), new("no_cache", OnProcess.Warned),
        new("no_cache_filter", OnProcess.Warned, Warned, OtherBuilder),
        new(
            "platforms", OnProcess.Warned, Honoured,
            "the service's, or the only one; of several that of the engine's machine, as with `docker compose up`"),
        new("privileged", OnProcess.Warned, Guarded, NoBuilder), new("provenance", OnProcess.Warned, Warned, OtherBuilder),
        new("pull", OnProcess.Warned), new("sbom", OnProcess.Warned, Warned, OtherBuilder),
        new("secrets", OnProcess.Warned, Honoured, "by Docker's BuildKit and by Podman since 4.0, up to 500 KiB each"),
        new("shm_size", OnProcess.Warned, Honoured, ClassicBefore),
        new("ssh", OnProcess.Warned, Guarded, "docker: the engine's own ssh-agent, or ID=SOCKET; key files are not read; podman cannot"),
        new("tags", OnProcess.Warned),
        new("target", OnProcess.Warned), new("ulimits", OnProcess.Warned, Honoured, ClassicBefore));

    public static readonly KeySection BlockIo = new(
        "services.*.blkio_config",
        new("device_read_bps", OnProcess.Warned), new("device_read_iops", OnProcess.Warned), new("device_write_bps", OnProcess.Warned),
        new("device_write_iops", OnProcess.Warned), new("weight", OnProcess.Warned), new("weight_device", OnProcess.Warned));

    public static readonly KeySection Device = new(
        "services.*.devices",
        new("permissions", OnProcess.Refused, Guarded), new("source", OnProcess.Refused, Guarded),
        new("target", OnProcess.Refused, Guarded));

    public static readonly KeySection Hook = new(
        "services.*.post_start, services.*.pre_stop",
        new("command", OnProcess.Warned), new("environment", OnProcess.Warned), new("privileged", OnProcess.Warned, Guarded),
        new("user", OnProcess.Warned), new("working_dir", OnProcess.Warned));

    public static readonly KeySection Logging = new(
        "services.*.logging", new("driver", OnProcess.Warned, Guarded), new("options", OnProcess.Warned, Guarded));

    public static readonly KeySection Ulimit = new("services.*.ulimits.*", new("hard", OnProcess.Warned), new("soft", OnProcess.Warned));

    public static readonly IReadOnlyList<KeySection> All =
    [
        Build, Healthcheck, Dependency, EnvFile, Port, Mount, MountBind, MountVolume, MountTmpfs, MountImage, Attachment, FileGrant,
        Deploy, Resources, Limits, Reservations, DeviceRequest, RestartPolicy, Device, BlockIo, Ulimit, Logging, Hook,
    ];
}
