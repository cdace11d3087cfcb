using Dxflow.Runtimes;

namespace Dxflow.Workflows.Running.States;

/// <summary>The part of <see cref="RunApply"/> that concerns one attempt of one slice.</summary>
internal static class SliceApply
{
    public static void Apply(RunState state, int slice, SliceEvent fact)
    {
        ref var it = ref state.Slices[slice];
        if (it.Status.IsFinal() && fact is not (AttemptForgotten or SliceRevived))
        {
            return;
        }

        switch (fact)
        {
            case AttemptGranted e:
                Grant(state, slice, e);
                break;
            case AttemptStarted e:
                Start(state, slice, e);
                break;
            case AttemptStopRequested e:
                it.Flags |= SliceFlags.StopRequested;
                Blame(state, slice, e.Reason, e.Detail);
                Changes.Touch(state, slice);
                Changes.LookInside(state, slice);
                break;
            case AttemptExited e:
                Exit(state, slice, e);
                break;
            case AttemptAbandoned e:
                Abandon(state, slice, e.At);
                break;
            case OutputsCollected e:
                state.Outputs[slice] = e.Outputs;
                it.Flags |= SliceFlags.Collected;
                Changes.Touch(state, slice);
                break;
            case RetryScheduled e:
                CountUngranted(ref it, e.Attempt);
                Blame(state, slice, e.Reason, e.Detail);
                (it.EndedAt, it.Held) = (e.DueAt, 0);
                state.Steps[e.Step].Begun = true;
                Changes.Move(state, slice, UnitStatus.Waiting);
                break;
            case SliceFinished e:
                CountUngranted(ref it, e.Attempt);
                Blame(state, slice, e.Reason, e.Detail);
                Endings.Finish(state, slice, e.State, e.At, because: -1);
                break;
            case BodyOpened e:
                Open(state, slice, e);
                break;
            case SliceReused e when it.Status == UnitStatus.Waiting:
                Reuse(state, slice, e);
                break;
            case SliceRevived e when it.Status == UnitStatus.Failed:
                Reviving.Apply(state, slice, e);
                break;
            case HealthChanged e:
                it.Flags = e.Healthy ? (it.Flags | SliceFlags.WasHealthy) & ~SliceFlags.Unhealthy : it.Flags | SliceFlags.Unhealthy;
                Changes.ListAfterStart(state, e.Step);
                break;
            case AttemptRested e:
                Wishing.Rest(state, slice, e.At);
                break;
            case AttemptFrozen or AttemptThawed:
                Pausing.Apply(state, slice, frozen: fact is AttemptFrozen);
                break;
            case AttemptForgotten:
                Forget(state, slice);
                break;
        }
    }

    public static void Blame(RunState state, int slice, FailureReason reason, string? detail)
    {
        state.Slices[slice].Reason = reason;
        if (detail is not null)
        {
            state.Details[slice] = detail;
        }
    }

    private static void Forget(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        state.Kept -= it.Has(SliceFlags.Kept) ? 1 : 0;
        it.Flags &= ~SliceFlags.Kept;
        Changes.Touch(state, slice);
    }

    private static void Reuse(RunState state, int slice, SliceReused e)
    {
        if (e.Outputs is { } outputs)
        {
            state.Outputs[slice] = outputs;
        }

        Blame(state, slice, FailureReason.None, e.Detail);
        Endings.Finish(state, slice, UnitStatus.Reused, e.At, because: -1);
    }

    private static void Abandon(RunState state, int slice, long at)
    {
        ref var it = ref state.Slices[slice];
        it.Used--;
        (it.EndedAt, it.Held) = (at, 0);
        it.Reason = it.Has(SliceFlags.WishedEnd) ? FailureReason.Stopped : it.Reason;
        Changes.Move(state, slice, UnitStatus.Waiting);
    }

    private static void Grant(RunState state, int slice, AttemptGranted e)
    {
        ref var it = ref state.Slices[slice];
        state.Kept += it.Has(SliceFlags.Kept) ? 0 : 1;
        (it.Attempt, it.Flags) = (e.Attempt, SliceFlags.Kept);
        (it.Reason, it.Exit, it.Signal, it.PeakBytes) = (FailureReason.None, -1, -1, 0);
        it.Used++;
        state.Details.Remove(slice);
        state.Steps[e.Step].Begun = true;
        Changes.Move(state, slice, UnitStatus.Starting);
    }

    private static void Open(RunState state, int slice, BodyOpened e)
    {
        ref var it = ref state.Slices[slice];
        if (state.NodeOf(it.Step).Step?.Call is not { } call)
        {
            return;
        }

        ref var step = ref state.Steps[it.Step];
        step.Open += it.Status == UnitStatus.Running ? 0 : 1;
        (step.Begun, it.StartedAt, it.Held) = (true, e.At, 0);
        Changes.Move(state, slice, UnitStatus.Running);
        Ran(state, slice);
        Changes.NextCall(state, it.Step);

        // The columns grow: no reference into them is good any more.
        var frame = state.Open(call.Body, slice, e.Turn);
        for (var (inside, last) = (state.Frames[frame].First, state.Steps.Length); inside < last; inside++)
        {
            state.List(inside);
        }
    }

    private static void Start(RunState state, int slice, AttemptStarted e)
    {
        ref var it = ref state.Slices[slice];
        (it.StartedAt, it.Held) = (e.At, 0);
        it.Flags |= e.Checked ? SliceFlags.OwnCheck : SliceFlags.None;
        Ran(state, slice);
        Changes.Move(state, slice, UnitStatus.Running);
        if (state.NodeOf(e.Step).Container is not null)
        {
            // Every start tells anew whether its image has a check, and so whether it can become healthy.
            Changes.ListAfterStart(state, e.Step);
        }
    }

    private static void Exit(RunState state, int slice, AttemptExited e)
    {
        ref var it = ref state.Slices[slice];
        (it.EndedAt, it.Exit, it.Signal) = (e.At, (short)(e.Exit ?? -1), (short)(e.Signal ?? -1));
        it.PeakBytes = e.MemoryPeakBytes ?? 0;
        it.Flags |= state.IsCancelled(e.Step) ? SliceFlags.EndedCancelled : SliceFlags.None;
        Blame(state, slice, e.Reason, e.Detail);
        if (e.Exit is not null || e.Signal is not null || e.Reason == FailureReason.Lost)
        {
            Ran(state, slice);
        }

        Changes.Move(state, slice, UnitStatus.Finishing);
    }

    /// <summary>A time limit while queued ends an attempt that was never granted: it has a number and counts, and leaves nothing.</summary>
    private static void CountUngranted(ref SliceState it, int attempt)
    {
        if (attempt > it.Attempt)
        {
            it.Attempt = attempt;
            it.Used++;
        }
    }

    private static void Ran(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        it.Flags |= SliceFlags.Ran;
        if (!state.Steps[it.Step].Ran)
        {
            state.Steps[it.Step].Ran = true;
            Changes.ListAfterStart(state, it.Step);
        }
    }
}
