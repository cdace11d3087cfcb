using System.Globalization;
using System.Text.RegularExpressions;
using Dxflow.Foundation.Values;

namespace Dxflow.Engine.Settings;

/// <summary>The closed list of settings; anything else in a profile file is a problem with the nearest name.</summary>
internal static partial class ConfigKeys
{
    private const int CountMax = 1_000_000;

    public static readonly ConfigKey ConnectionAddress = new(
        "connection-address", string.Empty, "The engine that this profile's commands talk to; empty: the local one.", Anything);

    public static readonly ConfigKey ConnectionKey = new(
        "connection-key", string.Empty,
        "The private key that commands sign in with over the network, named as its identity; empty: keys/USER.pem in the home.", Anything);

    public static readonly ConfigKey Runtime = new(
        "runtime", string.Empty, "The runtime of steps that name none; empty: found by what a document needs.", Anything);

    public static readonly ConfigKey ProcessCpus = new(
        "process-cpus", string.Empty, "Cores that tasks of the process runtime may book together; empty: all of the machine.", Cores);

    public static readonly ConfigKey ProcessMemory = new(
        "process-memory", string.Empty, "Memory that tasks of the process runtime may book together; empty: all of the machine.", Size);

    public static readonly ConfigKey MachineResources = new(
        "machine-resources", string.Empty,
        "What else of this machine steps book by name, over all runtimes, like gpu=2,license=3; a container's gpus book gpu.", Counted);

    public static readonly ConfigKey ProcessEnvironment = new(
        "process-environment", string.Empty,
        "Names of the engine's own environment variables that process tasks see, comma-separated.", Anything);

    public static readonly ConfigKey DockerHost = new(
        "docker-host", string.Empty,
        "Where Docker listens, like unix:///var/run/docker.sock; empty: DOCKER_HOST, else its context in use, else its usual socket.",
        ContainerEngine);

    public static readonly ConfigKey PodmanHost = new(
        "podman-host", string.Empty, "Where Podman's API listens; empty: CONTAINER_HOST, else its usual socket.", ContainerEngine);

    public static readonly ConfigKey LogBytesMax = new(
        "log-bytes-max", "64MiB", "How much of each output stream of a task is kept; the oldest goes first.", Size);

    public static readonly ConfigKey RunsKeep = new("runs-keep", "50", "Finished runs kept per workflow.", Count);

    public static readonly ConfigKey RecordingsKeep = new(
        "recordings-keep", "90d", "How long recordings of shells are kept after they were last written.",
        static value => Durations.TryParse(value, out var kept, out _) && kept > TimeSpan.Zero ? null : "must be a duration, like 90d");

    public static readonly ConfigKey RecordingsBytesMax = new(
        "recordings-bytes-max", "1GiB", "How large recordings of shells are together; the oldest goes first.", SomeSize);

    public static readonly ConfigKey RecordingBytesMax = new(
        "recording-bytes-max", "64MiB", "At which size one recording of a shell ends.", SomeSize);

    public static readonly ConfigKey DiskFreeMin = new(
        "disk-free-min", "1GiB", "With less than this free in the home, plan and start warn.", Size);

    public static readonly ConfigKey ObjectsBytesMax = new(
        "objects-bytes-max", string.Empty, "How much the object storage may hold; empty: as much as there is room for.", Size);

    public static readonly ConfigKey HttpAddress = new(
        "http-address", "127.0.0.1:3935", "Where the engine listens in clear text; empty: nowhere.", Address);

    public static readonly ConfigKey HttpsAddress = new("https-address", string.Empty, "Where the engine listens with TLS.", Address);

    public static readonly ConfigKey HttpsCert = new(
        "https-cert", string.Empty, "A certificate with its chain (PEM), instead of one by the engine's own authority.", Anything);

    public static readonly ConfigKey HttpsKey = new("https-key", string.Empty, "The key of https-cert (PEM).", Anything);

    public static readonly ConfigKey HttpsNames = new(
        "https-names", string.Empty, "Further names under which the network knows this machine, comma-separated.", Anything);

    public static readonly ConfigKey TlsTerminated = new(
        "tls-terminated", "false", "Whether a proxy before the engine ends TLS, so that clients see its certificate.", Flag);

    public static readonly ConfigKey ServiceManager = new(
        "service-manager", "auto", "Who keeps a background engine: auto, systemd, openrc, or none for a process of its own.",
        static value => value is "auto" or "systemd" or "openrc" or "none" ? null : "must be auto, systemd, openrc or none");

    public static readonly ConfigKey OtlpEndpoint = new(
        "otlp-endpoint", string.Empty, "Where traces go by OTLP over HTTP, like http://127.0.0.1:4318; empty: OpenTelemetry's variables.",
        static value => value.Length == 0 || (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            ? null
            : "must be an address that begins with http:// or https://");

    public static readonly ConfigKey AllowHostPaths = new(
        "allow-host-paths", string.Empty,
        "Directories of this machine that containers of callers without PLATFORM may be given, comma-separated.", Paths);

    public static readonly ConfigKey AllowDevices = new(
        "allow-devices", string.Empty,
        "Devices that containers of callers without PLATFORM may be given, comma-separated: paths, or gpu.", Anything);

    public static readonly ConfigKey AllowExternal = new(
        "allow-external", string.Empty,
        "Networks, volumes and containers of others that callers without PLATFORM may use by name, comma-separated.", Anything);

    public static readonly ConfigKey AllowHosts = new(
        "allow-hosts", string.Empty,
        "Hosts, as HOST or HOST:PORT, that https: sources may be fetched from though they are not on the public Internet, comma-separated.",
        Anything);

    public static readonly ConfigKey AllowPrivileged = new(
        "allow-privileged", "false",
        "Whether containers of callers without PLATFORM may have whatever they ask for: then each of these callers has this machine.",
        Flag);

    public static readonly IReadOnlyList<ConfigKey> All =
    [
        ConnectionAddress, ConnectionKey, Runtime, ProcessCpus, ProcessMemory, MachineResources, ProcessEnvironment, DockerHost, PodmanHost,
        LogBytesMax, RunsKeep, RecordingsKeep, RecordingsBytesMax, RecordingBytesMax, DiskFreeMin, ObjectsBytesMax,
        HttpAddress, HttpsAddress, HttpsCert, HttpsKey, HttpsNames, TlsTerminated,
        ServiceManager, OtlpEndpoint, AllowHostPaths, AllowDevices, AllowExternal, AllowHosts, AllowPrivileged,
    ];

    public static ConfigKey? Find(string name) => All.FirstOrDefault(key => key.Name == name);

    private static string? ContainerEngine(string value) => value.Length == 0
        || (value.StartsWith("unix:///", StringComparison.Ordinal) && value.Length > "unix:///".Length)
        || (Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "tcp", Port: > 0 })
            ? null
            : "must be unix:///PATH or tcp://HOST:PORT";

    private static string? Anything(string value) => value.Contains('\n') ? "must be one line" : null;

    private static string? Address(string value) =>
        value.Length == 0 || ListenAddress.TryParse(value, 0, out _) ? null : "must be an address: " + ListenAddress.Fix;

    private static string? Paths(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(Path.IsPathFullyQualified)
            ? Anything(value)
            : "must be absolute paths, like /data,/scratch";

    private static string? Flag(string value) => value is "true" or "false" ? null : "must be true or false";

    private static string? Count(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1
            ? null
            : "must be a whole number from 1";

    /// <summary>Names as steps write them under <c>resources</c>, each once, with how many there are.</summary>
    public static IReadOnlyDictionary<string, int>? Counts(string value)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (CountedName().Match(part) is not { Success: true } match
                || !int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || count > CountMax || !found.TryAdd(match.Groups[1].Value, count))
            {
                return null;
            }
        }

        return found.Keys.Any(static name => name is "cpus" or "memory" or "nodes" or "tasks") ? null : found;
    }

    private static string? Counted(string value) =>
        Counts(value) is not null ? null : $"must be names with whole numbers up to {CountMax}, each name once, like gpu=2,license=3";

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_-]{0,62})\s*=\s*([0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex CountedName();

    private static string? Cores(string value) =>
        value.Length == 0 || (
            double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cores) && cores > 0)
            ? null
            : "must be a number of cores above 0, like 8 or 1.5";

    private static string? SomeSize(string value) =>
        ByteSize.TryParse(value, out var bytes, out _) && bytes > 0 ? null : "must be a size with its unit, like 64MiB or 8G";

    private static string? Size(string value) =>
        value.Length == 0 || ByteSize.TryParse(value, out _, out _) ? null : "must be a size with its unit, like 64MiB or 8G";
}
