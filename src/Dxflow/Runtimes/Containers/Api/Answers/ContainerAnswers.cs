using System.Text.Json.Serialization;

namespace Dxflow.Runtimes.Containers.Api.Answers;

internal sealed record CreatedAnswer(string Id = "", IReadOnlyList<string>? Warnings = null);

/// <summary>A container in a list. <see cref="Names"/> begin with a slash.</summary>
internal sealed record ContainerListed(
    string Id = "",
    IReadOnlyList<string>? Names = null,
    string? Image = null,
    [property: JsonPropertyName("ImageID")] string? ImageId = null,
    string? Command = null,
    [property: JsonConverter(typeof(UnixSeconds))] long Created = 0,
    string? State = null,
    string? Status = null,
    IReadOnlyList<PortListed>? Ports = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyList<MountAnswer>? Mounts = null,
    NetworkSettingsAnswer? NetworkSettings = null);

internal sealed record PortListed(
    [property: JsonPropertyName("IP")] string? Ip = null, int PrivatePort = 0, int? PublicPort = null, string? Type = null);

/// <summary>Everything about one container that somebody here asks for.</summary>
internal sealed record ContainerAnswer(
    string Id = "",
    string? Name = null,
    string? Image = null,
    string? Created = null,
    ContainerState? State = null,
    ContainerConfig? Config = null,
    HostConfigAnswer? HostConfig = null,
    NetworkSettingsAnswer? NetworkSettings = null,
    IReadOnlyList<MountAnswer>? Mounts = null,
    int RestartCount = 0);

/// <summary><see cref="Status"/> is created, running, paused, restarting, removing, exited or dead. A time of year 1 is none.</summary>
internal sealed record ContainerState(
    string? Status = null,
    bool Running = false,
    bool Paused = false,
    bool Dead = false,
    [property: JsonPropertyName("OOMKilled")] bool OomKilled = false,
    int Pid = 0,
    int ExitCode = 0,
    string? Error = null,
    string? StartedAt = null,
    string? FinishedAt = null,
    HealthAnswer? Health = null);

internal sealed record HealthAnswer(string? Status = null, int FailingStreak = 0, IReadOnlyList<HealthLogAnswer>? Log = null);

/// <summary>One run of a container's check; the last of a list is the latest.</summary>
internal sealed record HealthLogAnswer(int ExitCode = 0, string? Output = null);

/// <summary>The check of a container, its image's or one of its own. <see cref="Interval"/> in nanoseconds.</summary>
internal sealed record HealthcheckAnswer(IReadOnlyList<string>? Test = null, long Interval = 0);

internal sealed record ContainerConfig(
    string? Image = null,
    string? User = null,
    string? WorkingDir = null,
    bool Tty = false,
    bool OpenStdin = false,
    IReadOnlyList<string>? Env = null,
    IReadOnlyList<string>? Cmd = null,
    IReadOnlyList<string>? Entrypoint = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    HealthcheckAnswer? Healthcheck = null,
    string? StopSignal = null);

internal sealed record HostConfigAnswer(bool? Init = null, LogConfigAnswer? LogConfig = null, string? NetworkMode = null);

internal sealed record LogConfigAnswer(string? Type = null, IReadOnlyDictionary<string, string>? Config = null);

internal sealed record NetworkSettingsAnswer(
    IReadOnlyDictionary<string, EndpointAnswer>? Networks = null,
    IReadOnlyDictionary<string, IReadOnlyList<PortBindingAnswer>?>? Ports = null);

internal sealed record PortBindingAnswer(string? HostIp = null, string? HostPort = null);

internal sealed record EndpointAnswer(
    [property: JsonPropertyName("NetworkID")] string? NetworkId = null,
    [property: JsonPropertyName("IPAddress")] string? IpAddress = null,
    IReadOnlyList<string>? Aliases = null);

internal sealed record MountAnswer(
    string? Type = null, string? Name = null, string? Source = null, string? Destination = null, string? Mode = null, bool Rw = false);

/// <summary>What a container uses now; times in nanoseconds, sizes in bytes.</summary>
internal sealed record StatsAnswer(
    [property: JsonPropertyName("cpu_stats")] CpuStats? Cpu = null,
    [property: JsonPropertyName("memory_stats")] MemoryStats? Memory = null,
    [property: JsonPropertyName("pids_stats")] PidsStats? Pids = null,
    IReadOnlyDictionary<string, InterfaceStats>? Networks = null,
    [property: JsonPropertyName("blkio_stats")] BlockStats? Block = null);

internal sealed record CpuStats([property: JsonPropertyName("cpu_usage")] CpuUsage? Usage = null);

internal sealed record CpuUsage([property: JsonPropertyName("total_usage")] double Total = 0);

internal sealed record MemoryStats(
    long? Usage = null, [property: JsonPropertyName("max_usage")] long? MaxUsage = null, long? Limit = null);

internal sealed record PidsStats(int? Current = null);

internal sealed record InterfaceStats(
    [property: JsonPropertyName("rx_bytes")] long Received = 0, [property: JsonPropertyName("tx_bytes")] long Sent = 0);

internal sealed record BlockStats([property: JsonPropertyName("io_service_bytes_recursive")] IReadOnlyList<BlockEntry>? Bytes = null);

internal sealed record BlockEntry(string? Op = null, long Value = 0);

/// <summary>A program beside a container: it runs, or has a code, or neither because it could not be started. A pid of 0 is none.</summary>
internal sealed record ExecAnswer(
    [property: JsonPropertyName("ID")] string Id = "", bool Running = false, int? ExitCode = null, int Pid = 0);
