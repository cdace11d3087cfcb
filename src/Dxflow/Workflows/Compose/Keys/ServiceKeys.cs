using System.Collections.Frozen;
using static Dxflow.Workflows.Compose.Keys.KeyShape;
using static Dxflow.Workflows.Compose.Keys.OnProcess;

namespace Dxflow.Workflows.Compose.Keys;

/// <summary>
/// Every key that compose-spec knows in a service. One that is not here and does not begin with <c>x-</c> is a problem.
/// </summary>
internal static class ServiceKeys
{
    private const string NoContainer = "there is no container";
    private const string Hooked = "run once for each start, in order; one that fails is the service's failure";
    private const string Leaving = "run within the grace, before the stop signal; one that fails is noted in the engine's log";
    private const string SocketAlone = "the socket as /var/run/docker.sock; logins at registries are not given";
    private const string Built = "built if it is not there, or with `pull_policy: build`; a registry is asked if `pull_policy` says so";
    private const string NoImage = "no image is used";
    private const string HostNetwork = "the task is in the host's own network";
    private const string HostFiles = "the task sees the host's own files";
    private const string EngineUser = "the task runs as the engine's user";
    private const string NoLimit = "cpus and memory of deploy.resources are the limits there are";

    private const string Windows = "it belongs to Windows containers";

    private static readonly ComposeKey[] Honoured =
    [
        new("command", TextOrList, OnProcess.Honoured),
        new("cpus", Number, OnProcess.Honoured),
        new("depends_on", ListOrMap, OnProcess.Honoured),
        new("deploy", Map, OnProcess.Honoured),
        new("entrypoint", TextOrList, OnProcess.Honoured),
        new("env_file", TextOrList | Map, OnProcess.Honoured),
        new("environment", ListOrMap, OnProcess.Honoured),
        new("extends", TextOrMap, OnProcess.Honoured),
        new("healthcheck", Map, OnProcess.Honoured, ContainersWhy: "checked by the engine, so that `docker ps` does not tell of it"),
        new("label_file", TextOrList, OnProcess.Honoured),
        new("labels", ListOrMap, OnProcess.Honoured),
        new("mem_limit", Text, OnProcess.Honoured),
        new("mem_reservation", Text, OnProcess.Honoured),
        new("ports", List, OnProcess.Honoured),
        new("profiles", List, OnProcess.Honoured),
        new("restart", Text, OnProcess.Honoured, ContainersWhy: "by the engine, not by the daemon"),
        new("scale", Number, OnProcess.Honoured),
        new("stop_grace_period", Text, OnProcess.Honoured),
        new("stop_signal", Text, OnProcess.Honoured, ContainersWhy: "without it that of the image"),
        new("volumes", List, OnProcess.Honoured, Containers: OnContainers.Guarded),
        new("working_dir", Text, OnProcess.Honoured),
    ];

    private static readonly ComposeKey[] Others =
    [
        new("annotations", ListOrMap, Kept, Containers: OnContainers.Guarded),
        new("attach", Bool, Kept, Containers: OnContainers.Kept),
        new("blkio_config", Map, Warned, NoLimit),
        new("build", TextOrMap, Warned, NoImage, Containers: OnContainers.Guarded, ContainersWhy: Built),
        new("cap_add", List, Warned, EngineUser, Containers: OnContainers.Guarded),
        new("cap_drop", List, Refused, "a process cannot be given fewer rights than the engine has"),
        new("cgroup", Text, Warned, NoContainer, Containers: OnContainers.Guarded),
        new("cgroup_parent", Text, Warned, "the engine has cgroups of its own", Containers: OnContainers.Guarded),
        new("configs", List, Refused, "a file cannot be put in a place of its own", Containers: OnContainers.Guarded),
        new("container_name", Text, Warned, NoContainer),
        new("cpu_count", Number, Warned, NoLimit, Containers: OnContainers.Warned, ContainersWhy: Windows),
        new("cpu_percent", Number, Warned, NoLimit, Containers: OnContainers.Warned, ContainersWhy: Windows),
        new("cpu_period", Text, Warned, NoLimit),
        new("cpu_quota", Text, Warned, NoLimit),
        new("cpu_rt_period", Text, Warned, NoLimit),
        new("cpu_rt_runtime", Text, Warned, NoLimit),
        new("cpu_shares", Number, Warned, NoLimit),
        new("cpuset", Text, Warned, NoLimit),
        new("credential_spec", Map, Refused, Windows, Containers: OnContainers.Refused, ContainersWhy: Windows),
        new("develop", Map, Kept, Containers: OnContainers.Kept),
        new("device_cgroup_rules", List, Refused, "devices are those of the host", Containers: OnContainers.Guarded),
        new("devices", List, Refused, "devices are those of the host", Containers: OnContainers.Guarded),
        new("dns", TextOrList, Warned, HostNetwork),
        new("dns_opt", List, Warned, HostNetwork),
        new("dns_search", TextOrList, Warned, HostNetwork),
        new("domainname", Text, Warned, HostNetwork),
        new("expose", List, Kept),
        new("external_links", List, Warned, HostNetwork, Containers: OnContainers.Guarded),
        new("extra_hosts", ListOrMap, Warned, HostNetwork),
        new("gpus", TextOrList, Warned, "the task sees every GPU of the host", Containers: OnContainers.Guarded),
        new("group_add", List, Refused, EngineUser),
        new("hostname", Text, Warned, HostNetwork),
        new("image", Text, Warned, NoImage, Containers: OnContainers.Guarded),
        new("init", Bool, Warned, NoContainer),
        new("ipc", Text, Warned, NoContainer, Containers: OnContainers.Guarded),
        new("isolation", Text, Warned, NoContainer, Containers: OnContainers.Warned, ContainersWhy: Windows),
        new("links", List, Warned, HostNetwork, ContainersWhy: "podman: a further name of the other service, for all in its networks"),
        new("logging", Map, Warned, "the engine keeps the logs", Containers: OnContainers.Guarded),
        new("mac_address", Text, Warned, HostNetwork),
        new("mem_swappiness", Number, Warned, NoLimit),
        new("memswap_limit", Text, Warned, NoLimit),
        new("network_mode", Text, Warned, HostNetwork, Containers: OnContainers.Guarded),
        new("networks", ListOrMap, Warned, HostNetwork, Containers: OnContainers.Guarded),
        new("oom_kill_disable", Bool, Warned, NoLimit, Containers: OnContainers.Guarded),
        new("oom_score_adj", Number, Warned, NoLimit, Containers: OnContainers.Guarded),
        new("pid", Text, Warned, NoContainer, Containers: OnContainers.Guarded),
        new("pids_limit", Number, Warned, NoLimit),
        new("platform", Text, Warned, NoImage),
        new("post_start", List, Warned, "hooks run in containers", Containers: OnContainers.Guarded, ContainersWhy: Hooked),
        new("pre_start", List, Warned, "hooks run in containers",
            Containers: OnContainers.Refused, ContainersWhy: "nothing runs before the first container of a service"),
        new("pre_stop", List, Warned, "hooks run in containers", Containers: OnContainers.Guarded, ContainersWhy: Leaving),
        new("privileged", Bool, Warned, EngineUser, Containers: OnContainers.Guarded),
        new("pull_policy", Text, Warned, NoImage),
        new("pull_refresh_after", Text, Warned, NoImage),
        new("read_only", Bool, Refused, HostFiles),
        new("runtime", Text, Warned, NoContainer, Containers: OnContainers.Guarded),
        new("secrets", List, Refused, "a file cannot be put in a place of its own; steps have it in DXFLOW_SECRETS",
            Containers: OnContainers.Guarded),
        new("security_opt", List, Refused, "a process cannot be confined so", Containers: OnContainers.Guarded),
        new("shm_size", Text, Warned, NoContainer),
        new("stdin_open", Bool, Warned, "standard input is empty"),
        new("storage_opt", Map, Warned, NoContainer),
        new("sysctls", ListOrMap, Warned, "the kernel's settings are the host's"),
        new("tmpfs", TextOrList, Refused, HostFiles),
        new("tty", Bool, Warned, "output goes to a file"),
        new("ulimits", Map, Warned, "limits of processes are the engine's"),
        new("use_api_socket", Bool, Refused, NoContainer, Containers: OnContainers.Guarded, ContainersWhy: SocketAlone),
        new("user", Text, Refused, EngineUser),
        new("userns_mode", Text, Warned, NoContainer, Containers: OnContainers.Guarded),
        new("uts", Text, Warned, NoContainer, Containers: OnContainers.Guarded),
        new("volumes_from", List, Refused, NoContainer, Containers: OnContainers.Guarded),
    ];

    /// <summary>Known by name and refused on every runtime for now, with what to do instead.</summary>
    public static FrozenDictionary<string, string> NotYet { get; } = new Dictionary<string, string>
    {
        ["models"] = "Run the model as a service of its own.",
        ["provider"] = "Run what it provides as a service of its own.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static FrozenDictionary<string, ComposeKey> All { get; } =
        Honoured.Concat(Others).ToFrozenDictionary(key => key.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = [.. All.Keys.Concat(NotYet.Keys).Append("x-step").Order(StringComparer.Ordinal)];
}
