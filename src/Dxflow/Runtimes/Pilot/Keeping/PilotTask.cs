using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Keeping;

/// <summary>
/// A task from its being asked for, or found, to its final report. Owned by <see cref="PilotKeeper"/>'s loop; what others read is set
/// whole. Without a <see cref="Pilot"/> it waits for one.
/// </summary>
internal sealed class PilotTask(TaskRef task, TaskAsk ask)
{
    private readonly TaskCompletionSource<TaskReport> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskReport? final;

    public TaskRef Ref { get; } = task;

    public AttemptId Id => Ref.Id;

    public TaskAsk Ask => ask;

    /// <summary>The loop has it by now: before that nothing is decided about it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The key of the pilot that has it.</summary>
    public string? Pilot { get; set; }

    /// <summary>Its place among those that wait.</summary>
    public LinkedListNode<PilotTask>? Waiting { get; set; }

    public bool HasBegun { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>That it is to end; sent again to a worker that comes back.</summary>
    public StopOrder? Stop { get; set; }

    /// <summary>It is not to begin any more, but its token could not be taken yet.</summary>
    public TaskReport? Never { get; set; }

    public long LookAt { get; set; }

    /// <summary>When its pilot was first known to be over, or its exit was first seen.</summary>
    public long? EndKnownAt { get; set; }

    public Task<TaskReport> Ended => ended.Task;

    public TaskReport Current => final
        ?? (HasBegun ? new TaskReport(Id, TaskState.Running, StartedAt: StartedAt) : new TaskReport(Id, TaskState.Queued));

    public Handed Handed => new(Id, Ref.Directory, Ask.Cpus, Ask.MemoryBytes);

    public void End(TaskReport report)
    {
        final ??= report.IsFinal ? report : null;
        ended.TrySetResult(report);
    }
}
