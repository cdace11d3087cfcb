using Dxflow;
using Dxflow.Access;
using Dxflow.Engine;
using Dxflow.Engine.Remote;
using Dxflow.Engine.Settings;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Client;
using Dxflow.Surfaces.Cli.Terminals;

if (SystemCheck.Refused() is { } refused)
{
    return refused;
}

// One face for all three: help and client commands are read here; the daemon is the command `boot up`.
var time = TimeProvider.System;
using var terminal = Terminal.OfProcess();
var host = new CommandHost(terminal, FindEngineAsync, time, EngineLife.Version, Setting);
return await new CommandSurface(Catalog.Nouns, host).RunAsync(args);

static string? Setting(GlobalOptions options, string name) => ConfigKeys.Find(name) is { } key
    ? ConfigFile.Read(Home.Locate(options.Home).Config(options.Profile ?? "default")).Get(key).Value
    : null;

async Task<EngineTarget> FindEngineAsync(TargetWish wish, CancellationToken cancel)
{
    var home = Home.Locate(wish.Home);
    var profile = wish.Profile ?? "default";
    var found = await new EngineFinder(home, profile, time).FindAsync(wish.Engine, wish.Instant, cancel);
    return found.Url is { } url
        ? new EngineTarget(RouteTo(url, home, found.Profile))
        : new EngineTarget(
            UnixRoute.To(found.Socket), found.Instant ? () => BootCommands.ReleaseAsync(home, found.Socket, time) : null);
}

EngineRoute RouteTo(Uri url, Home home, string profile)
{
    var known = new KnownEngines(home);
    var dial = new RemoteDial(url, known.Find(url));
    var route = new EngineRoute(dial.Name, dial.Host, dial.ConnectAsync);
    var key = ConfigFile.Read(home.Config(profile)).Get(ConfigKeys.ConnectionKey).Value;
    var who = new RemoteIdentity(
        home.Path,
        key.Length > 0 ? key : Path.Combine(home.Path, "keys", Environment.UserName + ".pem"),
        Environment.GetEnvironmentVariable("DXFLOW_TOKEN") is { Length: > 0 } given ? given : null);
    var signIn = new RemoteCommands(route, who, () => dial.Certificate, engine => known.Check(url, engine), time);
    return route with { Token = signIn.TokenAsync };
}
