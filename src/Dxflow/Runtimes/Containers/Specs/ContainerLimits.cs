namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>
/// Limits beside the task's own cpus and memory. Sizes in bytes, cpu periods and quotas in microseconds; -1 is unlimited where the
/// kernel says so.
/// </summary>
internal sealed record ContainerLimits(
    long? MemoryReservationBytes = null,
    long? MemorySwapBytes = null,
    int? MemorySwappiness = null,
    long? ShmSizeBytes = null,
    long? Pids = null,
    bool OomKillDisable = false,
    int? OomScoreAdjust = null,
    long? CpuShares = null,
    long? CpuPeriod = null,
    long? CpuQuota = null,
    long? CpuRealtimePeriod = null,
    long? CpuRealtimeRuntime = null,
    string? CpuSet = null,
    long? CpuCount = null,
    long? CpuPercent = null,
    IReadOnlyList<ContainerUlimit>? Ulimits = null,
    ContainerBlockIo? BlockIo = null);

internal sealed record ContainerUlimit(string Name, long Soft, long Hard);

/// <summary>Rates in bytes or operations a second, by device.</summary>
internal sealed record ContainerBlockIo(
    int? Weight = null,
    IReadOnlyDictionary<string, long>? DeviceWeights = null,
    IReadOnlyDictionary<string, long>? ReadBytes = null,
    IReadOnlyDictionary<string, long>? WriteBytes = null,
    IReadOnlyDictionary<string, long>? ReadOperations = null,
    IReadOnlyDictionary<string, long>? WriteOperations = null);

/// <summary>Devices of the host, rules for device cgroups, and devices asked of a driver (GPUs).</summary>
internal sealed record ContainerDevices(
    IReadOnlyList<ContainerDevice>? Host = null,
    IReadOnlyList<string>? CgroupRules = null,
    IReadOnlyList<DeviceRequest>? Requests = null);

/// <summary><see cref="Permissions"/> is of <c>rwm</c>. A CDI name has no target.</summary>
internal sealed record ContainerDevice(string Source, string? Target = null, string Permissions = "rwm");

/// <summary><see cref="Count"/> -1 is all; with <see cref="Ids"/> it is not used.</summary>
internal sealed record DeviceRequest(
    IReadOnlyList<string> Capabilities,
    string? Driver = null,
    long? Count = null,
    IReadOnlyList<string>? Ids = null,
    IReadOnlyDictionary<string, string>? Options = null);
