using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.Owed;

/// <summary>
/// Turns the results of a health check into verdicts, as Compose means it: the first success is healthy; as many failures in a row
/// as <see cref="HealthPlan.Retries"/> are unhealthy; failures within the start period do not count until one success. It asks for
/// the next probe after <see cref="PauseAfter"/>. Times are elapsed since the task ran.
/// </summary>
internal sealed class HealthMeter(HealthPlan plan)
{
    private int _failures;
    private bool? _verdict;

    /// <summary>The new verdict if this probe changed it, else null.</summary>
    public bool? Observe(bool isOk, TimeSpan elapsed)
    {
        var isCounted = _verdict is not null || elapsed >= plan.StartPeriod;
        _failures = isOk ? 0 : isCounted ? _failures + 1 : _failures;
        bool? next = isOk ? true : _failures >= Math.Max(plan.Retries, 1) ? false : _verdict;
        var changed = next != _verdict ? next : null;
        _verdict = next;
        return changed;
    }

    public TimeSpan PauseAfter(TimeSpan elapsed) =>
        _verdict is null && elapsed < plan.StartPeriod ? plan.StartInterval : plan.Interval;
}
