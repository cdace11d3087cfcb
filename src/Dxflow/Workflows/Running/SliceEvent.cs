using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Runtimes;

namespace Dxflow.Workflows.Running;

/// <summary>A fact about one attempt of one slice. Steps and slices count from 0, attempts from 1.</summary>
internal abstract record SliceEvent(
    long At,
    [property: JsonPropertyOrder(-3)] int Step,
    [property: JsonPropertyOrder(-2)] int Slice,
    [property: JsonPropertyOrder(-1)] int Attempt)
    : RunEvent(At);

/// <summary>Resources are booked; the start is now owed (queued → starting). Durable before the runtime hears of it.</summary>
internal sealed record AttemptGranted(long At, int Step, int Slice, int Attempt) : SliceEvent(At, Step, Slice, Attempt);

/// <summary>The program runs. <see cref="Checked"/>: a check that its image brings tells of its health.</summary>
internal sealed record AttemptStarted(
    long At,
    int Step,
    int Slice,
    int Attempt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Checked = false)
    : SliceEvent(At, Step, Slice, Attempt);

/// <summary>
/// The attempt has to end, and why: that becomes its reason. <see cref="FailureReason.None"/> is fail-fast, and ends it cancelled.
/// </summary>
internal sealed record AttemptStopRequested(long At, int Step, int Slice, int Attempt, FailureReason Reason, string? Detail = null)
    : SliceEvent(At, Step, Slice, Attempt);

/// <summary>
/// The runtime's final word on an attempt (starting | running → finishing). <see cref="Exit"/> is null if it never ran or was lost.
/// </summary>
internal sealed record AttemptExited(
    long At,
    int Step,
    int Slice,
    int Attempt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] FailureReason Reason = FailureReason.None,
    int? Exit = null,
    int? Signal = null,
    string? Detail = null,
    double? CpuSeconds = null,
    long? MemoryPeakBytes = null)
    : SliceEvent(At, Step, Slice, Attempt);

/// <summary>Granted, but it never ran and never can (starting → waiting); the next attempt has a new number and uses up no retry.</summary>
internal sealed record AttemptAbandoned(long At, int Step, int Slice, int Attempt) : SliceEvent(At, Step, Slice, Attempt);

/// <summary>The declared outputs of an attempt, by name; each value's form is given by the declared type.</summary>
internal sealed record OutputsCollected(long At, int Step, int Slice, int Attempt, JsonElement Outputs)
    : SliceEvent(At, Step, Slice, Attempt);

/// <summary>
/// The attempt failed, or a service ended and its policy restarts it: another is owed at <see cref="DueAt"/> (finishing → waiting).
/// Back-off and jitter are in the event, not recomputed.
/// </summary>
internal sealed record RetryScheduled(long At, int Step, int Slice, int Attempt, FailureReason Reason, long DueAt, string? Detail = null)
    : SliceEvent(At, Step, Slice, Attempt);

/// <summary>A final state after attempts. Its reason is <see cref="FailureReason.None"/> unless it failed.</summary>
internal sealed record SliceFinished(
    long At,
    int Step,
    int Slice,
    int Attempt,
    UnitStatus State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] FailureReason Reason = FailureReason.None,
    string? Detail = null)
    : SliceEvent(At, Step, Slice, Attempt);

/// <summary>
/// A slice that calls a body has begun a turn of it, from 0 (queued → running, or the turn before is over). The steps of that instance
/// follow all that there were before, so it is from the order of these events that a step's number has its meaning.
/// </summary>
internal sealed record BodyOpened(long At, int Step, int Slice, int Attempt, int Turn) : SliceEvent(At, Step, Slice, Attempt);

/// <summary>
/// A failed slice gets one more attempt, because that was asked (failed → waiting). What was left out because of its step waits again, and
/// what it is inside of, and has failed with it, goes on.
/// </summary>
internal sealed record SliceRevived(long At, int Step, int Slice, int Attempt, string? By = null) : SliceEvent(At, Step, Slice, Attempt);

/// <summary>
/// Its result is that of another run, <see cref="From"/>: nothing of it runs here, and it is final (waiting → reused).
/// <see cref="Detail"/>: what is not as it was there, or was changed by hand, and was to be passed over.
/// </summary>
internal sealed record SliceReused(
    long At, int Step, int Slice, int Attempt, string From, JsonElement? Outputs = null, string? Detail = null)
    : SliceEvent(At, Step, Slice, Attempt);

/// <summary>What the health check says of a running service changed.</summary>
internal sealed record HealthChanged(long At, int Step, int Slice, int Attempt, bool Healthy, string? Detail = null)
    : SliceEvent(At, Step, Slice, Attempt);

/// <summary>
/// The attempt has ended because that was wished (finishing → waiting): no failure, and no attempt counts any more.
/// </summary>
internal sealed record AttemptRested(long At, int Step, int Slice, int Attempt) : SliceEvent(At, Step, Slice, Attempt);

/// <summary>The runtime has said that the attempt stands still.</summary>
internal sealed record AttemptFrozen(long At, int Step, int Slice, int Attempt) : SliceEvent(At, Step, Slice, Attempt);

/// <summary>The runtime has said that the attempt does not stand still (any more).</summary>
internal sealed record AttemptThawed(long At, int Step, int Slice, int Attempt) : SliceEvent(At, Step, Slice, Attempt);

/// <summary>The runtime keeps nothing of this attempt any more.</summary>
internal sealed record AttemptForgotten(long At, int Step, int Slice, int Attempt) : SliceEvent(At, Step, Slice, Attempt);
