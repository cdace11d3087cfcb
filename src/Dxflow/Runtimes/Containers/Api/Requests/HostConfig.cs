using System.Text.Json.Serialization;

namespace Dxflow.Runtimes.Containers.Api.Requests;

/// <summary>
/// What a container gets from its host, as the API has it. AutoRemove and RestartPolicy are missing on purpose: one engine decides.
/// </summary>
internal sealed record HostConfig(
    IReadOnlyList<string>? Binds = null,
    IReadOnlyList<MountRequest>? Mounts = null,
    IReadOnlyDictionary<string, string>? Tmpfs = null,
    IReadOnlyList<string>? VolumesFrom = null,
    string? NetworkMode = null,
    IReadOnlyDictionary<string, IReadOnlyList<PortBinding>>? PortBindings = null,
    IReadOnlyList<string>? Dns = null,
    IReadOnlyList<string>? DnsSearch = null,
    IReadOnlyList<string>? DnsOptions = null,
    IReadOnlyList<string>? ExtraHosts = null,
    IReadOnlyList<string>? Links = null,
    IReadOnlyList<string>? GroupAdd = null,
    bool? Init = null,
    bool? ReadonlyRootfs = null,
    string? Runtime = null,
    bool? Privileged = null,
    IReadOnlyList<string>? CapAdd = null,
    IReadOnlyList<string>? CapDrop = null,
    IReadOnlyList<string>? SecurityOpt = null,
    IReadOnlyDictionary<string, string>? Sysctls = null,
    string? PidMode = null,
    string? IpcMode = null,
    [property: JsonPropertyName("UTSMode")] string? UtsMode = null,
    string? UsernsMode = null,
    string? CgroupnsMode = null,
    string? CgroupParent = null,
    string? Isolation = null,
    long? Memory = null,
    long? MemoryReservation = null,
    long? MemorySwap = null,
    int? MemorySwappiness = null,
    long? ShmSize = null,
    long? PidsLimit = null,
    bool? OomKillDisable = null,
    int? OomScoreAdj = null,
    long? NanoCpus = null,
    long? CpuShares = null,
    long? CpuPeriod = null,
    long? CpuQuota = null,
    long? CpuRealtimePeriod = null,
    long? CpuRealtimeRuntime = null,
    string? CpusetCpus = null,
    long? CpuCount = null,
    long? CpuPercent = null,
    IReadOnlyList<UlimitRequest>? Ulimits = null,
    int? BlkioWeight = null,
    IReadOnlyList<DeviceWeight>? BlkioWeightDevice = null,
    IReadOnlyList<DeviceRate>? BlkioDeviceReadBps = null,
    IReadOnlyList<DeviceRate>? BlkioDeviceWriteBps = null,
    IReadOnlyList<DeviceRate>? BlkioDeviceReadIOps = null,
    IReadOnlyList<DeviceRate>? BlkioDeviceWriteIOps = null,
    IReadOnlyList<DeviceMapping>? Devices = null,
    IReadOnlyList<string>? DeviceCgroupRules = null,
    IReadOnlyList<DeviceAsked>? DeviceRequests = null,
    LogConfig? LogConfig = null,
    IReadOnlyDictionary<string, string>? Annotations = null,
    IReadOnlyDictionary<string, string>? StorageOpt = null);

internal sealed record PortBinding(string HostIp, string HostPort);

internal sealed record UlimitRequest(string Name, long Soft, long Hard);

internal sealed record DeviceWeight(string Path, long Weight);

internal sealed record DeviceRate(string Path, long Rate);

internal sealed record DeviceMapping(string PathOnHost, string PathInContainer, string CgroupPermissions);

/// <summary>A device asked of a driver; <see cref="Capabilities"/> is alternatives, each of what is wanted together.</summary>
internal sealed record DeviceAsked(
    string? Driver = null,
    long? Count = null,
    [property: JsonPropertyName("DeviceIDs")] IReadOnlyList<string>? DeviceIds = null,
    IReadOnlyList<IReadOnlyList<string>>? Capabilities = null,
    IReadOnlyDictionary<string, string>? Options = null);

internal sealed record LogConfig(string? Type = null, IReadOnlyDictionary<string, string>? Config = null);

/// <summary>A mount in the API's long form; the engine refuses a bind whose source is missing.</summary>
internal sealed record MountRequest(
    string Type,
    string Target,
    string? Source = null,
    bool? ReadOnly = null,
    string? Consistency = null,
    BindOptions? BindOptions = null,
    VolumeOptions? VolumeOptions = null,
    TmpfsOptions? TmpfsOptions = null,
    ImageOptions? ImageOptions = null);

internal sealed record BindOptions(
    string? Propagation = null, bool? NonRecursive = null, bool? CreateMountpoint = null,
    bool? ReadOnlyNonRecursive = null, bool? ReadOnlyForceRecursive = null);

internal sealed record VolumeOptions(bool? NoCopy = null, string? Subpath = null, IReadOnlyDictionary<string, string>? Labels = null);

internal sealed record TmpfsOptions(long? SizeBytes = null, int? Mode = null);

internal sealed record ImageOptions(string? Subpath = null);
