using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Workflows.Running;

/// <summary>
/// Something that happened to a run, or is asked of it. Repeated, late and mistaken inputs are harmless: they decide nothing.
/// </summary>
internal abstract record RunInput;

/// <summary>A run that is in its journal is going to be started; if the engine died in between, by <see cref="RunRecovered"/>.</summary>
internal sealed record StartRun : RunInput;

/// <summary>The engine restarted: everything that follows from the state alone is decided again, also what a torn batch left out.</summary>
internal sealed record RunRecovered : RunInput;

/// <summary>Leases came: the next attempts of these slices are granted.</summary>
internal sealed record SlicesLeased(IReadOnlyList<LeaseKey> Leases) : RunInput;

/// <summary>The slots of leases are free now: granted attempts may start.</summary>
internal sealed record SlotsOpened(IReadOnlyList<LeaseKey> Leases) : RunInput;

internal sealed record TasksReported(IReadOnlyList<TaskReport> Reports, ReportSource Source) : RunInput;

/// <summary>The start was not sent and now never will be, because the run ends.</summary>
internal sealed record StartsWithdrawn(IReadOnlyList<int> Slices) : RunInput;

/// <summary>
/// What an attempt left: its outputs, or why they cannot be had (<see cref="FailureReason.MissingOutput"/>, <see
/// cref="FailureReason.BadOutput"/>).
/// </summary>
internal sealed record OutputsRead(
    AttemptId Id, JsonElement? Outputs, FailureReason Reason = FailureReason.None, string? Detail = null) : RunInput;

/// <summary>The health check's verdict on an attempt, after its retries and start period.</summary>
internal sealed record HealthReported(AttemptId Id, bool Healthy, string? Detail = null) : RunInput;

/// <summary>The runtime heard the stops; reports confirm the ends.</summary>
internal sealed record StopsAnswered(IReadOnlyList<AttemptId> Attempts) : RunInput;

/// <summary>The runtime was out of reach and is back: whatever it runs has to be found again.</summary>
internal sealed record RuntimeReconnected(string Runtime) : RunInput;

internal sealed record TasksForgotten(IReadOnlyList<AttemptId> Attempts) : RunInput;

/// <summary>A turn is over in which no more slices were asked about: steps that were in the middle of it go on.</summary>
internal sealed record AskingGoesOn : RunInput;

/// <summary>Deadlines of slices have passed; decided only if they still hold.</summary>
internal sealed record TimersDue(IReadOnlyList<int> Slices) : RunInput;

/// <summary>Freezing or thawing was carried out; not frozen also where the runtime cannot do it.</summary>
internal sealed record FreezesAnswered(IReadOnlyList<AttemptId> Attempts, bool Frozen) : RunInput;

/// <summary>A user asks that everything stands still.</summary>
internal sealed record AskPause(string? By = null) : RunInput;

/// <summary>A user wishes something of these nodes, by their index; of a job nothing can be wished.</summary>
internal sealed record AskServices(ServiceWish Wish, IReadOnlyList<int> Steps, string? By = null) : RunInput;

/// <summary>A user asks for one more attempt of slices that have failed, by their last attempts.</summary>
internal sealed record AskRetry(IReadOnlyList<AttemptId> Attempts, string? By = null) : RunInput;

internal sealed record AskResume(string? By = null) : RunInput;

/// <summary>Asked by a user, or by the run's own time limit.</summary>
internal sealed record CancelRun(CancelMode Mode, string? By = null, IReadOnlyList<int>? Going = null) : RunInput;
