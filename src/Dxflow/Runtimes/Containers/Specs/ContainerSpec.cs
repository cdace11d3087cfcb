using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>
/// One container as Compose describes it, resolved for a container engine: no variable, short form or relative path is left, and
/// networks and volumes have the names they have there. Null or empty is "not given": the engine's or the image's own default stands.
/// Command, environment, working directory and labels are the task's; its cpus and memory as well. Sizes in bytes.
/// <see cref="UseApiSocket"/>: the runtime's own socket is to be seen in it, where its tools look for it. <see cref="HealthcheckOff"/>: the
/// image's own check is not run. <see cref="StopSignal"/>, <see cref="StopSeconds"/>: how others than us are to stop it.
/// It is part of a stored plan, so a new member needs a default.
/// </summary>
internal sealed record ContainerSpec(
    ContainerImage Image,
    string? Name = null,
    string? User = null,
    IReadOnlyList<string>? GroupAdd = null,
    bool? Init = null,
    bool Tty = false,
    bool StdinOpen = false,
    bool ReadOnly = false,
    string? Runtime = null,
    ContainerNetworking? Networking = null,
    IReadOnlyList<ContainerMount>? Mounts = null,
    IReadOnlyList<ContainerFile>? Files = null,
    IReadOnlyList<string>? VolumesFrom = null,
    ContainerSecurity? Security = null,
    ContainerNamespaces? Namespaces = null,
    ContainerLimits? Limits = null,
    ContainerDevices? Devices = null,
    ContainerLogging? Logging = null,
    IReadOnlyDictionary<string, string>? Annotations = null,
    IReadOnlyDictionary<string, string>? StorageOptions = null,
    IReadOnlyList<ContainerHook>? PostStart = null,
    IReadOnlyList<ContainerHook>? PreStop = null,
    bool UseApiSocket = false,
    bool HealthcheckOff = false,
    string? StopSignal = null,
    int? StopSeconds = null);

/// <summary>
/// Which image, and how it comes to be there. <see cref="Platform"/> is os[/arch[/variant]]. <see cref="RefreshAfter"/> belongs to
/// <see cref="PullPolicy.Refresh"/>.
/// </summary>
internal sealed record ContainerImage(
    string Reference,
    PullPolicy Pull = PullPolicy.Missing,
    string? Platform = null,
    ImageBuild? Build = null,
    TimeSpan? RefreshAfter = null);

/// <summary><see cref="Missing"/> first: it is what Compose does by default. Build: built anew at each start.</summary>
[JsonConverter(typeof(WireEnum<PullPolicy>))]
internal enum PullPolicy
{
    Missing,
    Always,
    Never,
    Build,
    Daily,
    Weekly,

    /// <summary>Pulled again once the last pull is longer ago than <see cref="ContainerImage.RefreshAfter"/>.</summary>
    Refresh,
}

/// <summary>
/// How an image is built. <see cref="Context"/> and <see cref="Dockerfile"/> are absolute paths on the engine's machine (the context may
/// be a URL); <see cref="DockerfileInline"/> is text in place of a file. Secrets by their id, with the file or the value.
/// </summary>
internal sealed record ImageBuild(
    string Context,
    string? Dockerfile = null,
    string? DockerfileInline = null,
    IReadOnlyDictionary<string, string>? Args = null,
    string? Target = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyList<string>? Tags = null,
    IReadOnlyList<string>? CacheFrom = null,
    IReadOnlyList<string>? ExtraHosts = null,
    string? Network = null,
    long? ShmSizeBytes = null,
    bool NoCache = false,
    bool Pull = false,
    bool Privileged = false,
    string? Isolation = null,
    IReadOnlyDictionary<string, string>? AdditionalContexts = null,
    IReadOnlyList<ContainerFile>? Secrets = null,
    IReadOnlyList<string>? Ssh = null,
    IReadOnlyList<ContainerUlimit>? Ulimits = null,
    IReadOnlyList<string>? Platforms = null,
    IReadOnlyList<string>? CacheTo = null,
    IReadOnlyList<string>? Entitlements = null);

/// <summary>
/// <see cref="Type"/> is bind, volume, tmpfs, image or npipe. A bind's source is an absolute path; a volume's is its name in the
/// container engine, null for an anonymous one. Sizes in bytes. <see cref="TmpfsOptions"/> are mount options beyond size and mode, as
/// they were written (<c>noexec,uid=5</c>); <see cref="Labels"/> are an anonymous volume's.
/// </summary>
internal sealed record ContainerMount(
    string Type,
    string? Source,
    string Target,
    bool ReadOnly = false,
    string? Propagation = null,
    bool CreateHostPath = false,
    string? SeLinux = null,
    string? Recursive = null,
    bool NoCopy = false,
    string? SubPath = null,
    long? TmpfsSizeBytes = null,
    int? TmpfsMode = null,
    string? Consistency = null,
    string? TmpfsOptions = null,
    IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>
/// A config or secret: a file at <see cref="Target"/> with the content of <see cref="Source"/> (an absolute path on the engine's
/// machine), or with <see cref="Content"/>. Mode as a number (octal 0444 is 292). <see cref="Secret"/>: never shown.
/// </summary>
internal sealed record ContainerFile(
    string Name,
    string Target,
    string? Source = null,
    string? Content = null,
    string? Uid = null,
    string? Gid = null,
    int? Mode = null,
    bool Secret = false);

internal sealed record ContainerLogging(string? Driver = null, IReadOnlyDictionary<string, string>? Options = null);

/// <summary>A command run in the container after its start or before its stop.</summary>
internal sealed record ContainerHook(
    IReadOnlyList<string> Command,
    string? User = null,
    bool Privileged = false,
    string? WorkingDirectory = null,
    IReadOnlyDictionary<string, string>? Environment = null);
