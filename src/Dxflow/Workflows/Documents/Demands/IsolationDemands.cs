using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Workflows.Documents.Demands;

/// <summary>Whatever lifts the walls between a container and the machine, or between it and the containers of others.</summary>
internal static class IsolationDemands
{
    /// <summary>What Docker gives every container, and what concerns a container alone.</summary>
    private static readonly HashSet<string> HarmlessCapabilities = new(StringComparer.Ordinal)
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "MKNOD", "NET_BIND_SERVICE",
        "NET_BROADCAST", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    };

    private static readonly HashSet<string> HarmlessOptions = new(StringComparer.Ordinal)
    {
        "no-new-privileges", "no-new-privileges=true", "no-new-privileges:true", "apparmor=docker-default", "apparmor:docker-default",
        "seccomp=builtin", "seccomp:builtin",
    };

    private static readonly HashSet<string> HarmlessLogDrivers = new(StringComparer.Ordinal) { "json-file", "local", "none", "k8s-file" };

    private static readonly HashSet<string> HarmlessLogOptions = new(StringComparer.Ordinal)
    {
        "compress", "env", "env-regex", "labels", "labels-regex", "max-buffer-size", "max-file", "max-size", "mode", "tag",
    };

    /// <summary>Annotations that change how a container is run; others are notes.</summary>
    private static readonly string[] Meaningful = ["run.oci.", "org.systemd.", "io.podman.", "io.kubernetes.", "io.crun.", "module.wasm."];

    public static void Add(ContainerSpec container, DemandList demands)
    {
        Security(container.Security ?? new ContainerSecurity(), demands);
        Namespaces(container.Namespaces ?? new ContainerNamespaces(), container.Networking?.Mode, demands);
        Devices(container.Devices ?? new ContainerDevices(), demands);
        Limits(container.Limits ?? new ContainerLimits(), demands);
        Logging(container.Logging, demands);
        if (container.Runtime is { } runtime)
        {
            demands.Power("runtime", $"chooses its runtime, {runtime}");
        }

        foreach (var name in container.Annotations?.Keys.Where(name => Meaningful.Any(
            start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))) ?? [])
        {
            demands.Power("annotations", $"tells the runtime how to run it, with {name}");
        }

        Hooks("post_start", container.PostStart, demands);
        Hooks("pre_stop", container.PreStop, demands);
    }

    private static void Security(ContainerSecurity security, DemandList demands)
    {
        if (security.Privileged)
        {
            demands.Power("privileged", "is privileged, and so has all of the machine");
        }

        foreach (var capability in security.CapAdd?.Where(name => !HarmlessCapabilities.Contains(name)) ?? [])
        {
            demands.Power("cap_add", $"adds the capability {capability}");
        }

        foreach (var option in security.SecurityOptions?.Where(option => !HarmlessOptions.Contains(option)) ?? [])
        {
            demands.Power("security_opt", $"changes its confinement, with {(option.Length > 40 ? option[..40] + "…" : option)}");
        }
    }

    private static void Namespaces(ContainerNamespaces shared, string? network, DemandList demands)
    {
        Namespace("pid", shared.Pid, demands);
        Namespace("ipc", shared.Ipc, demands);
        Namespace("uts", shared.Uts, demands);
        Namespace("cgroup", shared.Cgroup, demands);
        Namespace("network_mode", network, demands);
        if (shared.Users is { } users && users.Split(':')[0] is not ("private" or "nomap" or "auto" or "keep-id"))
        {
            demands.Power("userns_mode", $"shares users with {Whom(users)}");
        }

        if (shared.CgroupParent is { } parent)
        {
            demands.Power("cgroup_parent", $"leaves its cgroup for {parent}");
        }
    }

    // The harmless ones are named: container engines know further ones, such as Podman's ns:PATH.
    private static void Namespace(string key, string? shared, DemandList demands)
    {
        if (shared is not (null or "" or "private" or "none" or "shareable" or "bridge" or "default")
            && !shared.StartsWith("service:", StringComparison.Ordinal))
        {
            demands.Power(key, $"shares the namespace `{key}` with {Whom(shared)}");
        }
    }

    private static string Whom(string shared) => shared == "host" ? "the host" : $"`{shared}`, which is not of this project";

    private static void Devices(ContainerDevices devices, DemandList demands)
    {
        foreach (var device in devices.Host ?? [])
        {
            demands.Device("devices", $"uses the device {device.Source}", device.Source);
        }

        foreach (var rule in devices.CgroupRules ?? [])
        {
            demands.Power("device_cgroup_rules", $"may use devices by the rule {rule}");
        }

        foreach (var request in devices.Requests ?? [])
        {
            var name = request.Capabilities.Contains("gpu") ? "gpu" : request.Driver ?? string.Join('+', request.Capabilities);
            demands.Device(demands.Wrote("gpus") ? "gpus" : "deploy", $"uses devices of the host: {name}", name);
        }
    }

    private static void Limits(ContainerLimits limits, DemandList demands)
    {
        if (limits.OomKillDisable)
        {
            demands.Power("oom_kill_disable", "is never ended for the memory it takes");
        }

        if (limits.OomScoreAdjust is < 0 and var score)
        {
            demands.Power("oom_score_adj", $"lets others be ended for memory before it, with {score}");
        }
    }

    private static void Logging(ContainerLogging? logging, DemandList demands)
    {
        if (logging?.Driver is { } driver && !HarmlessLogDrivers.Contains(driver))
        {
            demands.Power("logging", $"lets the container engine send its logs elsewhere, by {driver}");
        }

        foreach (var option in logging?.Options?.Keys.Where(option => !HarmlessLogOptions.Contains(option)) ?? [])
        {
            demands.Power("logging", $"says where the container engine writes logs, with {option}");
        }
    }

    private static void Hooks(string key, IReadOnlyList<ContainerHook>? hooks, DemandList demands)
    {
        if (hooks?.Any(hook => hook.Privileged) ?? false)
        {
            demands.Power(key, "runs a privileged hook, which has all of the machine");
        }
    }
}
