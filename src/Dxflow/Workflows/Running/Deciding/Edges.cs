using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>
/// Whether what a step or service depends on lets it start. Edges that need an end are counted down by Apply and judged once, by
/// <c>run_if</c>; edges that need a start or health are looked at whenever they change.
/// </summary>
internal static class Edges
{
    public static Judgement Judge(RunState state, int step)
    {
        var node = state.Plan.Nodes[step];
        var isLast = step == state.Plan.OnExit;
        if (isLast && state.MainLeft > 0)
        {
            return new Judgement(Readiness.Wait);
        }

        // A service that is gone decides at once, even while other dependencies still run. Only on_exit runs whatever happened.
        var waits = state.Steps[step].Unfinished > 0;
        foreach (var edge in node.After)
        {
            if (RunGraph.WaitsForEnd(edge))
            {
                continue;
            }

            var live = Live(state, step, edge);
            if (live == Readiness.Omit && edge.Required && !isLast)
            {
                return new Judgement(Readiness.Omit, RootOf(state, edge.Node), UncheckedText(state, edge));
            }

            waits |= live == Readiness.Wait;
        }

        return waits ? new Judgement(Readiness.Wait) : isLast ? new Judgement(Readiness.Go) : Ends(state, node);
    }

    /// <summary>The service whose end for good takes this step down with it, or -1.</summary>
    public static int LostService(RunState state, int step)
    {
        if (state.Plan.Nodes[step].Kind != NodeKind.Step || step == state.Plan.OnExit)
        {
            return -1;
        }

        foreach (var edge in state.Plan.Nodes[step].After)
        {
            if (edge.Required && IsGoneService(state, edge.Node))
            {
                return edge.Node;
            }
        }

        return -1;
    }

    private static Readiness Live(RunState state, int step, DependencyPlan edge)
    {
        ref var dependency = ref state.Steps[edge.Node];
        if (dependency.Count == 0)
        {
            // Nobody wanted any of it.
            return Readiness.Go;
        }

        if (state.Plan.Nodes[step].Kind == NodeKind.Step && IsGoneService(state, edge.Node))
        {
            return Readiness.Omit;
        }

        var isFinal = dependency.Status.IsFinal();
        if (dependency.Wished && !isFinal && IsAway(state, dependency))
        {
            return Readiness.Wait;
        }

        var node = state.Plan.Nodes[edge.Node];
        if (edge.Condition == DependencyCondition.Healthy && (node.Health is not null || MayBringCheck(node)))
        {
            // Of replicas all have to be; one that is not, or has ended, is the answer of all.
            var instances = state.Slices.AsSpan(dependency.First, dependency.Count);
            var (healthy, bad) = (true, isFinal);
            foreach (ref var task in instances)
            {
                healthy &= task.Has(SliceFlags.WasHealthy) && !task.Status.IsFinal();
                bad |= !task.Has(SliceFlags.WasHealthy) && (task.Has(SliceFlags.Unhealthy) || task.Status.IsFinal());
                bad |= IsUnchecked(node, task);
            }

            return healthy && !isFinal ? Readiness.Go : bad ? Readiness.Omit : Readiness.Wait;
        }

        // Between steps "started" also holds once the other is final; a container that never ran has not started.
        return dependency.Ran || (isFinal && state.Plan.Nodes[edge.Node].Kind == NodeKind.Step) ? Readiness.Go
            : isFinal ? Readiness.Omit
            : Readiness.Wait;
    }

    /// <summary>Whether health is asked of it that only its image can have a check for; whether it has, is seen once it runs.</summary>
    public static bool MayBringCheck(NodePlan node) =>
        node is { Kind: NodeKind.Service, Health: null, Container.HealthcheckOff: false };

    private static bool IsUnchecked(NodePlan node, in SliceState task) =>
        task.Status == UnitStatus.Running && MayBringCheck(node) && !task.Has(SliceFlags.OwnCheck);

    /// <summary>As Compose says it: what has no check never becomes healthy.</summary>
    private static string? UncheckedText(RunState state, DependencyPlan edge)
    {
        var (node, it) = (state.Plan.Nodes[edge.Node], state.Steps[edge.Node]);
        foreach (ref var task in state.Slices.AsSpan(it.First, it.Count))
        {
            if (edge.Condition == DependencyCondition.Healthy && IsUnchecked(node, task))
            {
                return $"{node.Name} has no health check, neither in the document nor in its image, so it never becomes healthy";
            }
        }

        return null;
    }

    /// <summary>Stopped, or just being started anew, because that was wished.</summary>
    private static bool IsAway(RunState state, in StepState it)
    {
        var isAway = it.Down;
        foreach (ref var slice in state.Slices.AsSpan(it.First, it.Count))
        {
            isAway |= slice.Has(SliceFlags.WishedEnd) || Wishing.IsResting(slice);
        }

        return isAway;
    }

    private static bool IsGoneService(RunState state, int node) =>
        state.Plan.Nodes[node].Kind == NodeKind.Service && state.Steps[node] is { Count: > 0 } it && it.Status.IsFinal();

    private static Judgement Ends(RunState state, NodePlan node)
    {
        var runIf = node.Step?.RunIf ?? RunIf.AllOk;
        foreach (var edge in node.After)
        {
            if (!RunGraph.WaitsForEnd(edge))
            {
                continue;
            }

            var bad = state.Steps[edge.Node].Status is UnitStatus.Failed or UnitStatus.Cancelled or UnitStatus.Omitted;
            if (runIf == RunIf.AnyFailed && bad)
            {
                return new Judgement(Readiness.Go);
            }

            if (runIf == RunIf.AllOk && edge.Required && !state.IsOk(edge.Node))
            {
                return new Judgement(Readiness.Omit, RootOf(state, edge.Node));
            }
        }

        return new Judgement(runIf == RunIf.AnyFailed ? Readiness.Skip : Readiness.Go);
    }

    /// <summary>An omitted dependency names what it was itself omitted for: the user wants the cause, not the chain.</summary>
    private static int RootOf(RunState state, int step) =>
        state.Steps[step].Status == UnitStatus.Omitted && state.Steps[step].Because >= 0 ? state.Steps[step].Because : step;
}
