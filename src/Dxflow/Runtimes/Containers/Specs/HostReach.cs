namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>
/// Which paths of the host a container may be given: those within <see cref="Roots"/>, except <see cref="Guarded"/> (what belongs to
/// container engines, the engine's home), what lies in one of these and what one of them lies in. Paths are compared with all links
/// followed. Asked when a plan is made, and again by the runtime just before a container or an image is made of it, because links change.
/// </summary>
internal sealed record HostReach(IReadOnlyList<string> Roots, IReadOnlyList<string> Guarded)
{
    /// <summary>Where container engines listen and keep their containers: whoever has one of these has the machine.</summary>
    public static readonly IReadOnlyList<string> Engines =
    [
        "/run/docker.sock", "/var/run/docker.sock", "/run/docker", "/run/podman", "/run/user", "/run/containerd", "/run/crio",
        "/run/buildkit", "/var/lib/docker", "/var/lib/containerd", "/var/lib/containers",
    ];

    /// <summary>Why a path may not be given, in words that follow it; null if it may.</summary>
    public string? Refusal(string path) =>
        RealPath.Of(path) is not { } real ? "cannot be followed by the engine, so nobody knows where it leads"
        : Guard(real) is { } own ? $"leads to {own}, which gives the machine away"
        : Roots.Any(root => RealPath.Of(root) is { } place && Within(real, place)) ? null
        : real == path ? "is outside of what may be mounted" : $"leads to {real}, outside of what may be mounted";

    /// <summary>Whether no root could make the path one that may be given.</summary>
    public bool IsGuarded(string path) => RealPath.Of(path) is not { } real || Guard(real) is not null;

    private string? Guard(string real) =>
        Guarded.FirstOrDefault(guarded => Meet(RealPath.Of(guarded) ?? guarded, real));

    private static bool Meet(string one, string other) => Within(one, other) || Within(other, one);

    private static bool Within(string path, string directory) =>
        directory == "/" || path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal);
}
