namespace Dxflow.Workflows.Running.States;

/// <summary>
/// What an event does to the state: total, without clock or I/O, deciding nothing. Replay calls this alone, so what is here for a
/// released event stays as it is. An event that names what the plan does not have, or what is final, changes nothing.
/// </summary>
internal static class RunApply
{
    public static void Apply(RunState state, RunEvent fact)
    {
        switch (fact)
        {
            case SliceEvent e when state.IndexOf(e.Step, e.Slice) is >= 0 and var slice:
                SliceApply.Apply(state, slice, e);
                break;
            case RunCreated e:
                (state.Id, state.Workflow, state.Number, state.Revision, state.CreatedAt) = (e.Run, e.Workflow, e.Number, e.Revision, e.At);
                break;
            case RunStarted e:
                (state.Status, state.StartedAt) = (RunStatus.Running, e.At);
                Changes.ListAll(state);
                break;
            case SlicesQueued e:
                Queue(state, e);
                break;
            case SlicesDropped e:
                Drop(state, e);
                break;
            case RunFailing e when state.IndexOf(e.Step, 0) >= 0:
                Fail(state, state.Steps[e.Step].Frame);
                break;
            case StepFannedOut e when CanFanOut(state, e):
                state.FanOut(e.Step, e.Count);
                state.List(e.Step);
                Endings.FinishIfEmpty(state, e.Step);
                break;
            case CancelRequested e:
                Cancel(state, e);
                break;
            case ServicesWished e:
                Wishing.Apply(state, e);
                break;
            case RunPaused e:
                Pausing.Begin(state, e.At);
                break;
            case RunResumed e:
                Pausing.End(state, e.At);
                state.Status = RunStatus.Running;
                break;
            case RunFinished e:
                (state.Status, state.Reason, state.Detail, state.EndedAt) = (e.State, e.Reason, e.Detail, e.At);
                break;
        }
    }

    private static bool CanFanOut(RunState state, StepFannedOut e) =>
        state.IndexOf(e.Step, 0) is >= 0 and var slice && e.Count >= 0 && state.NodeOf(e.Step).Step?.Fan is not null
        && state.Slices[slice] is { Status: UnitStatus.Waiting, Attempt: 0 } && !state.Steps[e.Step].IsFanned;

    private static void Fail(RunState state, int frame)
    {
        ref var it = ref state.Frames[frame];
        it.Failing = true;
        for (var step = it.First; step < it.First + state.Bodies[it.Body].Count; step++)
        {
            state.List(step);
        }
    }

    private static void Queue(RunState state, SlicesQueued e)
    {
        var (first, last) = (state.IndexOf(e.Step, e.First), state.IndexOf(e.Step, e.Last));
        if (first < 0 || last < first)
        {
            return;
        }

        if (first == last || state.NodeOf(e.Step).Step is not { Shuffle: true })
        {
            for (var slice = first; slice <= last; slice++)
            {
                Queue(state, slice, e.At);
            }
        }
        else
        {
            var (step, order) = (state.Steps[e.Step], state.OrderOf(e.Step));
            for (var place = 0; place < step.Count; place++)
            {
                if (step.First + order.At(place) is var slice && slice >= first && slice <= last)
                {
                    Queue(state, slice, e.At);
                }
            }
        }

        Changes.NextCall(state, e.Step);
    }

    private static void Queue(RunState state, int slice, long at)
    {
        ref var it = ref state.Slices[slice];
        if (!it.Status.IsFinal())
        {
            (it.QueuedAt, it.StartedAt, it.EndedAt, it.Held) = (at, 0, 0, 0);
            Changes.Move(state, slice, UnitStatus.Queued);
        }
    }

    private static void Drop(RunState state, SlicesDropped e)
    {
        for (var slice = state.IndexOf(e.Step, e.First); slice >= 0 && slice <= state.IndexOf(e.Step, e.Last); slice++)
        {
            if (!state.Slices[slice].Status.IsFinal())
            {
                SliceApply.Blame(state, slice, e.Reason, e.Detail);
                Endings.Finish(state, slice, e.State, e.At, e.Because ?? -1);
            }
        }
    }

    private static void Cancel(RunState state, CancelRequested e)
    {
        state.Cancel = state.Cancel == CancelMode.Kill ? CancelMode.Kill : e.Mode;
        state.Going = e.Going;
        state.CancelledBy ??= e.By;
        Pausing.EndAll(state, e.At);
        state.Status = RunStatus.Stopping;
        Changes.ListAll(state);
        for (var slice = 0; slice < state.Slices.Length; slice++)
        {
            Changes.Touch(state, slice);
        }
    }
}
