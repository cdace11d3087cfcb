namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// Where the engines that speak Docker's API differ. Which of them answers is told by its <c>/_ping</c>, not by what it was called.
/// </summary>
internal sealed record Dialect(string Product)
{
    public static readonly Dialect Docker = new("Docker");

    public static readonly Dialect Podman = new("Podman")
    {
        EndsOutliveDaemon = true,
        FollowsLoseLines = true,
        BuildsByTexts = true,
        ChecksByTimer = true,
        HasNoLinks = true,
    };

    /// <summary>
    /// A container's end is recorded by a process of its own, so it is known also when nobody served the API. Where it is not, what
    /// ended while the daemon was down is lost.
    /// </summary>
    public bool EndsOutliveDaemon { get; init; }

    /// <summary>A log that is followed has holes where much is written at once; asked for again it has none.</summary>
    public bool FollowsLoseLines { get; init; }

    /// <summary>
    /// Hosts and limits of a build are one JSON array of texts each. Elsewhere hosts come one by one, and limits as objects.
    /// </summary>
    public bool BuildsByTexts { get; init; }

    /// <summary>Checks of containers are run by timers of systemd, so nowhere else; but also whenever somebody asks for one.</summary>
    public bool ChecksByTimer { get; init; }

    /// <summary>Links are taken and forgotten: what one container calls another has to be a name of that one, for all.</summary>
    public bool HasNoLinks { get; init; }
}

/// <summary>
/// What is spoken with an engine: the version of the API that both know, as it stands in every path. <see cref="Libpod"/> is Podman's own.
/// </summary>
internal sealed record ApiVersion(Dialect Dialect, int Major, int Minor)
{
    /// <summary>What <c>/_ping</c> says where the builder of old is wanted: on Windows, or because its operator said so.</summary>
    private const string ClassicBuilder = "1";

    /// <summary>The newest that the records here were written for; older engines are asked in their own.</summary>
    private static readonly (int Major, int Minor) Newest = (1, 47);

    public Version? Libpod { get; private init; }

    /// <summary>
    /// Docker has it built in since 18.09. Whether it is the default is another question, which older daemons answer by silence.
    /// </summary>
    public bool HasBuildKit { get; private init; }

    public override string ToString() => $"v{Major}.{Minor}";

    /// <summary>From the headers of <c>/_ping</c>; what says nothing is taken for the oldest that is still in use.</summary>
    public static ApiVersion Of(string? version, string? libpod = null, string? builder = null)
    {
        var parts = (version ?? "").Split('.');
        var told = parts.Length == 2 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor)
            ? (major, minor)
            : (1, 40);
        var (newestMajor, newestMinor) = told.CompareTo(Newest) > 0 ? Newest : told;
        return new ApiVersion(libpod is null ? Dialect.Docker : Dialect.Podman, newestMajor, newestMinor)
        {
            Libpod = Version.TryParse(libpod?.Split('-')[0], out var own) ? own : null,
            HasBuildKit = libpod is null && builder != ClassicBuilder && told.CompareTo((1, 39)) >= 0,
        };
    }

    public bool IsAtLeast(int major, int minor) => (Major, Minor).CompareTo((major, minor)) >= 0;
}
