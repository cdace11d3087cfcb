using System.Collections.Concurrent;
using System.Threading.Channels;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// Brings tasks of a batch scheduler from their being asked for to their end. One loop owns them all; what takes time (programs of the
/// scheduler, files of a submission) runs beside it and comes back through its inbox. With nothing to look after it sleeps.
/// <list type="number">
/// <item>Files are looked at: a token says that a task has begun, an exit how it ended.</item>
/// <item>What is to end is told so.</item>
/// <item>What waits is submitted.</item>
/// <item>The queue is asked for; what was in it and is not any more is asked for by itself.</item>
/// </list>
/// </summary>
internal sealed class BatchKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TickOfMany = TimeSpan.FromMilliseconds(500);

    /// <summary>So many tasks are looked at quickly, begun or not.</summary>
    private const int FewMax = 500;
    private const long LookMilliseconds = 200;
    private const long LookManyMilliseconds = 2_000;
    private const long DiskRetryMilliseconds = 5_000;

    /// <summary>Lists in a row without a job that should be there, before it is asked for by itself: one list may be wrong.</summary>
    private const int MissingMax = 2;

    /// <summary>An archive is written a little later, and looked through in whole for each question.</summary>
    private const long ArchiveLateMilliseconds = 30_000;
    private const long ArchiveAgainMilliseconds = 2_000;

    /// <summary>Lists in a row that have what has begun wait, before it counts as put back by somebody.</summary>
    private const int ReturnedMax = 2;

    private readonly ConcurrentDictionary<AttemptId, BatchTask> live = new();

    /// <summary>Unbounded, but a few entries for each live task; the engine bounds those.</summary>
    private readonly Channel<Action<long>> inbox = Channel.CreateUnbounded<Action<long>>();
    private readonly CancellationTokenSource stopping = new();
    private readonly BatchTools tools;
    private readonly SubmissionFolder folder;
    private readonly Action<TaskReport> report;

    /// <summary>Jobs of several of which one has begun: what is left of them when they are over is submitted again.</summary>
    private readonly HashSet<(string Key, int Index)> begun = [];
    private readonly SubmitDesk submits;
    private readonly StopDesk stops;
    private readonly HoldDesk holds;
    private readonly HopeDesk hopes;
    private readonly DoubtDesk doubts;
    private readonly Task loop;
    private string? trouble;

    public BatchKeeper(BatchTools tools, SubmissionFolder folder, Action<TaskReport> report)
    {
        (this.tools, this.folder, this.report) = (tools, folder, report);
        submits = new SubmitDesk(tools, folder, Post);
        stops = new StopDesk(tools, Post);
        holds = new HoldDesk(tools, Post);
        hopes = new HopeDesk(tools, Post);
        doubts = new DoubtDesk(tools, Post, Confirm);
        Questions = new QueueQuestions(tools, Post);
        loop = Task.Run(RunAsync);
    }

    public QueueQuestions Questions { get; }

    /// <summary>What went wrong the last time that tasks were looked after, which was not foreseen; null: nothing.</summary>
    public string? Trouble => Volatile.Read(ref trouble);

    public IEnumerable<BatchTask> Live => live.Values;

    public BatchTask? Find(AttemptId id) => live.GetValueOrDefault(id);

    /// <summary>Takes a task into its care; one that has no key is submitted. If there is one already, that is returned.</summary>
    public BatchTask Take(BatchTask task)
    {
        var kept = live.GetOrAdd(task.Id, task);
        if (kept == task)
        {
            Post(now =>
            {
                if (task.Key is null)
                {
                    submits.Add(task, now);
                }
                else
                {
                    folder.Join(task.Key, 1);
                    task.SubmittedAt = now;
                    Begun(task);
                }
            });
        }

        return kept;
    }

    public void Stop(BatchTask task, int signal, TimeSpan grace) => Post(now =>
    {
        var killAt = signal == Foundation.Processes.SignalNames.Kill ? now : now + (long)grace.TotalMilliseconds;
        task.Stopping = new Stopping(signal, Math.Min(task.Stopping?.KillAt ?? long.MaxValue, killAt))
        {
            IsKilled = task.Stopping?.IsKilled ?? false,
        };

        // Whether it has begun by now decides how it is told.
        task.LookAt = 0;
    });

    /// <summary>What has not begun is held back, or let go on.</summary>
    public void Hold(BatchTask task, bool isHeld) => Post(now =>
    {
        task.IsHeld = isHeld;
        task.HoldAt = task is { Key: not null, BegunAt: null } ? now : null;
    });

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        foreach (var task in live.Values)
        {
            // Who follows its log is not kept waiting; the task goes on.
            task.End(task.Current);
        }

        stopping.Dispose();
    }

    private void Post(Action<long> action) => inbox.Writer.TryWrite(action);

    private long Now() => (long)tools.Time.GetElapsedTime(0).TotalMilliseconds;

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                try
                {
                    Turn();
                    Volatile.Write(ref trouble, null);
                }
                catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
                {
                    // Nobody else looks after them: whatever it is, the next turn may be a better one.
                    Volatile.Write(ref trouble, $"jobs cannot be looked after: {failure.Message}");
                }

                await WaitAsync();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine ends; its tasks go on.
        }
    }

    private void Turn()
    {
        while (inbox.Reader.TryRead(out var action))
        {
            action(Now());
        }

        var now = Now();
        LookAll(now);
        StopWaiting(now);
        StopSharing(now);
        stops.Advance(now, live.Values, stopping.Token);
        holds.Advance(now, live.Values, stopping.Token);
        hopes.Advance(now, live.Values.Where(IsHopeless).Select(HopelessOf), stopping.Token);
        var submitted = live.Values.Where(static task => task.Key is not null).ToList();
        submits.Advance(now, submitted.DistinctBy(static task => (task.Key, task.Index)).Count(), Refuse, stopping.Token);
        Questions.Advance(now, submitted.Count > 0, submitted.Exists(IsUrgent), Learn, stopping.Token);
    }

    private static bool IsHopeless(BatchTask task) => task is { HopelessAt: not null, View.Hope: not JobHope.Some, BegunAt: null };

    private Hopeless HopelessOf(BatchTask task) => new(task.HopelessAt!.Value, task.View!, task.Ask, why => GiveUp(task, why));

    private static bool IsUrgent(BatchTask task) =>
        task.Stopping is not null || task.EndKnownAt is not null || task.Missing + task.Returned > 0;

    /// <summary>What was never submitted is not told to anybody.</summary>
    private void StopWaiting(long now)
    {
        foreach (var task in live.Values.Where(task => task is { Key: null, Never: null, Stopping: not null } && submits.Remove(task)))
        {
            Abandon(task, new TaskReport(task.Id, TaskState.NotStarted, Detail: "stopped before it was submitted"), now);
        }
    }

    /// <summary>
    /// What waits for its turn in a job of several is taken out of it; the job goes with the last of them. So does what can only be killed
    /// with its job: if it begins this moment, it is told as others are.
    /// </summary>
    private void StopSharing(long now)
    {
        foreach (var task in live.Values.Where(task =>
            task is { BegunAt: null, Never: null, Stopping: not null, Job: not null } && (task.Shares || !tools.Scheduler.HasSignals)))
        {
            Abandon(task, new TaskReport(task.Id, TaskState.NotStarted, Detail: "stopped before it began"), now);
        }
    }

    private async Task WaitAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var more = inbox.Reader.WaitToReadAsync(over.Token).AsTask();
        if (live.IsEmpty && !Questions.IsWanted && stops.IsIdle)
        {
            await more;
            return;
        }

        await Task.WhenAny(more, Task.Delay(live.Count <= FewMax ? Tick : TickOfMany, tools.Time, over.Token));
        await over.CancelAsync();
        stopping.Token.ThrowIfCancellationRequested();
    }

    private void LookAll(long now)
    {
        var few = live.Count <= FewMax;
        foreach (var task in live.Values)
        {
            // Among many, the queue says first which of them run.
            var isOfInterest = few || task.BegunAt is not null || task.View is { Phase: not JobPhase.Waiting };
            if (now < task.LookAt)
            {
                continue;
            }

            if (task.Never is { } never)
            {
                Abandon(task, never, now);
                continue;
            }

            if (task.Key is null || !isOfInterest)
            {
                continue;
            }

            task.LookAt = now + (few ? LookMilliseconds : LookManyMilliseconds);
            try
            {
                Look(task, now);
            }
            catch (DiskException)
            {
                // Out of reach, or stale: the same question again, as long as it takes.
                task.LookAt = now + DiskRetryMilliseconds;
            }
        }
    }

    private void Look(BatchTask task, long now)
    {
        var files = Witness.Read(task.Ref.Directory);
        if (files.HasBegun && task.BegunAt is null)
        {
            (task.BegunAt, task.StartedAt) = (now, files.StartedAt);
            task.Job = files.Job ?? task.Job;
            Begun(task);
            report(task.Current);
        }

        if (files.Exit is not null || task.View is { IsOver: true })
        {
            task.EndKnownAt ??= now;
        }

        var known = TimeSpan.FromMilliseconds(now - (task.EndKnownAt ?? now));
        if (!files.HasBegun && IsLeft(task))
        {
            if (known >= Verdict.FilesLateMax)
            {
                Leave(task);
                SubmitAgain(task, now);
            }

            return;
        }

        // What became of a job that did not come as far as its task its shell has told.
        files = files is { HasBegun: false } && task.View is { IsOver: true } ? files.Hear(task.Ref.Directory) : files;
        var verdict = Verdict.Of(
            task.Id, files, task.View, new Circumstances(task.Stopping is not null, known, tools.Scheduler.Name));
        if (verdict.Kind == VerdictKind.Abandon && !task.IsSecond && files.LastWords is null
            && task is { Stopping: null, View: { Phase: JobPhase.Ended, End: JobEnd.Over } })
        {
            // Its node has failed to begin even the shell, as a busy one does: another job is tried, once.
            Leave(task);
            SubmitAgain(task, now);
            task.IsSecond = true;
        }
        else if (verdict.Kind == VerdictKind.Abandon)
        {
            Abandon(task, verdict.Report!, now);
        }
        else if (verdict.Kind == VerdictKind.Report)
        {
            Finish(task, verdict.Report!, files);
        }
    }

    private void Begun(BatchTask task)
    {
        if (task is { Shares: true, BegunAt: not null, Key: { } key })
        {
            begun.Add((key, task.Index));
        }
    }

    /// <summary>Its job came to an end before its turn, whatever ended it but a person: it has cost no attempt.</summary>
    private bool IsLeft(BatchTask task) =>
        task is { Shares: true, Stopping: null, Key: { } key, View: { IsOver: true, End: not (JobEnd.Cancelled or JobEnd.Impossible) } }
        && begun.Contains((key, task.Index));

    private void SubmitAgain(BatchTask task, long now)
    {
        (task.Key, task.Job, task.View, task.Missing, task.Returned, task.EndKnownAt) = (null, null, null, 0, 0, null);
        submits.Add(task, now);
    }

    /// <summary>It has nothing to do any more with the submission it was part of, which maybe was never one.</summary>
    private void Leave(BatchTask task, bool never = false)
    {
        if (task.Key is not { } key)
        {
            return;
        }

        folder.Leave(key, never);
        if (!task.Shares || !live.Values.Any(other => other != task && other.Key == key && other.Index == task.Index))
        {
            begun.Remove((key, task.Index));
            if (task is { BegunAt: null, Job: { } job, View: not { IsOver: true } })
            {
                stops.Withdraw(job);
            }
        }
    }

    /// <summary>The token decides: if it is taken by now, the task runs after all.</summary>
    private void Abandon(BatchTask task, TaskReport never, long now)
    {
        try
        {
            task.Never = null;
            if (StartToken.TryAbandon(task.Ref.Directory))
            {
                Finish(task, never, null);
            }
        }
        catch (DiskException failure) when (failure.Errno == Errno.NoEntry)
        {
            // No directory, no task.
            Finish(task, never, null);
        }
        catch (DiskException)
        {
            (task.Never, task.LookAt) = (never, now + DiskRetryMilliseconds);
        }
    }

    private void Refuse(BatchTask task, string said) =>
        Abandon(
            task,
            new TaskReport(
                task.Id, TaskState.NotStarted, Reason: FailureReason.SiteLimit, Detail: $"{tools.Scheduler.Name} refuses the job: {said}"),
            Now());

    private void Finish(BatchTask task, TaskReport final, Witness? files)
    {
        if (files is not null && (files.Exit is null || final.Detail is not null || final.Reason != FailureReason.None))
        {
            VerdictFile.Write(task.Ref.Directory, final);
        }

        live.TryRemove(task.Id, out _);
        Leave(task);
        report(final);
        task.End(final);
    }

    private void Learn(QueueList list)
    {
        var now = Now();
        var doubtful = new List<BatchTask>();
        foreach (var task in live.Values.Where(static task => task.Key is not null))
        {
            if (list.Find(task.Key!, task.Index, task.Job) is { } view)
            {
                if (view.Phase == JobPhase.Stuck && task.View is not { IsOver: true })
                {
                    (task.Job, task.Missing, task.Hindrance) = (task.Job ?? view.Job, 0, null);
                    doubtful.Add(task);
                    continue;
                }

                (task.View, task.Missing, task.Hindrance) = (Seen(task, view, list), 0, null);
                task.Job ??= view.Job;
                task.LookAt = view.Phase == JobPhase.Waiting ? task.LookAt : now;
                task.HopelessAt = view.Hope != JobHope.Some && task.BegunAt is null ? task.HopelessAt ?? now : null;
            }
            else if (list.BegunAt > task.SubmittedAt && task.View is not { Phase: JobPhase.Gone } && ++task.Missing >= MissingMax)
            {
                doubtful.Add(task);
            }
        }

        // It was not known whether the scheduler had taken these: it has not.
        foreach (var task in doubtful.Where(static task => task is { Job: null, BegunAt: null }))
        {
            Leave(task, never: true);
            SubmitAgain(task, now);
        }

        doubts.Ask(doubtful.Where(task => task.Job is not null && task.AskAt <= now), list, stopping.Token);
    }

    private void GiveUp(BatchTask task, string why)
    {
        if (task is { View: { } view, Never: null, Stopping: null } && IsHopeless(task) && live.ContainsKey(task.Id))
        {
            stops.Withdraw(view.Job);
            var detail = $"job {view.Job} can never begin: {why}";
            Abandon(task, new TaskReport(task.Id, TaskState.NotStarted, Reason: FailureReason.SiteLimit, Detail: detail), Now());
        }
    }

    /// <summary>
    /// Somebody may put a job back into the queue, whatever we have asked for. Its task has begun and begins no second time: it is lost,
    /// and the job has nothing to do any more.
    /// </summary>
    private JobView Seen(BatchTask task, JobView view, QueueList list)
    {
        task.Returned = view.Phase == JobPhase.Waiting && task.BegunAt < list.BegunAt ? task.Returned + 1 : 0;
        if (task.Returned < ReturnedMax)
        {
            return view;
        }

        stops.Withdraw(view.Job);
        return view with { Phase = JobPhase.Ended, End = JobEnd.Displaced, Said = "REQUEUED" };
    }

    /// <summary>What the archive does not have yet may come; what cannot begin by itself is taken out of the queue.</summary>
    private void Confirm(BatchTask task, JobView view, bool isWhole, long now)
    {
        if (!isWhole && now < (task.GoneAt ??= now) + ArchiveLateMilliseconds)
        {
            task.AskAt = now + ArchiveAgainMilliseconds;
            return;
        }

        if (view.Phase == JobPhase.Stuck)
        {
            stops.Withdraw(view.Job);
            view = view with { Phase = JobPhase.Ended, End = JobEnd.Impossible };
        }

        (task.View, task.Missing, task.GoneAt) = (view, 0, null);
    }
}
