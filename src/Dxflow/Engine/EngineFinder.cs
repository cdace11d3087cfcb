using System.Text.RegularExpressions;
using Dxflow.Engine.Remote;
using Dxflow.Engine.Settings;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>
/// Where an engine was found: its socket, or over the network its <see cref="Url"/>, and the profile that says how to sign in there.
/// <see cref="Instant"/>: it was started for this command.
/// </summary>
internal sealed record FoundEngine(string Socket, string Profile, Uri? Url = null, bool Instant = false);

/// <summary>
/// The engine that a command talks to, in this order: 1 what <c>--engine</c> or DXFLOW_ENGINE names, by its address or by a profile whose
/// address it is, 2 the profile's <c>connection-address</c>, 3 the one that has the home, 4 if the command can, an instant one: the same
/// daemon, which ends when nothing needs it any more.
/// </summary>
internal sealed partial class EngineFinder(Home home, string profile, TimeProvider time)
{
    private const string UnixScheme = "unix:";
    private const string Variable = "DXFLOW_ENGINE";

    public async Task<FoundEngine> FindAsync(string? engine, bool instantAllowed, CancellationToken cancel)
    {
        if ((engine ?? Environment.GetEnvironmentVariable(Variable)) is { Length: > 0 } named)
        {
            return ProfileName().IsMatch(named) ? At(AddressOf(named), named) : At(named, profile);
        }

        if (ConfigFile.Read(home.Config(profile)).Get(ConfigKeys.ConnectionAddress).Value is { Length: > 0 } address)
        {
            return At(address, profile);
        }

        var standing = new Standing(home, time);
        if (Directory.Exists(home.Path) && await standing.IsUpAsync(cancel))
        {
            return new FoundEngine(home.Socket, profile);
        }

        if (!instantAllowed)
        {
            throw Fault.Unavailable($"no engine runs in {home.Path}", "start one: dxflow boot up --daemon");
        }

        await standing.StartAsync(["boot", "up", "--instant", "--home", home.Path, "--profile", profile], any: true, cancel);
        return new FoundEngine(home.Socket, profile, Instant: true);
    }

    private static FoundEngine At(string address, string profile) => address.StartsWith(UnixScheme, StringComparison.Ordinal)
        ? new FoundEngine(address[UnixScheme.Length..], profile)
        : new FoundEngine("", profile, RemoteDial.Parse(address));

    /// <summary>Asked for by name, so it is the file's that counts, whatever the environment says of other engines.</summary>
    private string AddressOf(string named) =>
        ConfigFile.Read(home.Config(named)).Values.GetValueOrDefault(ConfigKeys.ConnectionAddress.Name) is { Length: > 0 } address
            ? address
            : throw Fault.Invalid(
                $"'{named}' is no engine: there is no profile of that name with an address",
                $"dxflow config set connection-address https://HOST:PORT --profile {named}; or give the address itself");

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]*\z")]
    private static partial Regex ProfileName();
}
