using System.Collections.Concurrent;

namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// Two threads of their own for work that blocks in the kernel for a moment, which is what starting a process does: two reach what the
/// machine can (3.8k a second), and the thread pool stays free.
/// </summary>
internal sealed class SpawnThreads : IDisposable
{
    private const int Count = 2;

    /// <summary>Beyond this many waiting, the caller waits too.</summary>
    private const int WaitingMax = 100_000;

    private readonly BlockingCollection<Action> work = new(WaitingMax);
    private readonly Thread[] threads;

    public SpawnThreads()
    {
        threads = [.. Enumerable.Range(0, Count).Select(number => new Thread(Run) { IsBackground = true, Name = $"spawn-{number}" })];
        Array.ForEach(threads, thread => thread.Start());
    }

    public Task<T> RunAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    public void Dispose()
    {
        if (!work.IsAddingCompleted)
        {
            work.CompleteAdding();
            Array.ForEach(threads, thread => thread.Join());
        }
    }

    private void Run()
    {
        foreach (var action in work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
