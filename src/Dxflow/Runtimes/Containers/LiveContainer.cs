using Dxflow.Runtimes.Containers.Following;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// An attempt whose container runs, from its start or its being found to its final report. <see cref="HasInit"/>: one process of it is
/// not the task's.
/// </summary>
internal sealed class LiveContainer(
    TaskRef task, AttemptRecord record, DateTimeOffset? startedAt, LogFollower log, bool isChecked = false)
{
    private readonly TaskCompletionSource<TaskReport> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock noting = new();
    private readonly Lock settlingGate = new();
    private TaskCompletionSource healthNews = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<TaskReport>? settling;
    private int looks;

    public TaskRef Ref { get; } = task;

    public AttemptId Id => Ref.Id;

    public string Container { get; } = record.Id!;

    /// <summary>As it is in the attempt's directory.</summary>
    public AttemptRecord Record { get; private set; } = record;

    public bool HasInit => Record.Init;

    public DateTimeOffset? StartedAt { get; } = startedAt;

    public LogFollower Log { get; } = log;

    /// <summary>The final report, once all that the task wrote is in its files.</summary>
    public Task<TaskReport> Ended => ended.Task;

    /// <summary>All that had to run after its start has ended well.</summary>
    public bool HasBegun => Record is { HookFailure: null, PostStart: null or { IsOver: true } };

    /// <summary>Running, or still queued since its hooks are not over.</summary>
    public TaskReport Told =>
        HasBegun ? new(Id, TaskState.Running, StartedAt: StartedAt, Checked: isChecked) : new(Id, TaskState.Queued);

    /// <summary>Its hooks after the start.</summary>
    public Task Starting { get; set; } = Task.CompletedTask;

    /// <summary>Its hooks before the stop, and then the signal; null: it owes none, or was not asked to end.</summary>
    public Task? Leaving { get; set; }

    /// <summary>Ends when the engine has said something about its health, from now on.</summary>
    public Task HealthNews => Volatile.Read(ref healthNews).Task;

    /// <summary>When it is to be killed (a timestamp of the monotonic clock), once it has been asked to end.</summary>
    public long? KillAt { get; set; }

    public Task Stopping { get; set; } = Task.CompletedTask;

    /// <summary>The looks at it that are under way, aside.</summary>
    public Task Looking { get; set; } = Task.CompletedTask;

    /// <summary>What brings it to its report, if anything does now.</summary>
    public Task Settling => settling ?? Task.CompletedTask;

    /// <summary>
    /// Whoever sees its end first brings it to its report, and all others wait for that one; what has failed the next one tries again.
    /// </summary>
    public Task<TaskReport> SettleOnce(Func<Task<TaskReport>> settle)
    {
        lock (settlingGate)
        {
            return settling is null or { IsFaulted: true } or { IsCanceled: true } ? settling = Task.Run(settle) : settling;
        }
    }

    /// <summary>Something was said of it. True: nobody looks, so the caller has to, until <see cref="HasLooked"/>.</summary>
    public bool MustLook() => Interlocked.Increment(ref looks) == 1;

    /// <summary>What was said up to now, for <see cref="HasLooked"/>.</summary>
    public int Looks => Volatile.Read(ref looks);

    /// <summary>All that had been said before the look; true: nothing has been said since.</summary>
    public bool HasLooked(int before) => Interlocked.Add(ref looks, -before) == 0;

    /// <summary>Changes the record, durably. False: its end is written already, and nothing comes after that.</summary>
    public bool Note(Func<AttemptRecord, AttemptRecord> change)
    {
        lock (noting)
        {
            if (Record.Final is not null)
            {
                return false;
            }

            var changed = change(Record);
            changed.Write(Ref);
            Record = changed;
            return true;
        }
    }

    public void TellHealthNews() =>
        Interlocked.Exchange(ref healthNews, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public void End(TaskReport report) => ended.TrySetResult(report);
}
