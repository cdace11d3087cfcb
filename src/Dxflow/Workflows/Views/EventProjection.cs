using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Views;

/// <summary>A journaled event with names instead of numbers.</summary>
internal static class EventProjection
{
    public static RunEventInfo Of(RunPlan plan, long sequence, RunEvent fact)
    {
        var info = new RunEventInfo(sequence, DateTimeOffset.FromUnixTimeMilliseconds(fact.At), Word(fact));
        return fact switch
        {
            SlicesQueued e => info with { Step = Name(plan, e.Step), State = "queued" },
            AttemptGranted e => info with { Step = Name(plan, e.Step), Attempt = e.Attempt, State = "starting" },
            AttemptStarted e => info with { Step = Name(plan, e.Step), Attempt = e.Attempt, State = "running" },
            AttemptStopRequested e =>
                info with { Step = Name(plan, e.Step), Attempt = e.Attempt, Reason = Known(e.Reason), Detail = e.Detail },
            AttemptExited e => info with
            {
                Step = Name(plan, e.Step),
                Attempt = e.Attempt,
                State = "finishing",
                Exit = e.Exit,
                Signal = e.Signal,
                Reason = Known(e.Reason),
                Detail = e.Detail,
            },
            AttemptAbandoned e => info with { Step = Name(plan, e.Step), Attempt = e.Attempt },
            OutputsCollected e => info with { Step = Name(plan, e.Step), Attempt = e.Attempt },
            RetryScheduled e => info with
            {
                Step = Name(plan, e.Step),
                Attempt = e.Attempt,
                State = "waiting",
                Reason = Known(e.Reason),
                Detail = e.Detail,
            },
            SliceFinished e => info with
            {
                Step = Name(plan, e.Step),
                Attempt = e.Attempt,
                State = Word(e.State),
                Reason = Known(e.Reason),
                Detail = e.Detail,
            },
            SlicesDropped e => info with
            {
                Step = Name(plan, e.Step),
                State = Word(e.State),
                Reason = Known(e.Reason),
                Detail = e.Detail ?? (e.Because is { } cause ? $"because of {Name(plan, cause)}" : null),
            },
            HealthChanged e => info with
            {
                Step = Name(plan, e.Step),
                Attempt = e.Attempt,
                State = e.Healthy ? "healthy" : "unhealthy",
                Detail = e.Detail,
            },
            AttemptForgotten e => info with { Step = Name(plan, e.Step), Attempt = e.Attempt },
            RunFailing e => info with { Step = Name(plan, e.Step), Reason = Known(e.Reason) },
            CancelRequested e => info with { State = Word(e.Mode), Detail = e.By },
            RunFinished e => info with
            {
                State = Word(e.State),
                Reason = Known(e.Reason),
                Detail = e.Detail,
                Step = null,
            },
            _ => info,
        };
    }

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
        _ => "end",
    };

    private static string Name(RunPlan plan, int step) => plan.Nodes[step].Name;

    private static FailureReason? Known(FailureReason reason) => reason == FailureReason.None ? null : reason;
}
