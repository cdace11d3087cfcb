using System.Net.Sockets;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// Where a container engine is looked for, as its own clients do: what the settings say, else its environment variable, else (Docker) the
/// context in use, else the sockets it makes by itself, the machine's, else the user's own. Addresses are <c>unix:///PATH</c> and
/// <c>tcp://HOST:PORT</c>.
/// </summary>
internal static class EngineSockets
{
    private const string Unix = "unix://";

    public static string Docker(string? setting, Func<string, string?> variable) =>
        DockerSaid(setting, variable) ?? DockerContexts.Address(variable) ?? UsualDocker(variable);

    /// <summary>What the settings or the variable say, before any context.</summary>
    public static string? DockerSaid(string? setting, Func<string, string?> variable) => Given(setting) ?? Given(variable("DOCKER_HOST"));

    public static string UsualDocker(Func<string, string?> variable) => First(variable, "docker.sock", "/var/run/docker.sock");

    public static string Podman(string? setting, Func<string, string?> variable) =>
        Given(setting) ?? Given(variable("CONTAINER_HOST")) ?? First(variable, "podman/podman.sock", "/run/podman/podman.sock");

    /// <summary>The path of a Unix socket; null for an address of another kind.</summary>
    public static string? PathOf(string address) => address.StartsWith(Unix, StringComparison.Ordinal) ? address[Unix.Length..] : null;

    /// <summary>
    /// Whether somebody takes connections there now. Of another machine this is not asked: it would have to be waited for.
    /// </summary>
    public static bool Listens(string address)
    {
        if (PathOf(address) is not { } path)
        {
            return true;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (Exception absent) when (absent is SocketException or ArgumentException)
        {
            return false;
        }
    }

    private static string? Given(string? address) => string.IsNullOrEmpty(address) ? null : address;

    private static string First(Func<string, string?> variable, string own, string ofMachine)
    {
        var mine = variable("XDG_RUNTIME_DIR") is { Length: > 0 } directory ? Path.Combine(directory, own) : null;
        return Unix + (mine is not null && !File.Exists(ofMachine) && File.Exists(mine) ? mine : ofMachine);
    }
}
