using Dxflow;
using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Client;
using Dxflow.Surfaces.Cli.Terminals;

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
    var (socket, instant) = await new EngineFinder(home, wish.Profile ?? "default", time).FindAsync(wish.Engine, wish.Instant, cancel);
    return new EngineTarget(socket, instant ? () => BootCommands.ReleaseAsync(home, socket, time) : null);
}
