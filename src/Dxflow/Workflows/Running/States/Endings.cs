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
        step.Reused += status == UnitStatus.Reused ? 1 : 0;
        step.Failed += status == UnitStatus.Failed ? 1 : 0;
        step.Cancelled += status == UnitStatus.Cancelled ? 1 : 0;
        step.Omitted += status == UnitStatus.Omitted ? 1 : 0;
        step.Because = because >= 0 ? because : step.Because;
        Changes.Move(state, slice, status);
        if (state.Calls(it.Step))
        {
            Leave(state, slice);
        }

        if (step.Left == 0)
        {
            FinishStep(state, it.Step);
        }
        else if (step.IsFanned)
        {
            // What has ended so far may have decided the rest.
            state.List(it.Step);
        }
        else if (state.NodeOf(it.Step).Kind == NodeKind.Service)
        {
            // Who waits for all of its replicas to be healthy need not wait any more.
            Changes.ListAfterStart(state, it.Step);
        }
    }

    /// <summary>A step of which there turned out to be nothing to do has succeeded.</summary>
    public static void FinishIfEmpty(RunState state, int step)
    {
        if (state.Steps[step] is { IsFanned: true, Count: 0, Status: UnitStatus.Waiting })
        {
            FinishStep(state, step);
        }
    }

    /// <summary>An instance is over: the next slice that is queued for one may have its place.</summary>
    private static void Leave(RunState state, int slice)
    {
        ref var step = ref state.Steps[state.Slices[slice].Step];
        step.Open -= state.FrameOfHost.ContainsKey(slice) ? 1 : 0;
        Changes.NextCall(state, state.Slices[slice].Step);
    }

    private static void FinishStep(RunState state, int index)
    {
        ref var step = ref state.Steps[index];
        step.Status = step switch
        {
            { Cancelled: > 0 } when state.IsCancelled(index) && step.Failed == 0 => UnitStatus.Cancelled,
            _ when step.IsFanned && Tolerance.IsMet(state, index) => step.Succeeded > 0 || step.Count == 0
                ? UnitStatus.Succeeded : UnitStatus.Skipped,
            { Failed: > 0 } => UnitStatus.Failed,
            { Cancelled: > 0 } => UnitStatus.Cancelled,
            { Omitted: > 0 } => UnitStatus.Omitted,
            { Succeeded: > 0 } => UnitStatus.Succeeded,
            _ => UnitStatus.Skipped,
        };
        step.Status = step.Status == UnitStatus.Succeeded && step.Reused > 0 && step.Reused == step.Succeeded
            ? UnitStatus.Reused : step.Status;
        var isMain = state.IsMain(index);
        ref var frame = ref state.Frames[step.Frame];
        frame.StepsLeft--;
        frame.MainLeft -= isMain ? 1 : 0;
        if (frame.FailedStep < 0 && isMain && step.Status is UnitStatus.Failed or UnitStatus.Omitted && !state.IsOk(index))
        {
            frame.FailedStep = index;
            state.UnsettledFrames.Add(step.Frame);
        }

        if (frame is { StepsLeft: 0, Host: >= 0 })
        {
            state.Unsettled.Add(frame.Host);
        }

        foreach (var node in state.Graph.AfterEndOf(step.Node))
        {
            var waiting = state.Beside(index, node);
            if (--state.Steps[waiting].Unfinished == 0)
            {
                state.List(waiting);
                Changes.LookIfWished(state, waiting);
            }
        }

        Changes.ListAfterStart(state, index);
        if (frame.MainLeft == 0 && (isMain || state.IsOnExit(index)))
        {
            Close(state, step.Frame);
        }
        else if (state.NodeOf(index).Kind == NodeKind.Service)
        {
            // What this service depended on may now be stopped.
            foreach (var edge in state.NodeOf(index).After)
            {
                Changes.Look(state, state.Beside(index, edge.Node));
            }
        }
    }

    /// <summary>The last step ended: <c>on_exit</c> may start, or after it the services stop.</summary>
    private static void Close(RunState state, int frame)
    {
        var body = state.Bodies[state.Frames[frame].Body];
        if (body.OnExit is { } last)
        {
            Changes.Look(state, state.Frames[frame].First + last - body.First);
        }

        var first = state.Frames[frame].First;
        foreach (var service in state.Graph.ServicesOf(state.Frames[frame].Body))
        {
            Changes.Look(state, first + service - body.First);
        }

        if (state.Frames[frame].Host is >= 0 and var host)
        {
            // How long its services take to end is not limited as its steps are.
            Changes.Touch(state, host);
        }
    }
}
