using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Views;

/// <summary>A journaled event with names instead of numbers.</summary>
internal static class EventProjection
{
    public static RunEventInfo Of(StepNames names, long sequence, RunEvent fact)
    {
        var info = new RunEventInfo(sequence, DateTimeOffset.FromUnixTimeMilliseconds(fact.At), Word(fact));
        info = fact is SliceEvent { Step: var step, Slice: var slice } && names.Node(step).Step?.Fan is not null
            ? info with { Slice = slice } : info;
        return fact switch
        {
            AttemptGranted e => info with { Step = names.Name(e.Step), Attempt = e.Attempt, State = "starting" },
            AttemptStarted e => info with { Step = names.Name(e.Step), Attempt = e.Attempt, State = "running" },
            AttemptStopRequested e =>
                info with { Step = names.Name(e.Step), Attempt = e.Attempt, Reason = Known(e.Reason), Detail = e.Detail },
            AttemptExited e => info with
            {
                Step = names.Name(e.Step),
                Attempt = e.Attempt,
                State = "finishing",
                Exit = e.Exit,
                Signal = e.Signal,
                Reason = Known(e.Reason),
                Detail = e.Detail,
            },
            AttemptAbandoned e => info with { Step = names.Name(e.Step), Attempt = e.Attempt },
            OutputsCollected e => info with { Step = names.Name(e.Step), Attempt = e.Attempt },
            RetryScheduled e => info with
            {
                Step = names.Name(e.Step),
                Attempt = e.Attempt,
                State = "waiting",
                Reason = Known(e.Reason),
                Detail = e.Detail,
            },
            SliceFinished e => info with
            {
                Step = names.Name(e.Step),
                Attempt = e.Attempt,
                State = Word(e.State),
                Reason = Known(e.Reason),
                Detail = e.Detail,
            },
            HealthChanged e => info with
            {
                Step = names.Name(e.Step),
                Attempt = e.Attempt,
                State = e.Healthy ? "healthy" : "unhealthy",
                Detail = e.Detail,
            },
            SliceReused e => info with { Step = names.Name(e.Step), State = "reused", Detail = Told(e) },
            SliceRevived e => info with { Step = names.Name(e.Step), Attempt = e.Attempt, State = "waiting", Detail = e.By },
            AttemptForgotten e => info with { Step = names.Name(e.Step), Attempt = e.Attempt },
            RunFailing e => info with { Step = names.Name(e.Step), Reason = Known(e.Reason) },
            CancelRequested e => info with { State = Word(e.Mode), Detail = e.By },
            RunFinished e => info with
            {
                State = Word(e.State),
                Reason = Known(e.Reason),
                Detail = e.Detail,
                Step = null,
            },
            _ => Steps(names, info, fact) ?? Steered(names, info, fact),
        };
    }

    private static RunEventInfo? Steps(StepNames names, RunEventInfo info, RunEvent fact) => fact switch
    {
        SlicesQueued e => Ranged(names, info, e.Step, e.First, e.Last) with { State = "queued" },
        StepFannedOut e => info with { Step = names.Name(e.Step), Slices = e.Count },
        BodyOpened e => info with
        {
            Step = names.Name(e.Step),
            State = "running",
            Detail = names.Node(e.Step).Step?.Repeat is null ? null : $"turn {e.Turn}",
        },
        SlicesDropped e => Ranged(names, info, e.Step, e.First, e.Last) with
        {
            State = Word(e.State),
            Reason = Known(e.Reason),
            Detail = e.Detail ?? (e.Because is { } cause ? $"because of {names.Name(cause)}" : null),
        },
        _ => null,
    };

    /// <summary>Of several slices it says from which one on, and how many they are.</summary>
    private static RunEventInfo Ranged(StepNames names, RunEventInfo info, int step, int first, int last) =>
        names.Node(step).Step?.Fan is null ? info with { Step = names.Name(step) }
        : info with { Step = names.Name(step), Slice = first, Slices = last > first ? last - first + 1 : null };

    private static RunEventInfo Steered(StepNames names, RunEventInfo info, RunEvent fact) => fact switch
    {
        ServicesWished e => info with { State = Word(e.Wish), Detail = string.Join(", ", e.Steps.Select(step => names.Name(step))) },
        AttemptRested e =>
            info with { Step = names.Name(e.Step), Attempt = e.Attempt, State = "stopped", Reason = FailureReason.Stopped },
        RunPaused e => info with { State = "paused", Detail = e.By },
        RunResumed e => info with { State = "running", Detail = e.By },
        AttemptFrozen e => info with { Step = names.Name(e.Step), Attempt = e.Attempt, State = "paused" },
        AttemptThawed e => info with { Step = names.Name(e.Step), Attempt = e.Attempt, State = "running" },
        _ => info,
    };

    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The journal's own word, its type discriminator.</summary>
    private static string Word(RunEvent fact) => fact switch
    {
        RunCreated => "created",
        RunStarted => "run",
        SlicesQueued => "queued",
        AttemptGranted => "granted",
        AttemptStarted => "started",
        AttemptStopRequested => "stop",
        AttemptExited => "exited",
        AttemptAbandoned => "abandoned",
        OutputsCollected => "outputs",
        RetryScheduled => "retry",
        SliceFinished => "finished",
        SlicesDropped => "dropped",
        HealthChanged => "health",
        AttemptForgotten => "forgotten",
        RunFailing => "failing",
        CancelRequested => "cancel",
        ServicesWished => "wished",
        AttemptRested => "rested",
        StepFannedOut => "fan",
        BodyOpened => "opened",
        SliceReused => "reused",
        SliceRevived => "revived",
        RunPaused => "paused",
        RunResumed => "resumed",
        AttemptFrozen => "frozen",
        AttemptThawed => "thawed",
        RunFinished => "end",
        _ => throw new InvalidOperationException($"{fact.GetType().Name} has no word"),
    };

    private static string Told(SliceReused e) => e.Detail is { } detail ? $"{e.From}; {detail}" : e.From;

    private static FailureReason? Known(FailureReason reason) => reason == FailureReason.None ? null : reason;
}
