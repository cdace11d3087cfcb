namespace Dxflow.Workflows.Running.States;

/// <summary>
/// Whether enough slices of a step went well: succeeded, skipped or reused. Where nothing else is required, all have to.
/// </summary>
internal static class Tolerance
{
    public static bool IsMet(RunState state, int step) => state.Steps[step] is var it && Ok(it) >= Needed(state, step);

    /// <summary>Whether it can still be met, if all that is not final goes well.</summary>
    public static bool CanBeMet(RunState state, int step) =>
        state.Steps[step] is var it && Ok(it) + it.Left >= Needed(state, step);

    /// <summary>How many have to go well.</summary>
    public static int Needed(RunState state, int step)
    {
        var count = state.Steps[step].Count;
        if (state.NodeOf(step).Step?.Require is not { } require)
        {
            return count;
        }

        // Exact: 0.1 × 30 is 3.
        var byRatio = require.Ratio is { } ratio ? (int)decimal.Ceiling(ratio * count) : 0;
        return Math.Max(byRatio, require.Count ?? 0);
    }

    public static int Ok(in StepState it) => it.Count - it.Left - it.Failed - it.Cancelled - it.Omitted;
}
