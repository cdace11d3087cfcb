using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>
/// What follows for one slice from the state and the time alone. Asked for slices that changed, and for all after a restart.
/// </summary>
internal static class SliceRules
{
    /// <summary>
    /// In this order: 1 an attempt that ended gets its verdict (unless outputs are to be read first); 2 a slice that waits for
    /// another attempt gives up or is queued; 3 what another run takes over is let go, not frozen; 4 time limits.
    /// </summary>
    public static void Decide(RunState state, int slice, IRunQuestions ask, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        if (state.Calls(it.Step))
        {
            CallRules.Decide(state, slice, ask, at, events);
        }
        else if (it.Status == UnitStatus.Finishing && !WantsOutputs(state, slice))
        {
            Verdicts.End(state, slice, it.Reason, null, at, events);
        }
        else if (state.IsPaused)
        {
            // The rest has time until it goes on.
        }
        else if (it is { Status: UnitStatus.Waiting, Attempt: > 0 })
        {
            Wait(state, slice, at, events);
        }
        else if (it.Status == UnitStatus.Running && state.GoesOn(slice) && !it.Has(SliceFlags.MayBeFrozen))
        {
            events.Add(new SliceFinished(at.Now, it.Step, slice - state.Steps[it.Step].First, it.Attempt, UnitStatus.Cancelled));
        }
        else if (it.Status is UnitStatus.Queued or UnitStatus.Starting or UnitStatus.Running)
        {
            Limit(state, slice, at, events);
        }
    }

    /// <summary>
    /// When the state alone makes something due, in Unix milliseconds, or null: the next attempt, or a time limit. Nothing limits
    /// what was already told to end, and nothing is due while the run is paused.
    /// </summary>
    public static long? Deadline(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        var limits = state.NodeOf(it.Step).Step?.Timeout;
        return it switch
        {
            _ when state.IsPaused => null,
            { Status: UnitStatus.Waiting, Attempt: > 0 } when !it.Has(SliceFlags.Kept) =>
                Wishes.HoldBack(state, slice) ? null : it.EndedAt + it.Held,
            _ when limits is null || it.Has(SliceFlags.StopRequested) || state.IsCancelled(it.Step) => null,
            { Status: UnitStatus.Queued or UnitStatus.Starting } when !state.Calls(it.Step) && limits.Queue is { } queue =>
                it.QueuedAt + it.Held + (long)queue.TotalMilliseconds,
            { Status: UnitStatus.Running } when state.Calls(it.Step) && state.IsClosing(state.FrameOfHost[slice]) => null,
            { Status: UnitStatus.Running } when state.RunMaxOf(slice) is { } run => it.StartedAt + it.Held + (long)run.TotalMilliseconds,
            _ => null,
        };
    }

    /// <summary>The attempt's end is journaled and decided, so the runtime may forget it.</summary>
    public static bool IsForgettable(RunState state, int slice) =>
        state.Slices[slice] is var it && it.Has(SliceFlags.Kept) && (it.Status == UnitStatus.Waiting || it.Status.IsFinal());

    /// <summary>The attempt ended, will not be retried, and left something that is to be read before the verdict.</summary>
    public static bool WantsOutputs(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        if (it.Status != UnitStatus.Finishing || it.Has(SliceFlags.Collected) || !it.Has(SliceFlags.Ran)
            || state.NodeOf(it.Step).Step is not { Outputs.Count: > 0 } step
            || (it.Has(SliceFlags.EndedCancelled) && state.Cancel == CancelMode.Kill))
        {
            return false;
        }

        var isOk = EndedWell(state, slice);
        return step.Outputs.Any(output => output.Collect == Collect.Always || output.Collect == Collect.Success == isOk)
            && (isOk || !Verdicts.IsTriedAgain(state, slice, it.Reason));
    }

    /// <summary>The attempt's program did what it was to do, and nobody stopped it.</summary>
    public static bool EndedWell(RunState state, int slice) =>
        state.Slices[slice].Reason == FailureReason.None
        && !state.Slices[slice].Has(SliceFlags.EndedCancelled | SliceFlags.StopRequested);

    private static void Wait(RunState state, int slice, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        var place = slice - state.Steps[it.Step].First;
        if (state.IsCancelled(it.Step))
        {
            events.Add(new SliceFinished(at.Now, it.Step, place, it.Attempt, UnitStatus.Cancelled));
        }
        else if (state.IsOver(it.Step))
        {
            events.Add(new SliceFinished(at.Now, it.Step, place, it.Attempt, UnitStatus.Succeeded));
        }
        else if (Edges.LostService(state, it.Step) is >= 0 and var lost)
        {
            var detail = $"the service {state.NodeOf(lost).Name} ended";
            events.Add(new SliceFinished(at.Now, it.Step, place, it.Attempt, UnitStatus.Failed, FailureReason.Service, detail));
        }
        else if (StepRules.IsStoppedByFailFast(state, it.Step) || StepRules.IsSettled(state, it.Step))
        {
            events.Add(new SliceFinished(at.Now, it.Step, place, it.Attempt, UnitStatus.Cancelled));
        }
        else if (!it.Has(SliceFlags.Kept) && it.EndedAt + it.Held <= at.Now && !Wishes.HoldBack(state, slice))
        {
            events.Add(new SlicesQueued(at.Now, it.Step, place, place));
        }
    }

    private static void Limit(RunState state, int slice, Moment at, List<RunEvent> events)
    {
        if (Deadline(state, slice) is not { } deadline || deadline > at.Now)
        {
            return;
        }

        ref var it = ref state.Slices[slice];
        var limits = state.NodeOf(it.Step).Step!.Timeout;
        var isRunning = it.Status == UnitStatus.Running;
        var reason = isRunning ? FailureReason.TimeoutRun : FailureReason.TimeoutQueue;
        var detail = isRunning ? $"ran longer than {state.RunMaxOf(slice)}" : $"did not start within {limits.Queue}";
        if (it.Status == UnitStatus.Queued)
        {
            Verdicts.EndUngranted(state, slice, reason, detail, at, events);
        }
        else
        {
            events.Add(new AttemptStopRequested(at.Now, it.Step, slice - state.Steps[it.Step].First, it.Attempt, reason, detail));
        }
    }
}
