using System.Collections.Concurrent;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Images;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// Attempts whose image is being fetched or built: accepted, and started when it is there. Nobody is kept waiting by them, and each can be
/// given up at any time. What an engine that is out of reach has not done is asked for again. After a restart nothing of this is left: such
/// an attempt never ran.
/// </summary>
internal sealed class ImageWaits(Action<TaskReport> report, TimeProvider time, Action<string> log) : IAsyncDisposable
{
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<AttemptId, Wait> waits = new();

    public bool Contains(AttemptId id) => waits.ContainsKey(id);

    /// <summary>Those of a run, and what each waits for.</summary>
    public IEnumerable<(AttemptId Id, ImageWish Wish)> Of(string run) =>
        waits.Where(pair => pair.Key.Run == run).Select(static pair => (pair.Key, pair.Value.Wish));

    /// <summary>Begins to wait; <paramref name="start"/> fetches, starts and says what came of it; null: once more.</summary>
    public TaskReport Add(AttemptId id, ImageWish wish, Func<CancellationToken, Task<TaskReport?>> start)
    {
        var wait = new Wait(wish);
        if (waits.TryAdd(id, wait))
        {
            wait.Task = Task.Run(() => RunAsync(id, wait, start));
            wait.Begun.SetResult();
        }

        return Queued(id);
    }

    public static TaskReport Queued(AttemptId id) => new(id, TaskState.Queued);

    /// <summary>Gives an attempt up; false if it did not wait. What it had come to is to be found out.</summary>
    public async Task<bool> EndAsync(AttemptId id)
    {
        if (!waits.TryGetValue(id, out var wait))
        {
            return false;
        }

        await wait.Over.CancelAsync();
        await wait.Begun.Task;
        await wait.Task;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in waits.Keys)
        {
            await EndAsync(id);
        }
    }

    private async Task RunAsync(AttemptId id, Wait wait, Func<CancellationToken, Task<TaskReport?>> start)
    {
        try
        {
            for (var pause = PauseFirst; !wait.Over.IsCancellationRequested; pause = pause * 2 > PauseMax ? PauseMax : pause * 2)
            {
                if (await TryAsync(id, start, wait.Over.Token) is { } told)
                {
                    report(told);
                    return;
                }

                await Task.Delay(pause, time, wait.Over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            waits.TryRemove(id, out _);
        }
    }

    /// <summary>Null: not now, because the engine or a disk is out of reach, or because it was given up.</summary>
    private async Task<TaskReport?> TryAsync(AttemptId id, Func<CancellationToken, Task<TaskReport?>> start, CancellationToken over)
    {
        try
        {
            return await start(over);
        }
        catch (Exception notNow)
        {
            if (notNow is not (Fault or DiskException or IOException or OperationCanceledException))
            {
                log($"attempt {id} is started again, after {notNow.GetType().Name}: {notNow.Message}");
            }

            return null;
        }
    }

    private sealed class Wait(ImageWish wish)
    {
        public ImageWish Wish { get; } = wish;

        public CancellationTokenSource Over { get; } = new();

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
