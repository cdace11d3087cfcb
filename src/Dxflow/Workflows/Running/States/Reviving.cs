using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.States;

/// <summary>The part of <see cref="RunApply"/> that takes ends back: of a slice tried again, and of what ended because of it.</summary>
internal static class Reviving
{
    /// <summary>
    /// It had an attempt, and nobody has stopped it, nor others with it; its step, and those that it is inside of, can still become better;
    /// what runs last there neither has begun nor waits for its place, and the services there are still up.
    /// </summary>
    public static bool IsPossible(RunState state, int slice)
    {
        if (state.Cancel is not null || state.Slices[slice] is not { Status: UnitStatus.Failed, Attempt: > 0 })
        {
            return false;
        }

        for (var at = slice; at >= 0; at = HostOf(state, at))
        {
            var step = state.Slices[at].Step;
            var frame = state.Frames[state.Steps[step].Frame];
            var body = state.Bodies[frame.Body];
            var isLast = body.OnExit is { } last
                && state.Steps[frame.First + last - body.First] is not { Begun: false, IsFanned: false, Status: UnitStatus.Waiting };
            var isPast = frame.Host >= 0 && state.FrameOfHost[frame.Host] != state.Steps[step].Frame;
            var isServed = state.Graph.ServicesOf(frame.Body).Length > 0 && frame.MainLeft == 0;
            var isOver = state.Calls(step) && (state.Slices[at].Has(SliceFlags.StopRequested)
                || state.Slices[at].Status is not (UnitStatus.Running or UnitStatus.Failed));
            if (isLast || isPast || isOver || isServed || !state.IsMain(step) || IsDecided(state, step))
            {
                return false;
            }
        }

        return state.NodeOf(state.Slices[slice].Step).Kind == NodeKind.Step && state.MainLeft > 0;
    }

    /// <summary>
    /// Another end of one slice would change nothing: what has been stopped stays so, and what is good enough has been read.
    /// </summary>
    private static bool IsDecided(RunState state, int step)
    {
        var it = state.Steps[step];
        return state.Plan.FailFast || state.BodyOf(step).FailFast || it.Cancelled > 0 || (it.Left == 0 && state.IsOk(step))
            || (state.NodeOf(step).Step is { Require.CancelRest: true } && Tolerance.IsMet(state, step));
    }

    public static void Apply(RunState state, int slice, SliceRevived e)
    {
        ref var it = ref state.Slices[slice];
        Unfinish(state, slice);
        it.Flags &= SliceFlags.Kept;
        (it.EndedAt, it.Held) = (e.At, 0);

        // One attempt is left to it, however many it had.
        it.Used = state.NodeOf(it.Step).Step?.Retry.Limit ?? 0;
        state.Outputs.Remove(slice);
        SliceApply.Blame(state, slice, FailureReason.None, null);
        Changes.Move(state, slice, UnitStatus.Waiting);
        Release(state, it.Step);
        for (var host = HostOf(state, slice); host >= 0 && state.Slices[host].Status == UnitStatus.Failed; host = HostOf(state, host))
        {
            Reopen(state, host);
        }
    }

    private static int HostOf(RunState state, int slice) => state.Frames[state.Steps[state.Slices[slice].Step].Frame].Host;

    /// <summary>What a slice calls has failed, and goes on.</summary>
    private static void Reopen(RunState state, int host)
    {
        Unfinish(state, host);
        ref var it = ref state.Slices[host];
        it.EndedAt = 0;
        state.Steps[it.Step].Open++;
        SliceApply.Blame(state, host, FailureReason.None, null);
        Changes.Move(state, host, UnitStatus.Running);
        Release(state, it.Step);
    }

    /// <summary>The counts that its end has moved are moved back.</summary>
    private static void Unfinish(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        ref var step = ref state.Steps[it.Step];
        if (step.Left == 0)
        {
            ref var frame = ref state.Frames[step.Frame];
            frame.StepsLeft++;
            frame.MainLeft += state.IsMain(it.Step) ? 1 : 0;
            step.Status = UnitStatus.Waiting;
            foreach (var node in state.Graph.AfterEndOf(step.Node))
            {
                state.Steps[state.Beside(it.Step, node)].Unfinished++;
            }
        }

        step.Left++;
        step.Failed -= it.Status == UnitStatus.Failed ? 1 : 0;
        step.Omitted -= it.Status == UnitStatus.Omitted ? 1 : 0;
        (step.Because, it.Because) = (-1, -1);
        state.Details.Remove(slice);
    }

    /// <summary>
    /// What had not begun, and was left out because this step failed, waits again; and the frame fails no more, unless something else has
    /// failed there.
    /// </summary>
    private static void Release(RunState state, int cause)
    {
        var frame = state.Steps[cause].Frame;
        var (first, count) = (state.Frames[frame].First, state.Bodies[state.Frames[frame].Body].Count);
        for (var step = first; step < first + count; step++)
        {
            for (var slice = 0; !state.Steps[step].Begun && slice < state.Steps[step].Count; slice++)
            {
                var place = state.Steps[step].First + slice;
                if (state.Slices[place] is { Status: UnitStatus.Omitted, Attempt: 0 } it && it.Because == cause)
                {
                    Unfinish(state, place);
                    state.Slices[place].EndedAt = 0;
                    Changes.Move(state, place, UnitStatus.Waiting);
                }
            }

            state.List(step);
        }

        ref var around = ref state.Frames[frame];
        if (around.FailedStep >= 0)
        {
            around.FailedStep = Enumerable.Range(first, count).FirstOrDefault(step => IsBad(state, step), -1);
            around.Failing &= around.FailedStep >= 0;

            // Where all had ended before it was said that it fails, that is still to be said: it is not over any more.
            state.UnsettledFrames.Add(frame);
        }
    }

    private static bool IsBad(RunState state, int step) => state.IsMain(step) && state.Steps[step] is { Left: 0, Count: > 0 }
        && state.Steps[step].Status is UnitStatus.Failed or UnitStatus.Omitted && !state.IsOk(step);
}
