using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Shells.Keeping;

namespace Dxflow.Shells;

/// <summary>The shell noun of an engine, put together. Nothing is started or asked before somebody wants a shell.</summary>
internal sealed class ShellNoun : IDisposable
{
    private readonly ReadyThread _ready = new("holders");
    private readonly ShellDesk _desk;

    public ShellNoun(HolderPlaces places, IReadOnlyList<string> pass, Func<string, string?> variable, TimeProvider time)
    {
        var ground = Ground(new TaskEnvironment(pass, variable).Given, variable);
        var shells = new KeptShells(new ShellShelf(places.Shelf), new Holders(places, _ready, time));
        _desk = new ShellDesk(shells, ground, time);
        Services = new Dictionary<Type, object>
        {
            [typeof(ShellDesk)] = _desk,
            [typeof(ShellViews)] = new ShellViews(shells, ground.EngineIsRoot),
        };
    }

    public IReadOnlyDictionary<Type, object> Services { get; }

    /// <summary>The shell of the engine's user, as the system's own terminals would take it.</summary>
    private static ShellGround Ground(IReadOnlyDictionary<string, string> environment, Func<string, string?> variable) => new(
        environment,
        variable("SHELL") is { Length: > 0 } shell && File.Exists(shell) ? shell : File.Exists("/bin/bash") ? "/bin/bash" : "/bin/sh",
        environment.GetValueOrDefault("HOME") is { } home && Directory.Exists(home) ? home : "/",
        FileCalls.EffectiveUser() == 0);

    public Task StopAllAsync() => _desk.StopAllAsync();

    /// <summary>Shells and their holders go on.</summary>
    public void Dispose()
    {
        _desk.Dispose();
        _ready.Dispose();
    }
}
