using System.Globalization;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>What a task's container gets from its host, member by member from its specification. Pure.</summary>
internal static class HostConfigOf
{
    private const double NanoCpusPerCpu = 1e9;

    public static HostConfig Task(TaskSpec spec)
    {
        var task = spec.Container!;
        var (container, limits) = (task.Spec, task.Spec.Limits ?? new ContainerLimits());
        var all = (container.Mounts ?? []).Concat(task.Places).ToList();
        var binds = all.Where(MountsOf.IsBind).Select(MountsOf.Bind).ToList();
        var tmpfs = all.Where(MountsOf.IsTmpfs).DistinctBy(mount => mount.Target).ToDictionary(mount => mount.Target, MountsOf.Tmpfs);
        var mounts = all.Where(mount => !MountsOf.IsBind(mount) && !MountsOf.IsTmpfs(mount)).Select(MountsOf.Mount).ToList();
        return WithDevices(WithSecurity(
            WithNetworking(
                new HostConfig(
                    Binds: binds.Count > 0 ? binds : null,
                    Mounts: mounts.Count > 0 ? mounts : null,
                    Tmpfs: tmpfs.Count > 0 ? tmpfs : null,
                    VolumesFrom: container.VolumesFrom,
                    GroupAdd: container.GroupAdd,
                    Init: CreateBody.HasInit(task) ? true : container.Init,
                    ReadonlyRootfs: container.ReadOnly ? true : null,
                    Runtime: container.Runtime,
                    Memory: spec.Limits.MemoryBytes,
                    MemoryReservation: limits.MemoryReservationBytes,
                    MemorySwap: Swap(limits.MemorySwapBytes, spec.Limits.MemoryBytes),
                    MemorySwappiness: limits.MemorySwappiness,
                    ShmSize: limits.ShmSizeBytes,
                    PidsLimit: limits.Pids,
                    OomKillDisable: limits.OomKillDisable ? true : null,
                    OomScoreAdj: limits.OomScoreAdjust,
                    NanoCpus: spec.Limits.Cpus is { } cpus ? (long)Math.Round(cpus * NanoCpusPerCpu) : null,
                    CpuShares: limits.CpuShares,
                    CpuPeriod: limits.CpuPeriod,
                    CpuQuota: limits.CpuQuota,
                    CpuRealtimePeriod: limits.CpuRealtimePeriod,
                    CpuRealtimeRuntime: limits.CpuRealtimeRuntime,
                    CpusetCpus: limits.CpuSet,
                    CpuCount: limits.CpuCount,
                    CpuPercent: limits.CpuPercent,
                    Ulimits: limits.Ulimits?.Select(each => new UlimitRequest(each.Name, each.Soft, each.Hard)).ToList(),
                    LogConfig: container.Logging is { } logging ? new LogConfig(logging.Driver ?? "", logging.Options) : null,
                    Annotations: container.Annotations,
                    StorageOpt: container.StorageOptions),
                container.Networking ?? new ContainerNetworking()),
            container), container.Devices ?? new ContainerDevices(), limits.BlockIo ?? new ContainerBlockIo());
    }

    /// <summary>Memory and swap together: never less than the memory, which may be more in a later attempt.</summary>
    private static long? Swap(long? swap, long? memory) => swap > 0 && memory > swap ? memory : swap;

    private static HostConfig WithNetworking(HostConfig config, ContainerNetworking networking) => config with
    {
        NetworkMode = NetworkModes.Mode(networking),
        PortBindings = networking.Ports is { Count: > 0 } ports
            ? ports.GroupBy(port => string.Create(CultureInfo.InvariantCulture, $"{port.Target}/{port.Protocol}")).ToDictionary(
                group => group.Key,
                IReadOnlyList<PortBinding> (group) =>
                    [.. group.Select(port => new PortBinding(port.HostAddress ?? "", port.Published ?? ""))])
            : null,
        Dns = networking.Dns,
        DnsSearch = networking.DnsSearch,
        DnsOptions = networking.DnsOptions,
        ExtraHosts = networking.ExtraHosts,
        Links = networking.Networks is { Count: > 0 } ? null : NetworkModes.Links(networking),
    };

    private static HostConfig WithSecurity(HostConfig config, ContainerSpec container)
    {
        var (security, namespaces) = (container.Security ?? new ContainerSecurity(), container.Namespaces ?? new ContainerNamespaces());
        return config with
        {
            Privileged = security.Privileged ? true : null,
            CapAdd = security.CapAdd,
            CapDrop = security.CapDrop,
            SecurityOpt = security.SecurityOptions,
            Sysctls = security.Sysctls,
            PidMode = namespaces.Pid,
            IpcMode = namespaces.Ipc,
            UtsMode = namespaces.Uts,
            UsernsMode = namespaces.Users,
            CgroupnsMode = namespaces.Cgroup,
            CgroupParent = namespaces.CgroupParent,
            Isolation = namespaces.Isolation,
        };
    }

    private static HostConfig WithDevices(HostConfig config, ContainerDevices devices, ContainerBlockIo io)
    {
        var byName = (devices.Host ?? []).Where(device => device.Target is null && !device.Source.StartsWith('/')).ToList();
        var requests = (devices.Requests ?? []).Select(Asked)
            .Concat(byName.Count > 0 ? [new DeviceAsked("cdi", DeviceIds: [.. byName.Select(device => device.Source)])] : []).ToList();
        var host = (devices.Host ?? []).Except(byName)
            .Select(device => new DeviceMapping(device.Source, device.Target ?? device.Source, device.Permissions)).ToList();
        return config with
        {
            Devices = host.Count > 0 ? host : null,
            DeviceCgroupRules = devices.CgroupRules,
            DeviceRequests = requests.Count > 0 ? requests : null,
            BlkioWeight = io.Weight,
            BlkioWeightDevice = io.DeviceWeights?.Select(each => new DeviceWeight(each.Key, each.Value)).ToList(),
            BlkioDeviceReadBps = Rates(io.ReadBytes),
            BlkioDeviceWriteBps = Rates(io.WriteBytes),
            BlkioDeviceReadIOps = Rates(io.ReadOperations),
            BlkioDeviceWriteIOps = Rates(io.WriteOperations),
        };
    }

    private static DeviceAsked Asked(DeviceRequest request) => new(
        request.Driver, request.Ids is null ? request.Count : null, request.Ids, [request.Capabilities], request.Options);

    private static IReadOnlyList<DeviceRate>? Rates(IReadOnlyDictionary<string, long>? rates) =>
        rates?.Select(each => new DeviceRate(each.Key, each.Value)).ToList();
}
