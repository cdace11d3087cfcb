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
        var node = state.NodeOf(step);
        var isLast = state.IsOnExit(step);
        if (isLast && state.Frames[state.Steps[step].Frame].MainLeft > 0)
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
                var other = state.Beside(step, edge.Node);
                return new Judgement(Readiness.Omit, RootOf(state, other), UncheckedText(state, other, edge));
            }

            waits |= live == Readiness.Wait;
        }

        return waits ? new Judgement(Readiness.Wait) : isLast ? new Judgement(Readiness.Go) : Ends(state, step);
    }

    /// <summary>The service whose end for good takes this step down with it, or -1.</summary>
    public static int LostService(RunState state, int step)
    {
        if (state.NodeOf(step).Kind != NodeKind.Step || state.IsOnExit(step))
        {
            return -1;
        }

        foreach (var edge in state.NodeOf(step).After)
        {
            if (edge.Required && state.Beside(step, edge.Node) is var service && IsGoneService(state, service))
            {
                return service;
            }
        }

        return -1;
    }

    private static Readiness Live(RunState state, int step, DependencyPlan edge)
    {
        var other = state.Beside(step, edge.Node);
        ref var dependency = ref state.Steps[other];
        if (dependency.Count == 0)
        {
            // Nobody wanted any of it.
            return Readiness.Go;
        }

        if (state.NodeOf(step).Kind == NodeKind.Step && IsGoneService(state, other))
        {
            return Readiness.Omit;
        }

        var isFinal = dependency.Status.IsFinal();
        if (dependency.Wished && !isFinal && IsAway(state, dependency))
        {
            return Readiness.Wait;
        }

        var node = state.NodeOf(other);
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
        return dependency.Ran || (isFinal && node.Kind == NodeKind.Step) ? Readiness.Go
            : isFinal ? Readiness.Omit
            : Readiness.Wait;
    }

    /// <summary>Whether health is asked of it that only its image can have a check for; whether it has, is seen once it runs.</summary>
    public static bool MayBringCheck(NodePlan node) =>
        node is { Kind: NodeKind.Service, Health: null, Container.HealthcheckOff: false };

    private static bool IsUnchecked(NodePlan node, in SliceState task) =>
        task.Status == UnitStatus.Running && MayBringCheck(node) && !task.Has(SliceFlags.OwnCheck);

    /// <summary>As Compose says it: what has no check never becomes healthy.</summary>
    private static string? UncheckedText(RunState state, int step, DependencyPlan edge)
    {
        var (node, it) = (state.NodeOf(step), state.Steps[step]);
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
        state.NodeOf(node).Kind == NodeKind.Service && state.Steps[node] is { Count: > 0 } it && it.Status.IsFinal();

    private static Judgement Ends(RunState state, int step)
    {
        var node = state.NodeOf(step);
        var runIf = node.Step?.RunIf ?? RunIf.AllOk;
        foreach (var edge in node.After)
        {
            if (!RunGraph.WaitsForEnd(edge))
            {
                continue;
            }

            var other = state.Beside(step, edge.Node);
            var bad = state.Steps[other].Status is UnitStatus.Failed or UnitStatus.Cancelled or UnitStatus.Omitted;
            if (runIf == RunIf.AnyFailed && bad)
            {
                return new Judgement(Readiness.Go);
            }

            if (runIf == RunIf.AllOk && edge.Required && !state.IsOk(other))
            {
                return new Judgement(Readiness.Omit, RootOf(state, other));
            }
        }

        return new Judgement(runIf == RunIf.AnyFailed ? Readiness.Skip : Readiness.Go);
    }

    /// <summary>An omitted dependency names what it was itself omitted for: the user wants the cause, not the chain.</summary>
    private static int RootOf(RunState state, int step) =>
        state.Steps[step].Status == UnitStatus.Omitted && state.Steps[step].Because >= 0 ? state.Steps[step].Because : step;
}
