using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.States;

/// <summary>
/// What an event does to the state: total, without clock or I/O, deciding nothing. Replay calls this alone, so what is here for a
/// released event stays as it is. An event that names what the plan does not have changes nothing.
/// </summary>
internal static class RunApply
{
    public static void Apply(RunState state, RunEvent fact)
    {
        switch (fact)
        {
            case RunCreated e:
                (state.Id, state.Workflow, state.Number, state.Revision, state.CreatedAt) = (e.Run, e.Workflow, e.Number, e.Revision, e.At);
                break;
            case RunStarted e:
                (state.Status, state.StartedAt) = (RunStatus.Running, e.At);
                ListAll(state);
                break;
            case SlicesQueued e:
                Queue(state, e);
                break;
            case AttemptGranted e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                Grant(state, slice, e);
                break;
            case AttemptStarted e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                (state.Slices[slice].Status, state.Slices[slice].StartedAt) = (UnitStatus.Running, e.At);
                Ran(state, slice);
                Move(state, slice, UnitStatus.Running);
                break;
            case AttemptStopRequested e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                state.Slices[slice].Flags |= SliceFlags.StopRequested;
                Blame(state, slice, e.Reason, e.Detail);
                Move(state, slice, state.Slices[slice].Status);
                break;
            case AttemptExited e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                Exit(state, slice, e);
                break;
            case AttemptAbandoned e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                state.Slices[slice].Used--;
                Wait(state, slice, e.At);
                break;
            case OutputsCollected e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                state.Outputs[slice] = e.Outputs;
                state.Slices[slice].Flags |= SliceFlags.Collected;
                Move(state, slice, state.Slices[slice].Status);
                break;
            case RetryScheduled e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                CountUngranted(ref state.Slices[slice], e.Attempt);
                state.Steps[e.Step].Begun = true;
                Blame(state, slice, e.Reason, e.Detail);
                Wait(state, slice, e.DueAt);
                break;
            case SliceFinished e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                CountUngranted(ref state.Slices[slice], e.Attempt);
                Blame(state, slice, e.Reason, e.Detail);
                Finish(state, slice, e.State, e.At, because: -1);
                break;
            case SlicesDropped e:
                Drop(state, e);
                break;
            case HealthChanged e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                Health(state, slice, e);
                break;
            case AttemptForgotten e when Find(state, e.Step, e.Slice) is >= 0 and var slice:
                Forget(state, slice);
                break;
            case RunFailing:
                state.Failing = true;
                ListAll(state);
                break;
            case CancelRequested e:
                Cancel(state, e);
                break;
            case RunFinished e:
                (state.Status, state.Reason, state.Detail, state.EndedAt) = (e.State, e.Reason, e.Detail, e.At);
                break;
        }
    }

    private static int Find(RunState state, int step, int slice) => state.IndexOf(step, slice);

    private static void Queue(RunState state, SlicesQueued e)
    {
        for (var slice = Find(state, e.Step, e.First); slice >= 0 && slice <= Find(state, e.Step, e.Last); slice++)
        {
            ref var it = ref state.Slices[slice];
            (it.Status, it.QueuedAt, it.StartedAt, it.EndedAt) = (UnitStatus.Queued, e.At, 0, 0);
            Move(state, slice, UnitStatus.Queued);
        }
    }

    private static void Grant(RunState state, int slice, AttemptGranted e)
    {
        ref var it = ref state.Slices[slice];
        state.Kept += it.Has(SliceFlags.Kept) ? 0 : 1;
        (it.Status, it.Attempt, it.Flags) = (UnitStatus.Starting, e.Attempt, SliceFlags.Kept);
        (it.Reason, it.Exit, it.Signal) = (FailureReason.None, -1, -1);
        it.Used++;
        state.Details.Remove(slice);
        state.Steps[e.Step].Begun = true;
        Move(state, slice, UnitStatus.Starting);
    }

    private static void Exit(RunState state, int slice, AttemptExited e)
    {
        ref var it = ref state.Slices[slice];
        (it.Status, it.EndedAt, it.Exit, it.Signal) = (UnitStatus.Finishing, e.At, (short)(e.Exit ?? -1), (short)(e.Signal ?? -1));
        it.Flags |= state.IsCancelled(e.Step) ? SliceFlags.EndedCancelled : SliceFlags.None;
        Blame(state, slice, e.Reason, e.Detail);
        if (e.Exit is not null || e.Signal is not null || e.Reason == FailureReason.Lost)
        {
            Ran(state, slice);
        }

        Move(state, slice, UnitStatus.Finishing);
    }

    private static void Wait(RunState state, int slice, long dueAt)
    {
        ref var it = ref state.Slices[slice];
        (it.Status, it.EndedAt) = (UnitStatus.Waiting, dueAt);
        Move(state, slice, UnitStatus.Waiting);
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

    private static void Blame(RunState state, int slice, FailureReason reason, string? detail)
    {
        state.Slices[slice].Reason = reason;
        if (detail is not null)
        {
            state.Details[slice] = detail;
        }
    }

    private static void Drop(RunState state, SlicesDropped e)
    {
        for (var slice = Find(state, e.Step, e.First); slice >= 0 && slice <= Find(state, e.Step, e.Last); slice++)
        {
            Blame(state, slice, e.Reason, e.Detail);
            Finish(state, slice, e.State, e.At, e.Because ?? -1);
        }
    }

    private static void Health(RunState state, int slice, HealthChanged e)
    {
        ref var it = ref state.Slices[slice];
        it.Flags = e.Healthy ? (it.Flags | SliceFlags.WasHealthy) & ~SliceFlags.Unhealthy : it.Flags | SliceFlags.Unhealthy;
        ListAfterStart(state, e.Step);
    }

    private static void Forget(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        state.Kept -= it.Has(SliceFlags.Kept) ? 1 : 0;
        it.Flags &= ~SliceFlags.Kept;
        Move(state, slice, it.Status);
    }

    private static void Cancel(RunState state, CancelRequested e)
    {
        state.Cancel = state.Cancel == CancelMode.Kill ? CancelMode.Kill : e.Mode;
        state.CancelledBy ??= e.By;
        state.Status = RunStatus.Stopping;
        ListAll(state);
        for (var slice = 0; slice < state.Slices.Length; slice++)
        {
            Move(state, slice, state.Slices[slice].Status);
        }
    }

    private static void Ran(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        it.Flags |= SliceFlags.Ran;
        if (!state.Steps[it.Step].Ran)
        {
            state.Steps[it.Step].Ran = true;
            ListAfterStart(state, it.Step);
        }
    }

    private static void Finish(RunState state, int slice, UnitStatus status, long at, int because)
    {
        ref var it = ref state.Slices[slice];
        if (it.Status.IsFinal())
        {
            return;
        }

        (it.Status, it.EndedAt, it.Because) = (status, at, because);
        ref var step = ref state.Steps[it.Step];
        step.Left--;
        step.Succeeded += status is UnitStatus.Succeeded or UnitStatus.Reused ? 1 : 0;
        step.Failed += status == UnitStatus.Failed ? 1 : 0;
        step.Cancelled += status == UnitStatus.Cancelled ? 1 : 0;
        step.Omitted += status == UnitStatus.Omitted ? 1 : 0;
        step.Because = because >= 0 ? because : step.Because;
        Move(state, slice, status);
        if (step.Left == 0)
        {
            FinishStep(state, it.Step);
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
        state.StepsLeft--;
        state.MainLeft -= state.IsMain(index) ? 1 : 0;
        if (state.FailedStep < 0 && state.IsMain(index) && step.Status is UnitStatus.Failed or UnitStatus.Omitted && !state.IsOk(index))
        {
            state.FailedStep = index;
        }

        foreach (var waiting in state.Graph.AfterEndOf(index))
        {
            if (--state.Steps[waiting].Unfinished == 0)
            {
                state.List(waiting);
            }
        }

        ListAfterStart(state, index);
        if (state.MainLeft == 0 && (state.IsMain(index) || index == state.Plan.OnExit))
        {
            Close(state);
        }
        else if (state.Plan.Nodes[index].Kind == NodeKind.Service)
        {
            foreach (var edge in state.Plan.Nodes[index].After)
            {
                Look(state, edge.Node);
            }
        }
    }

    /// <summary>The last step ended: <c>on_exit</c> may start, or after it the services stop.</summary>
    private static void Close(RunState state)
    {
        if (state.Plan.OnExit is { } last)
        {
            Look(state, last);
        }

        foreach (var service in state.Graph.Services)
        {
            Look(state, service);
        }
    }

    private static void ListAfterStart(RunState state, int step)
    {
        foreach (var waiting in state.Graph.AfterStartOf(step))
        {
            state.List(waiting);
        }
    }

    private static void ListAll(RunState state)
    {
        for (var step = state.Steps.Length - 1; step >= 0; step--)
        {
            state.List(step);
        }
    }

    private static void Look(RunState state, int step)
    {
        ref var it = ref state.Steps[step];
        state.List(step);
        for (var slice = it.First; slice < it.First + it.Count; slice++)
        {
            Move(state, slice, state.Slices[slice].Status);
        }
    }

    private static void Move(RunState state, int slice, UnitStatus status)
    {
        ref var step = ref state.Steps[state.Slices[slice].Step];
        if (step.Left > 0)
        {
            step.Status = step.Count == 1 || !status.IsFinal() ? status : step.Status;
        }

        state.Touched.Add(slice);
        state.Unsettled.Add(slice);
    }
}
