using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Shells.Keeping;
using Dxflow.Shells.Recordings;

namespace Dxflow.Shells;

/// <summary>
/// Where things of shells are: holders and the shelf, the directory of recordings; and who tells where a task of a workflow is.
/// </summary>
internal sealed record ShellPlaces(
    HolderPlaces Holders, string Recordings, Func<TaskWish, Caller, CancellationToken, Task<TaskPlace>> Find);

/// <summary>The shell noun of an engine, put together. Nothing is started or asked before somebody wants a shell.</summary>
internal sealed class ShellNoun : IDisposable
{
    private readonly ReadyThread _ready = new("holders");
    private readonly ShellDesk _desk;
    private readonly RecordingDesk _recordings;

    public ShellNoun(
        ShellPlaces at, RecordingRules rules, IReadOnlyList<string> pass, Func<string, string?> variable, TimeProvider time)
    {
        var ground = Ground(new TaskEnvironment(pass, variable).Given, variable);
        var shells = new KeptShells(new ShellShelf(at.Holders.Shelf), new Holders(at.Holders, _ready, time));
        _recordings = new RecordingDesk(shells, new RecordingShelf(at.Recordings), rules, ground.EngineIsRoot, time);
        _desk = new ShellDesk(
            shells, new ShellStarting(shells.Shelf, ground, at.Find), _recordings.Start, ground.EngineIsRoot, time);
        _recordings.KeepRules();
        Services = new Dictionary<Type, object>
        {
            [typeof(ShellDesk)] = _desk,
            [typeof(RecordingDesk)] = _recordings,
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
        _recordings.Dispose();
        _ready.Dispose();
    }
}
