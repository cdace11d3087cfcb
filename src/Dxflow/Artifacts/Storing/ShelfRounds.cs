using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// Gives incoming bytes their names, durably, for all who add at that time together: while one round is under way whoever comes waits,
/// and the next round takes all of them, so that many small additions share the waits for the disk.
/// <list type="number">
/// <item>What the shelf has already is left out, and so is a second of the same content.</item>
/// <item>The rest is made durable, a few files at once: a disk takes many flushes in little more than the time of one.</item>
/// <item>Each gets its name.</item>
/// <item>Names that are not known to be durable are made so, also those of what was left out: a life before this one may have given
/// them and ended.</item>
/// </list>
/// Only then is anyone told. A round that fails has failed for all in it, and each may add again.
/// </summary>
internal sealed class ShelfRounds(ObjectShelf shelf, Action<string>? syncFile = null, Action<string>? syncDirectory = null)
{
    private const int SyncsAtOnceMax = 4;

    private readonly Lock _gate = new();
    private readonly Action<string> _syncFile = syncFile ?? SyncFile;
    private readonly Action<string> _syncDirectory = syncDirectory ?? FileCalls.SyncDirectory;

    // Directories in which this life has given no name since it last synced them. Rounds follow each other, so no lock.
    private readonly HashSet<string> _durable = [];
    private List<Waiting> _waiting = [];
    private bool _isRunning;

    /// <summary>Complete when all of it is durable under its name. The files of what was left out stay the caller's to remove.</summary>
    public Task PublishAsync(IReadOnlyList<Incoming> items)
    {
        if (items.Count == 0)
        {
            return Task.CompletedTask;
        }

        var waiting = new Waiting(items);
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_isRunning)
            {
                return waiting.Done.Task;
            }

            _isRunning = true;
        }

        _ = Task.Run(RunAsync);
        return waiting.Done.Task;
    }

    private async Task RunAsync()
    {
        while (Next() is { } round)
        {
            try
            {
                await PublishAllAsync([.. round.SelectMany(static waiting => waiting.Items)]);
                round.ForEach(static waiting => waiting.Done.SetResult());
            }
            catch (Exception failure)
            {
                // What it got done is not known.
                _durable.Clear();
                round.ForEach(waiting => waiting.Done.SetException(failure));
            }
        }
    }

    private List<Waiting>? Next()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isRunning = false;
                return null;
            }

            var round = _waiting;
            _waiting = [];
            return round;
        }
    }

    private async Task PublishAllAsync(List<Incoming> items)
    {
        // 1
        var fresh = items.DistinctBy(static item => (item.Kind, item.Sha256))
            .Where(item => !shelf.Renew(item.Kind, item.Sha256, item.Length)).ToList();

        // 2
        await SyncAsync([.. fresh.Select(static item => item.Path)], _syncFile);

        // 3
        foreach (var (path, kind, sha256, _) in fresh)
        {
            _durable.ExceptWith(shelf.Put(path, kind, sha256));
        }

        // 4
        var unsure = items.Select(item => shelf.DirectoriesOf(item.Kind, item.Sha256))
            .SelectMany(static names => new[] { names.Own, names.Above })
            .Where(name => !_durable.Contains(name)).Distinct().ToList();
        await SyncAsync(unsure, _syncDirectory);
        _durable.UnionWith(unsure);
    }

    private static async Task SyncAsync(List<string> paths, Action<string> sync)
    {
        if (paths.Count == 1)
        {
            sync(paths[0]);
            return;
        }

        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = SyncsAtOnceMax }, (path, _) =>
        {
            sync(path);
            return default;
        });
    }

    private static void SyncFile(string path)
    {
        using var file = FileCalls.Open(path, Libc.ReadOnly);
        FileCalls.Sync(file, path);
    }

    private sealed record Waiting(IReadOnlyList<Incoming> Items)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
