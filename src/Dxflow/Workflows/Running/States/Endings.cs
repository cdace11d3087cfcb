using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.States;

/// <summary>The part of <see cref="RunApply"/> that counts ends: of a slice, so perhaps of its step, so perhaps of all the work.</summary>
internal static class Endings
{
    public static void Finish(RunState state, int slice, UnitStatus status, long at, int because)
    {
        ref var it = ref state.Slices[slice];
        (it.EndedAt, it.Because) = (at, because);
        ref var step = ref state.Steps[it.Step];
        step.Left--;
        step.Succeeded += status is UnitStatus.Succeeded or UnitStatus.Reused ? 1 : 0;
        step.Failed += status == UnitStatus.Failed ? 1 : 0;
        step.Cancelled += status == UnitStatus.Cancelled ? 1 : 0;
        step.Omitted += status == UnitStatus.Omitted ? 1 : 0;
        step.Because = because >= 0 ? because : step.Because;
        Changes.Move(state, slice, status);
        if (step.Left == 0)
        {
            FinishStep(state, it.Step);
        }
        else if (state.Plan.Nodes[it.Step].Kind == NodeKind.Service)
        {
            // Who waits for all of its replicas to be healthy need not wait any more.
            Changes.ListAfterStart(state, it.Step);
        }
    }

    private static void FinishStep(RunState state, int index)
    {
        ref var step = ref state.Steps[index];
        step.Status = step switch
        {
            { Failed: > 0 } => UnitStatus.Failed,
            { Cancelled: > 0 } => UnitStatus.Cancelled,
            { Omitted: > 0 } => UnitStatus.Omitted,
            { Succeeded: > 0 } => UnitStatus.Succeeded,
            _ => UnitStatus.Skipped,
        };
        var isMain = state.IsMain(index);
        state.StepsLeft--;
        state.MainLeft -= isMain ? 1 : 0;
        if (state.FailedStep < 0 && isMain && step.Status is UnitStatus.Failed or UnitStatus.Omitted && !state.IsOk(index))
        {
            state.FailedStep = index;
        }

        foreach (var waiting in state.Graph.AfterEndOf(index))
        {
            if (--state.Steps[waiting].Unfinished == 0)
            {
                state.List(waiting);
                Changes.LookIfWished(state, waiting);
            }
        }

        Changes.ListAfterStart(state, index);
        if (state.MainLeft == 0 && (isMain || index == state.Plan.OnExit))
        {
            Close(state);
        }
        else if (state.Plan.Nodes[index].Kind == NodeKind.Service)
        {
            // What this service depended on may now be stopped.
            foreach (var edge in state.Plan.Nodes[index].After)
            {
                Changes.Look(state, edge.Node);
            }
        }
    }

    /// <summary>The last step ended: <c>on_exit</c> may start, or after it the services stop.</summary>
    private static void Close(RunState state)
    {
        if (state.Plan.OnExit is { } last)
        {
            Changes.Look(state, last);
        }

        foreach (var service in state.Graph.Services)
        {
            Changes.Look(state, service);
        }
    }
}
