using System.Collections.Concurrent;
using System.Threading.Channels;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Operations;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Process.Ending;

/// <summary>
/// Brings tasks to their end: signals and kills what is to be stopped, clears away what an ended task has left, reaps, and reports.
/// One loop for all of them, so that a pass over the processes of the machine serves many tasks and nothing needs a lock.
/// </summary>
internal sealed class TaskKeeper : IAsyncDisposable
{
    private const int DiskRetryMilliseconds = 5_000;

    /// <summary>So many times as long as a pass over all processes took, there is none.</summary>
    private const int PassPauseFactor = 4;

    private readonly ConcurrentDictionary<AttemptId, ProcessTask> live = new();
    private readonly Dictionary<AttemptId, Attention> attentions = [];

    /// <summary>
    /// Unbounded, but one entry for each end and each stop of a live task; the engine bounds those. While it is idle the loop goes on on
    /// the thread that saw the end, which does nothing else.
    /// </summary>
    private readonly Channel<Action<long>> inbox = Channel.CreateUnbounded<Action<long>>(
        new UnboundedChannelOptions { AllowSynchronousContinuations = true });
    private readonly ReadyThread ready;
    private readonly TimeProvider time;
    private readonly Action<TaskReport> report;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;
    private long passNotBefore;

    public TaskKeeper(ReadyThread ready, TimeProvider time, Action<TaskReport> report)
    {
        this.ready = ready;
        this.time = time;
        this.report = report;
        loop = RunAsync();
    }

    public IEnumerable<ProcessTask> Live => live.Values;

    public bool IsLive(string id) => AttemptId.TryParse(id, out var parsed) && live.ContainsKey(parsed.Value);

    public ProcessTask? Find(AttemptId id) => live.GetValueOrDefault(id);

    /// <summary>Watches a task's wrapper from now on. If it is watched already, that one stays and is returned.</summary>
    public ProcessTask Watch(ProcessTask task)
    {
        var kept = live.GetOrAdd(task.Id, task);
        if (kept != task)
        {
            task.Dispose();
            return kept;
        }

        try
        {
            ready.Watch(task.Handle!, toWrite: false, () => Post(now => Attend(task).Ended(now)));
            return task;
        }
        catch
        {
            live.TryRemove(task.Id, out _);
            task.Dispose();
            throw;
        }
    }

    /// <summary>Clears away what is left of a task whose wrapper had ended before it was found, and returns its final report.</summary>
    public Task<TaskReport> SettleAsync(TaskRef task, Finding finding)
    {
        var ended = new ProcessTask(task, 0, null, isChild: false) { Cgroups = finding.Cgroups, StartedAt = finding.StartedAt };
        Post(now =>
        {
            var attention = Attend(ended);
            attention.Finding ??= finding;
            attention.Ended(now);
            if (attention.Task != ended)
            {
                // Asked for twice at once: both get the one answer.
                _ = PassOnAsync(attention.Task, ended);
            }
        });
        return ended.Ended;
    }

    public void Stop(ProcessTask task, int signal, TimeSpan grace) =>
        Post(now =>
        {
            if (live.ContainsKey(task.Id))
            {
                Attend(task).Stop(signal, now, (long)grace.TotalMilliseconds);
            }
        });

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        foreach (var task in live.Values)
        {
            task.Dispose();
        }

        stopping.Dispose();
    }

    private static async Task PassOnAsync(ProcessTask from, ProcessTask to) => to.End(await from.Ended);

    private void Post(Action<long> action) => inbox.Writer.TryWrite(action);

    private Attention Attend(ProcessTask task)
    {
        if (!attentions.TryGetValue(task.Id, out var attention))
        {
            attentions.Add(task.Id, attention = new Attention(task));
        }

        return attention;
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            while (await inbox.Reader.WaitToReadAsync(stopping.Token))
            {
                await AttendAllAsync();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine stops; the tasks go on and are found by the next one.
        }
    }

    private async Task AttendAllAsync()
    {
        do
        {
            while (inbox.Reader.TryRead(out var action))
            {
                action(Now());
            }

            var now = Now();
            AttendTo([.. attentions.Values.Where(attention => attention.Due <= now)], now);
            if (attentions.Count > 0)
            {
                await PauseAsync(attentions.Values.Min(attention => attention.Due) - Now());
            }
        }
        while (attentions.Count > 0);
    }

    /// <summary>Until something comes in or the time is up.</summary>
    private async Task PauseAsync(long milliseconds)
    {
        if (milliseconds <= 0 || inbox.Reader.TryPeek(out _))
        {
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var delay = Task.Delay(TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue)), time, over.Token);
        await Task.WhenAny(inbox.Reader.WaitToReadAsync(over.Token).AsTask(), delay);
        await over.CancelAsync();
        stopping.Token.ThrowIfCancellationRequested();
    }

    private void AttendTo(Attention[] due, long now)
    {
        var known = Array.FindAll(due, attention => MayLook(attention, now) && (!attention.HasEnded || Learn(attention, now)));
        var processes = LeftProcesses.Of(known.Select(attention => attention.Task));
        passNotBefore = Array.TrueForAll(known, attention => attention.Task.Cgroups.CanKill)
            ? passNotBefore
            : Now() + (PassPauseFactor * (Now() - now));
        for (var index = 0; index < known.Length; index++)
        {
            var attention = known[index];
            switch (attention.Decide(now, processes[index].Any))
            {
                case Care.Signal:
                    if (processes[index].Signal(attention.Signal) > 0)
                    {
                        attention.Signalled();
                    }

                    break;
                case Care.Kill:
                    processes[index].Kill();
                    break;
                case Care.Finish:
                    Finish(attention, processes[index]);
                    break;
            }
        }
    }

    /// <summary>
    /// A task without a cgroup costs a pass over all processes. Those that come while the last pass is still fresh wait for the next one
    /// together, so that looking never takes more than a part of the time.
    /// </summary>
    private bool MayLook(Attention attention, long now)
    {
        if (attention.Task.Cgroups.CanKill || now >= passNotBefore)
        {
            return true;
        }

        attention.Postpone(now, passNotBefore - now);
        return false;
    }

    /// <summary>Finds out how an ended task ended. False: that has to wait, or another wrapper turned out to run it.</summary>
    private bool Learn(Attention attention, long now)
    {
        try
        {
            var finding = attention.Finding ??= Finding.OfEnded(attention.Task.Ref, attention.Task.Cgroups, attention.Task.StartedAt);
            if (finding.Running is null)
            {
                return true;
            }

            Replace(attention.Task, finding);
            return false;
        }
        catch (Fault)
        {
            // The disk cannot be read or written: the same question again, as long as it takes.
            attention.Postpone(now, DiskRetryMilliseconds);
            return false;
        }
    }

    /// <summary>Our wrapper came second and ran nothing; the one that holds the token is watched in its place.</summary>
    private void Replace(ProcessTask task, Finding finding)
    {
        attentions.Remove(task.Id);
        live.TryRemove(task.Id, out _);
        if (task.IsChild)
        {
            ChildProcess.Reap(task.Wrapper);
        }

        task.Dispose();
        var other = Watch(new ProcessTask(task.Ref, finding.Wrapper, finding.Running, finding.IsChild)
        {
            Cgroups = finding.Cgroups,
            StartedAt = finding.StartedAt,
        });
        _ = PassOnAsync(other, task);
    }

    private void Finish(Attention attention, LeftProcesses left)
    {
        var task = attention.Task;
        var child = task.IsChild ? ChildProcess.Reap(task.Wrapper) : null;
        var final = attention.Finding!.Report(task.Ref) with
        {
            StartedAt = task.StartedAt,
            Usage = new TaskUsage(
                task.Cgroups.CpuSeconds ?? child?.CpuSeconds,
                task.Cgroups.MemoryPeakBytes),
        };
        if (attention.HasLeftovers)
        {
            final = final with { Detail = $"processes that cannot be killed are left: {left}" };
        }

        attentions.Remove(task.Id);
        live.TryRemove(task.Id, out _);
        if (task.Handle is not null)
        {
            report(final);
        }

        task.End(final);
        task.Dispose();
    }

    private long Now() => (long)time.GetElapsedTime(0).TotalMilliseconds;
}
