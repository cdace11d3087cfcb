using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes;

namespace Dxflow.Workflows.Running;

[JsonConverter(typeof(WireEnum<RunStatus>))]
internal enum RunStatus
{
    Created,
    Running,
    Paused,
    Stopping,
    Succeeded,
    Failed,
    Cancelled,
    Stopped,
}

[JsonConverter(typeof(WireEnum<UnitStatus>))]
internal enum UnitStatus
{
    Waiting,
    Queued,
    Starting,
    Running,
    Finishing,
    Succeeded,
    Failed,
    Cancelled,
    Skipped,
    Omitted,
    Reused,
}

[JsonConverter(typeof(WireEnum<CancelMode>))]
internal enum CancelMode
{
    /// <summary>Signal, grace, kill; <c>on_exit</c> still runs.</summary>
    Stop,

    /// <summary>Killed at once, nothing runs afterwards.</summary>
    Kill,

    /// <summary>The run's own time limit.</summary>
    Timeout,
}

/// <summary>
/// A fact about a run: at once the journal record, a line of <c>workflow events</c> and the input of recovery. Steps, slices and
/// attempts are integers (<see cref="Planning.RunPlan.Nodes"/>); strings live in the plan. <see cref="At"/> is wall time in Unix
/// milliseconds. A released event is never renamed and keeps its meaning for ever; a new property is nullable.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(RunCreated), "created")]
[JsonDerivedType(typeof(RunStarted), "run")]
[JsonDerivedType(typeof(SlicesQueued), "queued")]
[JsonDerivedType(typeof(AttemptGranted), "granted")]
[JsonDerivedType(typeof(AttemptStarted), "started")]
[JsonDerivedType(typeof(AttemptExited), "exited")]
[JsonDerivedType(typeof(OutputsCollected), "outputs")]
[JsonDerivedType(typeof(RetryScheduled), "retry")]
[JsonDerivedType(typeof(SliceFinished), "finished")]
[JsonDerivedType(typeof(HealthChanged), "health")]
[JsonDerivedType(typeof(AttemptForgotten), "forgotten")]
[JsonDerivedType(typeof(CancelRequested), "cancel")]
[JsonDerivedType(typeof(RunFinished), "end")]
internal abstract record RunEvent(long At);

internal sealed record RunCreated(long At, string Run, string Workflow, int Number, int Revision) : RunEvent(At);

internal sealed record RunStarted(long At) : RunEvent(At);

/// <summary>Slices <see cref="First"/>…<see cref="Last"/> of a step wait for resources (waiting → queued).</summary>
internal sealed record SlicesQueued(long At, int Step, int First, int Last) : RunEvent(At);

/// <summary>Resources are booked; the start is now owed (queued → starting). Durable before the runtime hears of it.</summary>
internal sealed record AttemptGranted(long At, int Step, int Slice, int Attempt) : RunEvent(At);

internal sealed record AttemptStarted(long At, int Step, int Slice, int Attempt) : RunEvent(At);

/// <summary>
/// The runtime's final word on an attempt (starting | running → finishing). <see cref="Exit"/> is null if it never ran or was lost.
/// </summary>
internal sealed record AttemptExited(
    long At, int Step, int Slice, int Attempt, int? Exit, int? Signal, FailureReason Reason, string? Detail,
    double? CpuSeconds, long? MemoryPeakBytes)
    : RunEvent(At);

/// <summary>The declared outputs of an attempt that ended well, by name; each value's form is given by the declared type.</summary>
internal sealed record OutputsCollected(long At, int Step, int Slice, int Attempt, JsonElement Outputs) : RunEvent(At);

/// <summary>
/// The attempt failed and another is owed at <see cref="DueAt"/> (finishing → waiting). Back-off and jitter are in the event, not
/// recomputed.
/// </summary>
internal sealed record RetryScheduled(
    long At, int Step, int Slice, int Attempt, FailureReason Reason, string? Detail, long DueAt) : RunEvent(At);

/// <summary>
/// A final state. <see cref="Because"/> is the step that caused an omission; <see cref="Attempt"/> is 0 if none was made.
/// </summary>
internal sealed record SliceFinished(
    long At, int Step, int Slice, int Attempt, UnitStatus State, FailureReason Reason, string? Detail, int? Because) : RunEvent(At);

internal sealed record HealthChanged(long At, int Step, int Slice, int Attempt, bool Healthy, string? Detail) : RunEvent(At);

/// <summary>The runtime keeps nothing of this attempt any more.</summary>
internal sealed record AttemptForgotten(long At, int Step, int Slice, int Attempt) : RunEvent(At);

internal sealed record CancelRequested(long At, CancelMode Mode, string? By) : RunEvent(At);

internal sealed record RunFinished(long At, RunStatus State, FailureReason Reason, string? Detail) : RunEvent(At);
