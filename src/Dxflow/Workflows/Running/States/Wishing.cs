using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.States;

/// <summary>The part of <see cref="RunApply"/> that concerns single services: told to end, brought back, and paused.</summary>
internal static class Wishing
{
    public static void Apply(RunState state, ServicesWished e)
    {
        foreach (var step in e.Steps)
        {
            if (state.IndexOf(step, 0) < 0 || state.NodeOf(step).Kind == NodeKind.Step)
            {
                continue;
            }

            ref var it = ref state.Steps[step];
            (it.Wished, it.Paused) = (true, e.Wish == ServiceWish.Pause);
            if (e.Wish is ServiceWish.Pause or ServiceWish.Unpause)
            {
                Pausing.Mark(state, it);
            }
            else
            {
                it.Down = e.Wish is ServiceWish.Down or ServiceWish.Kill;
                for (var slice = it.First; slice < it.First + it.Count; slice++)
                {
                    Apply(state, slice, e);
                }
            }

            state.List(step);
            Changes.Look(state, step);
            Changes.ListAfterStart(state, step);
        }
    }

    /// <summary>Final, but it would run if that was wished: a one-shot that has done its work would not.</summary>
    public static bool IsRevivable(RunState state, int slice) => state.Slices[slice] is var it && it.Status.IsFinal()
        && !(it.Status == UnitStatus.Succeeded && state.NodeOf(it.Step).Kind == NodeKind.OneShot);

    /// <summary>Its last attempt ended because that was wished, and the next has not begun.</summary>
    public static bool IsResting(in SliceState it) =>
        it is { Status: UnitStatus.Waiting or UnitStatus.Queued, Reason: FailureReason.Stopped };

    public static void Rest(RunState state, int slice, long at)
    {
        ref var it = ref state.Slices[slice];
        it.Flags &= SliceFlags.Kept;
        (it.EndedAt, it.Held, it.Used) = (at, 0, 0);
        SliceApply.Blame(state, slice, FailureReason.Stopped, null);
        Changes.Move(state, slice, UnitStatus.Waiting);
    }

    private static void Apply(RunState state, int slice, ServicesWished e)
    {
        ref var it = ref state.Slices[slice];
        var isUp = e.Wish is ServiceWish.Up or ServiceWish.Restart;
        if (it.Status.IsFinal())
        {
            if (isUp && IsRevivable(state, slice))
            {
                Revive(state, slice, e.At);
            }
        }
        else if (it.Status.IsActive() || it.Status == UnitStatus.Finishing)
        {
            it.Flags |= e.Wish == ServiceWish.Up ? SliceFlags.None : SliceFlags.WishedEnd;
            it.Flags |= e.Wish == ServiceWish.Kill ? SliceFlags.WishedKill : SliceFlags.None;
        }
        else if (isUp && it is { Status: UnitStatus.Waiting, Attempt: > 0 })
        {
            // It waited for another attempt after a pause that nobody wants any more.
            (it.EndedAt, it.Held, it.Used) = (e.At, 0, 0);
        }
    }

    /// <summary>The counts that its end has moved are moved back, as if it waited for an attempt.</summary>
    private static void Revive(RunState state, int slice, long at)
    {
        ref var it = ref state.Slices[slice];
        ref var step = ref state.Steps[it.Step];
        if (step.Left == 0)
        {
            ref var frame = ref state.Frames[step.Frame];
            frame.StepsLeft++;
            frame.MainLeft += state.IsMain(it.Step) ? 1 : 0;
            frame.FailedStep = frame.FailedStep == it.Step ? -1 : frame.FailedStep;
            foreach (var node in state.Graph.AfterEndOf(step.Node))
            {
                var waiting = state.Beside(it.Step, node);
                state.Steps[waiting].Unfinished++;
                Changes.Look(state, waiting);
            }
        }

        step.Left++;
        step.Succeeded -= it.Status is UnitStatus.Succeeded or UnitStatus.Reused ? 1 : 0;
        step.Reused -= it.Status == UnitStatus.Reused ? 1 : 0;
        step.Failed -= it.Status == UnitStatus.Failed ? 1 : 0;
        step.Cancelled -= it.Status == UnitStatus.Cancelled ? 1 : 0;
        step.Omitted -= it.Status == UnitStatus.Omitted ? 1 : 0;
        (step.Because, it.Because) = (-1, -1);
        state.Details.Remove(slice);
        Rest(state, slice, at);
    }
}
