using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch.Files;

namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// Tells the scheduler to end tasks, many with one command: what has not begun is cancelled, what runs is sent its signal, and killed when
/// its grace is over. That it has ended is said by files and queue, never by the answer here; so it is asked again until it has.
/// Owned by <see cref="BatchKeeper"/>'s loop.
/// </summary>
internal sealed class StopDesk(BatchTools tools, Action<Action<long>> post)
{
    private const int JobsAtOnceMax = 200;
    private const long AgainMilliseconds = 5_000;

    /// <summary>In its first moment a task has a shell that swallows signals, and whatever tells of it comes a little late.</summary>
    private const long YoungMilliseconds = 500;

    /// <summary>With doubling pauses, an hour and a half: what has gone by itself is refused as well.</summary>
    private const int WithdrawalsMax = 10;

    private readonly Dictionary<string, Withdrawal> withdrawn = [];
    private bool isBusy;

    /// <summary>Nothing is left to be told of whose tasks are over.</summary>
    public bool IsIdle => withdrawn.Count == 0;

    /// <summary>A job whose task is over: it is cancelled, as it would do nothing.</summary>
    public void Withdraw(string job) => withdrawn.TryAdd(job, new Withdrawal(0, long.MinValue));

    public void Advance(long now, IEnumerable<BatchTask> tasks, CancellationToken cancel)
    {
        if (isBusy)
        {
            return;
        }

        var due = tasks.Where(task => task is { Stopping: { } stopping, Job: not null } && task.View is not { IsOver: true }
            && now >= stopping.AgainAt && CallOf(task, now) is not null).Take(JobsAtOnceMax).ToList();
        var gone = withdrawn.Where(each => now >= each.Value.At).Select(static each => each.Key).Take(JobsAtOnceMax).ToList();
        if (due.Count + gone.Count == 0)
        {
            return;
        }

        // A kill that did not help is a cancellation the next time.
        var calls = new List<SchedulerCall>();
        foreach (var group in due.GroupBy(task => CallOf(task, now)!.Value))
        {
            IReadOnlyList<string> jobs =
                [.. group.Where(task => group.Key == 0 ? !task.Shares : !IsByFile(task)).Select(static task => task.Job!)];
            if (jobs.Count > 0)
            {
                calls.Add(group.Key == 0 ? tools.Scheduler.Cancel(jobs) : tools.Scheduler.Signal(jobs, group.Key));
            }

            foreach (var stopping in group.Select(static task => task.Stopping!))
            {
                stopping.IsSignalled = true;
                stopping.IsKilled |= group.Key == SignalNames.Kill;
                stopping.AgainAt = now + (group.Key is 0 or SignalNames.Kill ? AgainMilliseconds : 0);
            }

            Tell(group.Where(task => task.Shares || (group.Key != 0 && IsByFile(task))), group.Key);
        }

        isBusy = true;
        _ = RunAsync();

        async Task RunAsync()
        {
            if (gone.Count > 0)
            {
                var end = await tools.Calls.EndAsync(tools.Scheduler.Cancel(gone), cancel);
                post(after => gone.ForEach(job => Settle(job, end.IsWell, after)));
            }

            foreach (var call in calls)
            {
                await tools.Calls.EndAsync(call, cancel);
            }

            post(_ => isBusy = false);
        }
    }

    private void Settle(string job, bool isWell, long now)
    {
        var tries = withdrawn[job].Tries + 1;
        if (isWell || tries == WithdrawalsMax)
        {
            withdrawn.Remove(job);
        }
        else
        {
            withdrawn[job] = new Withdrawal(tries, now + (AgainMilliseconds << (tries - 1)));
        }
    }

    private bool IsByFile(BatchTask task) => task.Shares || !tools.Scheduler.HasSignals;

    /// <summary>The script of their job tells them; a disk that is out of reach now is tried again with the next signal.</summary>
    private static void Tell(IEnumerable<BatchTask> tasks, int signal)
    {
        foreach (var task in tasks)
        {
            try
            {
                SignalFile.Write(task.Ref, signal == 0 ? SignalNames.Kill : signal);
            }
            catch (DiskException)
            {
                task.Stopping!.IsSignalled = false;
            }
        }
    }

    /// <summary>The signal to be sent now; 0: cancel the job; null: nothing.</summary>
    private int? CallOf(BatchTask task, long now)
    {
        var stopping = task.Stopping!;
        return task.BegunAt is not { } begun ? IsByFile(task) ? null : 0
            : now >= stopping.KillAt ? stopping.IsKilled ? 0 : SignalNames.Kill
            : !stopping.IsSignalled && now >= begun + YoungMilliseconds ? stopping.Signal
            : null;
    }

    private sealed record Withdrawal(int Tries, long At);
}
