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

/// <summary>
/// The shell noun of an engine, put together. Nothing is started before somebody wants a shell; what recordings are kept is looked at from
/// the start.
/// </summary>
internal sealed class ShellNoun : IDisposable
{
    private readonly ReadyThread _ready = new("holders");
    private readonly ShellDesk _desk;
    private readonly RecordingDesk _recordings;

    public ShellNoun(
        ShellPlaces at, RecordingRules rules, IReadOnlyList<string> pass, Func<string, string?> variable, TimeProvider time)
    {
        var ground = ShellGround.Of(
            ShellGround.SystemHere, new TaskEnvironment(pass, variable).Given, variable, FileCalls.EffectiveUser() == 0, Path.Exists);
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

    public Task StopAllAsync() => _desk.StopAllAsync();

    /// <summary>Shells and their holders go on.</summary>
    public void Dispose()
    {
        _desk.Dispose();
        _recordings.Dispose();
        _ready.Dispose();
    }
}
