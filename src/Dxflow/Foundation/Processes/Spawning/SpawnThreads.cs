namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// Two threads of their own for work that blocks in the kernel for a moment, which is what starting a process does: two reach what the
/// machine can (3.8k a second), and the thread pool stays free. Idle they sleep at once: the framework's queues first spin for a while,
/// on the cores that tasks want.
/// </summary>
internal sealed class SpawnThreads : IDisposable
{
    private const int Count = 2;

    /// <summary>Beyond this many waiting, the caller waits too.</summary>
    private const int WaitingMax = 100_000;

    private readonly object gate = new();
    private readonly Queue<Action> work = [];
    private readonly Thread[] threads;
    private bool isOver;

    public SpawnThreads()
    {
        threads = [.. Enumerable.Range(0, Count).Select(number => new Thread(Run) { IsBackground = true, Name = $"spawn-{number}" })];
        Array.ForEach(threads, thread => thread.Start());
    }

    public Task<T> RunAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(() =>
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

    /// <summary>What waits is still done.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            Monitor.PulseAll(gate);
        }

        Array.ForEach(threads, thread => thread.Join());
    }

    private void Add(Action action)
    {
        lock (gate)
        {
            while (work.Count >= WaitingMax && !isOver)
            {
                Monitor.Wait(gate);
            }

            if (isOver)
            {
                throw new InvalidOperationException("the threads that start processes have ended");
            }

            work.Enqueue(action);
            Monitor.Pulse(gate);
        }
    }

    private void Run()
    {
        while (Next() is { } action)
        {
            action();
        }
    }

    /// <summary>Null: it is over.</summary>
    private Action? Next()
    {
        lock (gate)
        {
            while (work.Count == 0 && !isOver)
            {
                Monitor.Wait(gate);
            }

            if (work.Count == WaitingMax)
            {
                // Callers wait at the same gate as the threads, so all are woken.
                Monitor.PulseAll(gate);
            }

            return work.TryDequeue(out var action) ? action : null;
        }
    }
}
