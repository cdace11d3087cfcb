using Dxflow.Engine.Remote;
using Dxflow.Engine.Settings;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>
/// Where an engine was found: its socket, or over the network its <see cref="Url"/>. <see cref="Instant"/>: it was started for this
/// command.
/// </summary>
internal sealed record FoundEngine(string Socket, Uri? Url = null, bool Instant = false);

/// <summary>
/// The engine that a command talks to, in this order: 1 what <c>--engine</c> or DXFLOW_ENGINE names, 2 the profile's
/// <c>connection-address</c>, 3 the one that has the home, 4 if the command can, an instant one: the same daemon, which ends when nothing
/// needs it any more.
/// </summary>
internal sealed class EngineFinder(Home home, string profile, TimeProvider time)
{
    private const string UnixScheme = "unix:";
    private const string Variable = "DXFLOW_ENGINE";

    public async Task<FoundEngine> FindAsync(string? engine, bool instantAllowed, CancellationToken cancel)
    {
        var address = engine ?? Environment.GetEnvironmentVariable(Variable)
            ?? ConfigFile.Read(home.Config(profile)).Get(ConfigKeys.ConnectionAddress).Value;
        if (address.Length > 0)
        {
            return address.StartsWith(UnixScheme, StringComparison.Ordinal)
                ? new FoundEngine(address[UnixScheme.Length..])
                : new FoundEngine("", RemoteDial.Parse(address));
        }

        var standing = new Standing(home, time);
        if (Directory.Exists(home.Path) && await standing.IsUpAsync(cancel))
        {
            return new FoundEngine(home.Socket);
        }

        if (!instantAllowed)
        {
            throw Fault.Unavailable($"no engine runs in {home.Path}", "start one: dxflow boot up --daemon");
        }

        await standing.StartAsync(["boot", "up", "--instant", "--home", home.Path, "--profile", profile], any: true, cancel);
        return new FoundEngine(home.Socket, Instant: true);
    }
}
