using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>What wishes of single services come to.</summary>
internal static class Wishes
{
    /// <summary>Whether the wish would change anything; a step, and a service of which nobody wanted any, has no wishes.</summary>
    public static bool Change(RunState state, int step, ServiceWish wish)
    {
        if (state.IndexOf(step, 0) < 0 || state.NodeOf(step).Kind == NodeKind.Step)
        {
            return false;
        }

        var it = state.Steps[step];
        var slices = Enumerable.Range(it.First, it.Count);
        return wish switch
        {
            ServiceWish.Up => it.Down || it.Paused || slices.Any(slice => Wishing.IsRevivable(state, slice)),
            ServiceWish.Down => !it.Down,
            ServiceWish.Pause => !it.Down && !it.Paused && slices.Any(slice => !state.Slices[slice].Status.IsFinal()),
            ServiceWish.Unpause => it.Paused,
            ServiceWish.Kill => !it.Down
                || slices.Any(slice => state.Slices[slice].Status.IsActive() && !state.Slices[slice].Has(SliceFlags.WishedKill)),
            _ => true,
        };
    }

    /// <summary>
    /// It waits because of a wish: until another one comes, or until what it depends on is there again. What can never be there keeps it
    /// back as well, until that is started.
    /// </summary>
    public static bool HoldBack(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        return state.Steps[it.Step] is { Wished: true } step
            && (step.Down || step.Paused
                || (Wishing.IsResting(it) && Edges.Judge(state, it.Step).Readiness is Readiness.Wait or Readiness.Omit));
    }

    /// <summary>
    /// With what these wait for and what has not begun since its run began at rest: that it stays so is nobody's wish.
    /// </summary>
    public static IReadOnlyList<int> WithUnbegun(RunState state, IReadOnlyList<int> steps)
    {
        var all = steps.ToList();
        for (var at = 0; state.Plan.AtRest && at < all.Count; at++)
        {
            all.AddRange(state.Plan.Nodes[all[at]].After.Select(static edge => edge.Node)
                .Where(step => !all.Contains(step) && state.Steps[step] is { Begun: false, Down: true }));
        }

        return all;
    }

    /// <summary>Those that are started anew with these: they say so at their dependency on them.</summary>
    public static IReadOnlyList<int> WithRestarted(RunPlan plan, IReadOnlyList<int> steps)
    {
        var all = steps.ToList();
        for (var at = 0; at < all.Count; at++)
        {
            all.AddRange(Enumerable.Range(0, plan.Nodes.Count).Where(
                step => !all.Contains(step) && plan.Nodes[step].After.Any(edge => edge.Restart && edge.Node == all[at])));
        }

        return all;
    }
}
