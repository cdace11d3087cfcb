using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Operations.Contracts;

using Dxflow.Engine.Settings;
using Dxflow.Operations;
namespace Dxflow.Engine;

internal sealed record EngineInfoRequest;

internal sealed record RuntimeInfo(
    [Description("Name of the runtime.")] string Name,
    [Description("Cores that tasks may book together.")] double Cpus,
    [Description("Memory that tasks may book together, in bytes.")] long MemoryBytes,
    [Description("Cores booked now.")] double BookedCpus,
    [Description("Memory booked now, in bytes.")] long BookedMemoryBytes);

internal sealed record EngineInfo(
    [Description("Identity of the engine: 32 hex characters.")] string Id,
    [Description("Version of dxflow.")] string Version,
    [Description("Process id.")] int Pid,
    [Description("The engine's home directory.")] string Home,
    [Description("The Unix socket it listens on.")] string Socket,
    [Description("The Unix socket for gRPC.")] string GrpcSocket,
    [Description("Where the network finds it.")] IReadOnlyList<string> Addresses,
    [Description("SHA-256 of its public key, by which it is known; absent until it is needed.")] string? Fingerprint,
    [Description("The profile whose settings it uses.")] string Profile,
    [Description("When it was ready.")] DateTimeOffset StartedAt,
    [Description("It lives only as long as a command or a run needs it.")] bool Instant,
    [Description("Name of the machine.")] string Host,
    [Description("Operating system and kernel.")] string System,
    [Description("The system library this build needs.")] string Needs,
    [Description("Free space at the home, in bytes.")] long DiskFreeBytes,
    [Description("Why changes are refused now; absent when they are not.")] string? Degraded,
    [Description("What executes tasks.")] IReadOnlyList<RuntimeInfo> Runtimes,
    [Description("What had to be mended when this engine began; absent when nothing had.")] string? Repaired = null);

internal sealed record AuthorityRequest;

internal sealed record TrustEngine(
    [Description("Its address, https://HOST:PORT.")] string Url,
    [Description("What its owner says its fingerprint is: then nobody is asked.")] string? Fingerprint = null,
    [Description("Also if another key was known there.")] bool Replace = false);

internal sealed record TrustedEngine(
    [Description("Its address.")] string Url, [Description("SHA-256 of its public key.")] string Fingerprint);

internal sealed record EngineStatRequest;

internal sealed record EngineStat(
    [Description("Seconds since it was ready.")] double UptimeSeconds,
    [Description("Processor time used, in seconds.")] double CpuSeconds,
    [Description("Resident memory, in bytes.")] long MemoryBytes,
    [Description("Managed heap, in bytes.")] long HeapBytes,
    [Description("Open files and sockets.")] int OpenFiles,
    [Description("Threads.")] int Threads,
    [Description("Workflows kept.")] int Workflows,
    [Description("Runs that are not final.")] int LiveRuns);

internal sealed record PingRequest;

internal sealed record Pong([Description("The engine's clock.")] DateTimeOffset At);

internal sealed record HealthRequest;

internal sealed record HealthInfo(
    [Description("Whether the engine takes work.")] bool Healthy,
    [Description("Why not, one reason a line.")] IReadOnlyList<string> Reasons);

internal sealed record RestartEngine;

internal sealed record RestartInfo(
    [Description("The version that answered.")] string From, [Description("The version that goes on.")] string To);

internal sealed record UpdateEngine(
    [Description("The new program: one file.")] string? From = null,
    [Description("Let the engine go on with it at once; its work is not interrupted.")] bool Restart = false,
    [Description("Also if it is older than the one that is there.")] bool AllowDowngrade = false,
    [Description("Go back to the one before instead.")] bool Rollback = false);

internal sealed record UpdateInfo(
    [Description("The file that was replaced; the one before stands beside it.")] string Program,
    [Description("The version before.")] string From,
    [Description("The version now.")] string To,
    [Description("Whether an engine goes on with it already.")] bool Restarted);

internal sealed record MetricsRequest;

internal sealed record EngineLogsRequest(
    [Description("How many of the last lines; 0 is all."), Short('n')] int Tail = 100,
    [Description("Go on with lines as they come."), Short('f')] bool Follow = false);

internal sealed record EngineLogLine([Description("The line.")] string Text);

internal sealed record BootDown(
    [Description("Stop all work first; without it running work goes on and is found again.")] bool Stop = false,
    [Description("Only if it is an instant engine that nothing needs any more.")] bool IfIdle = false,
    [Description("Only if it is an instant engine; it makes room for another and leaves its work running.")] bool IfInstant = false);

internal sealed record BootDownInfo([Description("Whether the engine is ending.")] bool Ending);

internal sealed record BootUp(
    [Description("Run in the background and return when the engine is ready."), Short('d')] bool Daemon = false,
    [Description("Use the home although an engine of another machine left it without ending cleanly.")] bool TakeOver = false,
    [Description("Live only as long as a command or a run needs it.")] bool Instant = false,
    [Description("Listen in clear text; 127.0.0.1:3935 without this option, if it is free."), Bare("127.0.0.1:3935")] string? Http = null,
    [Description("Listen with TLS."), Bare("127.0.0.1:3936")] string? Https = null,
    [Description("Do not listen in clear text.")] bool NoHttp = false,
    [Description("Allow clear text beyond this machine: everybody on the way can read tokens and data.")] bool Insecure = false);

internal sealed record BootUnit(
    [Description("For the user's own service manager instead of the machine's.")] bool User = false,
    [Description("A script for OpenRC instead of a unit for systemd.")] bool Openrc = false,
    [Description("The program that it starts; this one without the option.")] string? Program = null,
    [Description("The user that it runs as.")] string? RunAs = null,
    [Description("As of 'boot up'."), Bare("127.0.0.1:3935")] string? Http = null,
    [Description("As of 'boot up'."), Bare("127.0.0.1:3936")] string? Https = null,
    [Description("As of 'boot up'.")] bool NoHttp = false,
    [Description("As of 'boot up'.")] bool Insecure = false);

internal sealed record BootStatusRequest;

internal sealed record BootStatus(
    [Description("Whether an engine has this home.")] bool Running,
    [Description("The home.")] string Home,
    [Description("Process id.")] int? Pid,
    [Description("Name of the machine.")] string? Host,
    [Description("Since when.")] DateTimeOffset? Since,
    [Description("The socket it listens on.")] string? Socket,
    [Description("It lives only as long as a command or a run needs it.")] bool? Instant = null,
    [Description("The service that it is, of the machine or the user.")] string? Service = null);

internal sealed record DoctorRequest;

internal sealed record DoctorReport([Description("What was looked at.")] IReadOnlyList<Finding> Items);

internal sealed record ListSettings;

internal sealed record GetSetting([Description("The setting.")] string Name);

internal sealed record SetSetting([Description("The setting.")] string Name, [Description("Its value.")] string Value);

internal sealed record UnsetSetting([Description("The setting.")] string Name);

internal sealed record SettingInfo(
    [Description("The setting.")] string Name,
    [Description("The value in force.")] string Value,
    [Description("Where it comes from.")] ConfigSource Source,
    [Description("What it means.")] string Description);

internal sealed record SettingList([Description("The settings there are.")] IReadOnlyList<SettingInfo> Items);

[JsonSerializable(typeof(EngineInfoRequest))]
[JsonSerializable(typeof(EngineInfo))]
[JsonSerializable(typeof(AuthorityRequest))]
[JsonSerializable(typeof(TrustEngine))]
[JsonSerializable(typeof(TrustedEngine))]
[JsonSerializable(typeof(EngineStatRequest))]
[JsonSerializable(typeof(EngineStat))]
[JsonSerializable(typeof(PingRequest))]
[JsonSerializable(typeof(Pong))]
[JsonSerializable(typeof(HealthRequest))]
[JsonSerializable(typeof(HealthInfo))]
[JsonSerializable(typeof(RestartEngine))]
[JsonSerializable(typeof(RestartInfo))]
[JsonSerializable(typeof(UpdateEngine))]
[JsonSerializable(typeof(UpdateInfo))]
[JsonSerializable(typeof(MetricsRequest))]
[JsonSerializable(typeof(EngineLogsRequest))]
[JsonSerializable(typeof(EngineLogLine))]
[JsonSerializable(typeof(BootDown))]
[JsonSerializable(typeof(BootDownInfo))]
[JsonSerializable(typeof(BootUp))]
[JsonSerializable(typeof(BootUnit))]
[JsonSerializable(typeof(BootStatusRequest))]
[JsonSerializable(typeof(BootStatus))]
[JsonSerializable(typeof(DoctorRequest))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(ListSettings))]
[JsonSerializable(typeof(GetSetting))]
[JsonSerializable(typeof(SetSetting))]
[JsonSerializable(typeof(UnsetSetting))]
[JsonSerializable(typeof(SettingInfo))]
[JsonSerializable(typeof(SettingList))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(DurationJson)])]
internal sealed partial class EngineJson : JsonSerializerContext;
