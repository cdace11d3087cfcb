using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.Owed;

/// <summary>
/// Turns the results of a health check into verdicts, as Compose means it: the first success is healthy; as many failures in a row
/// as <see cref="HealthPlan.Retries"/> are unhealthy; failures within the start period do not count until one success. It asks for
/// the next probe after <see cref="PauseAfter"/>. Times are elapsed since the task ran.
/// </summary>
internal sealed class HealthMeter(HealthPlan plan)
{
    private int failures;
    private bool? verdict;

    /// <summary>The new verdict if this probe changed it, else null.</summary>
    public bool? Observe(bool isOk, TimeSpan elapsed)
    {
        var isCounted = verdict is not null || elapsed >= plan.StartPeriod;
        failures = isOk ? 0 : isCounted ? failures + 1 : failures;
        bool? next = isOk ? true : failures >= Math.Max(plan.Retries, 1) ? false : verdict;
        var changed = next != verdict ? next : null;
        verdict = next;
        return changed;
    }

    public TimeSpan PauseAfter(TimeSpan elapsed) =>
        verdict is null && elapsed < plan.StartPeriod ? plan.StartInterval : plan.Interval;
}
