using Dxflow.Engine.Settings;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>
/// The engine that a command talks to, in this order: 1 what <c>--engine</c> names, 2 the profile's <c>connection-address</c>, 3 the
/// one that has the home, 4 if the command can, an instant one: the same daemon, which ends when nothing needs it any more.
/// </summary>
internal sealed class EngineFinder(Home home, string profile, TimeProvider time)
{
    private const string UnixScheme = "unix:";

    /// <summary>The socket, and whether the engine behind it was started for this command.</summary>
    public async Task<(string Socket, bool Instant)> FindAsync(string? engine, bool instantAllowed, CancellationToken cancel)
    {
        var address = engine ?? ConfigFile.Read(home.Config(profile)).Get(ConfigKeys.ConnectionAddress).Value;
        if (address.Length > 0)
        {
            return address.StartsWith(UnixScheme, StringComparison.Ordinal)
                ? (address[UnixScheme.Length..], false)
                : throw Fault.Invalid(
                    $"'{address}' is no engine that this version can reach", "give its socket: --engine unix:/path/to/engine.sock");
        }

        var standing = new Standing(home, time);
        if (Directory.Exists(home.Path) && await standing.IsUpAsync(cancel))
        {
            return (home.Socket, false);
        }

        if (!instantAllowed)
        {
            throw Fault.Unavailable($"no engine runs in {home.Path}", "start one: dxflow boot up --daemon");
        }

        await standing.StartAsync(["boot", "up", "--instant", "--home", home.Path, "--profile", profile], any: true, cancel);
        return (home.Socket, true);
    }
}
