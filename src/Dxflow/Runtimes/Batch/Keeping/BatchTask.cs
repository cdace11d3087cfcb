using Dxflow.Runtimes.Process.Logs;

namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>How a task is to end: the signal, then the kill. Milliseconds of a clock that only goes forward.</summary>
internal sealed record Stopping(int Signal, long KillAt)
{
    public bool IsSignalled { get; set; }

    public bool IsKilled { get; set; }

    /// <summary>When it may be asked for again, as what is asked of a job that only just begins may be lost.</summary>
    public long AgainAt { get; set; }
}

/// <summary>
/// A task from its being asked for, or found, to its final report. Owned by <see cref="BatchKeeper"/>'s loop; what others read is set
/// whole. Without a <see cref="Key"/> it has not been submitted.
/// </summary>
internal sealed class BatchTask(TaskRef task, string name, TaskAsk ask, string program)
{
    private TaskReport? final;
    private readonly TaskCompletionSource<TaskReport> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskRef Ref { get; } = task;

    public AttemptId Id => Ref.Id;

    public string Name => name;

    public TaskAsk Ask => ask;

    public string Program => program;

    public string? Key { get; set; }

    public int Index { get; set; }

    /// <summary>Its job has other tasks too, and must not be told to end for this one alone.</summary>
    public bool Shares { get; set; }

    /// <summary>The number of its job, once that is known.</summary>
    public string? Job { get; set; }

    public JobView? View { get; set; }

    /// <summary>A list of the queue that was begun after this should have it.</summary>
    public long SubmittedAt { get; set; }

    /// <summary>How many lists in a row did not have it.</summary>
    public int Missing { get; set; }

    /// <summary>How many lists in a row had it wait although it had begun.</summary>
    public int Returned { get; set; }

    /// <summary>Since when every list has said that it can never begin, or that this is in doubt.</summary>
    public long? HopelessAt { get; set; }

    /// <summary>It is not to begin for now.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The scheduler has to be told so, or that it may begin again: from when on; null: it knows.</summary>
    public long? HoldAt { get; set; }

    /// <summary>When the scheduler first said that it does not know its job any more, while the archive has nothing of it.</summary>
    public long? GoneAt { get; set; }

    /// <summary>It may be asked for by itself again.</summary>
    public long AskAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When its token was first seen; null: not yet.</summary>
    public long? BegunAt { get; set; }

    /// <summary>When its end was first known of, by file or by the scheduler.</summary>
    public long? EndKnownAt { get; set; }

    public long LookAt { get; set; }

    public Stopping? Stopping { get; set; }

    /// <summary>It is not to begin any more, but its token could not be taken yet.</summary>
    public TaskReport? Never { get; set; }

    /// <summary>It had a job before that ended without a word, and without having begun it.</summary>
    public bool IsSecond { get; set; }

    /// <summary>Why it is not submitted yet.</summary>
    public string? Hindrance { get; set; }

    public LogWatch[] Logs { get; } = [new(), new()];

    public Task<TaskReport> Ended => ended.Task;

    public TaskReport Current => final
        ?? (BegunAt is not null ? new TaskReport(Id, TaskState.Running, StartedAt: StartedAt)
        : new TaskReport(Id, TaskState.Queued));

    public void End(TaskReport report)
    {
        final ??= report.IsFinal ? report : null;
        ended.TrySetResult(report);
    }
}
