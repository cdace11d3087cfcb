using System.Text.Json.Serialization;
using Dxflow.Runtimes;

namespace Dxflow.Workflows.Running;

/// <summary>
/// A fact about a run: at once the journal record, a line of <c>workflow events</c> and the input of recovery. Steps, slices and
/// attempts are integers (<see cref="Planning.RunPlan.Nodes"/>); strings live in the plan. <see cref="At"/> is wall time in Unix
/// milliseconds. A released event is never renamed and keeps its meaning for ever; a new property is nullable.
/// <para>The order of events in the life of a slice, and who owes what between them:</para>
/// <list type="number">
/// <item><see cref="SlicesQueued"/>: its dependencies are met. Owed: a lease.</item>
/// <item><see cref="AttemptGranted"/>: it is durable before the runtime hears of the attempt. Owed: the start, once its slot is
/// open.</item>
/// <item><see cref="AttemptStarted"/>: the program runs. Left out when the first thing heard is the end.</item>
/// <item><see cref="AttemptStopRequested"/>: a time limit, a lost service or fail-fast ends it; whatever it returns, that is its
/// reason.</item>
/// <item><see cref="AttemptExited"/>: the runtime's last word. Owed: the outputs, if it has any to collect.</item>
/// <item><see cref="AttemptAbandoned"/> instead of 3–5: it never ran and never will. The slice waits and queues again, no attempt
/// used.</item>
/// <item><see cref="OutputsCollected"/>, or a failure to collect them, which goes straight to 8 or 9.</item>
/// <item><see cref="RetryScheduled"/>: another attempt is owed at a time; from 1 again.</item>
/// <item><see cref="SliceFinished"/> (or <see cref="SlicesDropped"/>, without an attempt): a final state, exactly one per slice.</item>
/// <item><see cref="AttemptForgotten"/>: after 6, 8 or 9 was durable the runtime cleaned up. No attempt of a slice starts before
/// its predecessor is forgotten, so at most one is alive.</item>
/// </list>
/// Between 3 and 5 an attempt may stand still: <see cref="RunPaused"/>, <see cref="AttemptFrozen"/>, <see cref="RunResumed"/>,
/// <see cref="AttemptThawed"/>, each pair as often as one likes.
/// Single services stand still likewise from one <see cref="ServicesWished"/> to the next.
/// By <see cref="ServicesWished"/> services of an up run are ended without being final: <see cref="AttemptRested"/> in place of 8 and 9.
/// They begin again when that is wished, and so do those that were final.
/// What is fanned out is one slice, for all there may be, until <see cref="StepFannedOut"/> says how many there are. A slice that calls
/// a body has no attempts: after 1 come <see cref="BodyOpened"/> for each turn, then <see cref="OutputsCollected"/> and 9.
/// In place of all of this a slice may be <see cref="SliceReused"/>. After 9, if it failed, it may be <see cref="SliceRevived"/>: from 1
/// again.
/// A run is <see cref="RunCreated"/>, <see cref="RunStarted"/>, perhaps <see cref="RunFailing"/> and <see cref="CancelRequested"/>,
/// then <see cref="RunFinished"/> when all slices are final; only <see cref="AttemptForgotten"/> may follow it.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(RunCreated), "created")]
[JsonDerivedType(typeof(RunStarted), "run")]
[JsonDerivedType(typeof(SlicesQueued), "queued")]
[JsonDerivedType(typeof(AttemptGranted), "granted")]
[JsonDerivedType(typeof(AttemptStarted), "started")]
[JsonDerivedType(typeof(AttemptStopRequested), "stop")]
[JsonDerivedType(typeof(AttemptExited), "exited")]
[JsonDerivedType(typeof(AttemptAbandoned), "abandoned")]
[JsonDerivedType(typeof(OutputsCollected), "outputs")]
[JsonDerivedType(typeof(RetryScheduled), "retry")]
[JsonDerivedType(typeof(SliceFinished), "finished")]
[JsonDerivedType(typeof(SlicesDropped), "dropped")]
[JsonDerivedType(typeof(HealthChanged), "health")]
[JsonDerivedType(typeof(AttemptForgotten), "forgotten")]
[JsonDerivedType(typeof(RunFailing), "failing")]
[JsonDerivedType(typeof(CancelRequested), "cancel")]
[JsonDerivedType(typeof(RunPaused), "paused")]
[JsonDerivedType(typeof(RunResumed), "resumed")]
[JsonDerivedType(typeof(AttemptFrozen), "frozen")]
[JsonDerivedType(typeof(AttemptThawed), "thawed")]
[JsonDerivedType(typeof(ServicesWished), "wished")]
[JsonDerivedType(typeof(AttemptRested), "rested")]
[JsonDerivedType(typeof(StepFannedOut), "fan")]
[JsonDerivedType(typeof(BodyOpened), "opened")]
[JsonDerivedType(typeof(SliceReused), "reused")]
[JsonDerivedType(typeof(SliceRevived), "revived")]
[JsonDerivedType(typeof(RunFinished), "end")]
internal abstract record RunEvent([property: JsonPropertyOrder(-4)] long At);

internal sealed record RunCreated(long At, string Run, string Workflow, int Number, int Revision) : RunEvent(At);

internal sealed record RunStarted(long At) : RunEvent(At);

/// <summary>How many slices a step has, from here on; without any it has succeeded.</summary>
internal sealed record StepFannedOut(long At, int Step, int Count) : RunEvent(At);

/// <summary>Slices <see cref="First"/>…<see cref="Last"/> of a step wait for resources (waiting → queued).</summary>
internal sealed record SlicesQueued(long At, int Step, int First, int Last) : RunEvent(At);

/// <summary>A final state without any attempt. <see cref="Because"/> is the step or service that caused an omission.</summary>
internal sealed record SlicesDropped(
    long At,
    int Step,
    int First,
    int Last,
    UnitStatus State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] FailureReason Reason = FailureReason.None,
    string? Detail = null,
    int? Because = null)
    : RunEvent(At);

/// <summary>A failure that nothing tolerates: in its frame, of what has not started, only what wants to see failures may start.</summary>
internal sealed record RunFailing(long At, int Step, FailureReason Reason) : RunEvent(At);

/// <summary>
/// From here on an unfinished attempt ends cancelled, whatever it returns. A kill may follow a stop. <see cref="Going"/>, by step, is how
/// many of its first slices another run takes over as they are: they are not stopped, and not watched any more.
/// </summary>
internal sealed record CancelRequested(long At, CancelMode Mode, string? By = null, IReadOnlyList<int>? Going = null) : RunEvent(At);

/// <summary>
/// From here on nothing starts, no limit runs on, and what runs is to stand still: its attempts may be frozen until
/// <see cref="AttemptThawed"/>. A cancel ends it, as <see cref="RunResumed"/> does.
/// </summary>
internal sealed record RunPaused(long At, string? By = null) : RunEvent(At);

/// <summary>
/// What is wished of services and one-shots of an up run, from here on. A down service is not started by anything but another wish.
/// One that is paused stands still until another wish, or a cancel of its run.
/// </summary>
internal sealed record ServicesWished(long At, ServiceWish Wish, IReadOnlyList<int> Steps, string? By = null) : RunEvent(At);

internal sealed record RunResumed(long At, string? By = null) : RunEvent(At);

/// <summary>The verdict. <see cref="Step"/> is the first cause of a failure, where there is one.</summary>
internal sealed record RunFinished(
    long At,
    RunStatus State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] FailureReason Reason = FailureReason.None,
    string? Detail = null,
    int? Step = null)
    : RunEvent(At);
