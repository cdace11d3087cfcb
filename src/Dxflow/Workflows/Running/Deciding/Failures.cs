using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>How an attempt's end is judged and which failures are tried again.</summary>
internal static class Failures
{
    /// <summary>A service that ran this long gets its first, short pause again (as with Docker).</summary>
    public const long SteadyMilliseconds = 10_000;

    public static readonly TimeSpan RestartPauseMax = TimeSpan.FromMinutes(1);

    /// <summary>The one reason for which an attempt failed, or None. What stopped it comes before what it returned.</summary>
    public static FailureReason Of(NodePlan node, TaskReport report)
    {
        if (report.State == TaskState.Lost)
        {
            return FailureReason.Lost;
        }

        if (report.State == TaskState.NotStarted)
        {
            return report.Reason == FailureReason.None ? FailureReason.Start : report.Reason;
        }

        if (report.Exit is { } code && (node.Step is { } step ? step.Exit.Ok.Contains(code) : code == 0))
        {
            return FailureReason.None;
        }

        return report.Reason != FailureReason.None ? report.Reason
            : report.Signal is not null ? FailureReason.Signal
            : FailureReason.Exit;
    }

    public static bool IsRetried(StepPlan step, FailureReason reason, int exit)
    {
        if (reason is FailureReason.BadInput or FailureReason.Tolerance or FailureReason.Turns or FailureReason.SiteLimit
                or FailureReason.Service
            || (exit >= 0 && reason is FailureReason.Exit or FailureReason.Signal && step.Exit.Fatal.Contains(exit)))
        {
            return false;
        }

        var kind = reason switch
        {
            FailureReason.Image or FailureReason.Internal => RetryClass.Transient,

            // The next attempt has more.
            FailureReason.OutOfMemory when step.Retry.Grow is { Memory: > 1 } => RetryClass.Transient,
            FailureReason.Exit or FailureReason.Signal when step.Exit.Transient.Contains(exit) => RetryClass.Transient,
            FailureReason.TimeoutQueue or FailureReason.TimeoutRun => RetryClass.Timeout,
            FailureReason.Lost => RetryClass.Lost,
            _ => RetryClass.Any,
        };
        return step.Retry.For.Contains(RetryClass.Any) || (kind != RetryClass.Any && step.Retry.For.Contains(kind));
    }

    /// <summary>The pause after the n-th attempt, ± 20 % drawn from the seed.</summary>
    public static long PauseMilliseconds(BackoffPlan backoff, int attempt, ulong seed)
    {
        var milliseconds = backoff.First.TotalMilliseconds * Math.Pow(backoff.Factor, attempt - 1);
        var bounded = Math.Min(milliseconds, backoff.Max.TotalMilliseconds);
        return (long)(bounded * (0.8 + 0.4 * Draw(seed)));
    }

    /// <summary>Whether a service (or one-shot) that ended is started again, by its restart policy.</summary>
    public static bool IsRestarted(RestartPlan? policy, FailureReason reason, bool ran, int used) => policy switch
    {
        null or { Condition: RestartCondition.No } => false,
        _ when !ran => false,
        { Condition: RestartCondition.OnFailure } when reason == FailureReason.None => false,
        { Limit: { } limit } => used <= limit,
        _ => true,
    };

    /// <summary>A number in 0…1 from a seed (splitmix64).</summary>
    private static double Draw(ulong seed)
    {
        var z = seed + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
    }
}
