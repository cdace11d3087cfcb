using System.Runtime.ExceptionServices;
using Dxflow.Storage.Journals;

namespace Dxflow.Storage;

/// <summary>
/// Syncs several files side by side, because a disk takes four flushes in little more than the time of one. The calling thread does
/// its share; helpers are started when there is first something for them. One caller at a time.
/// </summary>
internal sealed class SyncCrew : IDisposable
{
    private const int HelpersMax = 3;

    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _stop = new();
    private int _helpers;
    private volatile Round _round = new([]);

    /// <summary>Returns when every file is durable; throws the first failure when none is being synced any more.</summary>
    public void Sync(IReadOnlyList<JournalFile> files)
    {
        if (files.Count == 1)
        {
            files[0].Sync();
            return;
        }

        var round = _round = new Round(files);
        var wanted = Math.Min(HelpersMax, files.Count - 1);
        for (; _helpers < wanted; _helpers++)
        {
            new Thread(Help) { IsBackground = true, Name = "dxflow-sync" }.Start();
        }

        if (wanted > 0)
        {
            _work.Release(wanted);
        }

        round.Work();
        round.Finish();
    }

    public void Dispose() => _stop.Cancel();

    private void Help()
    {
        try
        {
            while (true)
            {
                _work.Wait(_stop.Token);
                _round.Work();
            }
        }
        catch (OperationCanceledException)
        {
            // The crew is dismissed.
        }
    }

    private sealed class Round(IReadOnlyList<JournalFile> files)
    {
        private readonly Lock _gate = new();
        private readonly ManualResetEventSlim _done = new(files.Count == 0);
        private ExceptionDispatchInfo? _failure;
        private int _next;
        private int _left = files.Count;

        public void Work()
        {
            while (Interlocked.Increment(ref _next) - 1 is var mine && mine < files.Count)
            {
                try
                {
                    files[mine].Sync();
                }
                catch (Exception failure)
                {
                    lock (_gate)
                    {
                        _failure ??= ExceptionDispatchInfo.Capture(failure);
                    }
                }

                if (Interlocked.Decrement(ref _left) == 0)
                {
                    _done.Set();
                }
            }
        }

        public void Finish()
        {
            _done.Wait();
            _failure?.Throw();
        }
    }
}
