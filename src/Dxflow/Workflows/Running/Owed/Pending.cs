using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Owed;

/// <summary>
/// What a run owes the world for a slice: a pure function of its state and of what is under way. With an empty flight it is what
/// recovery has to do. At most one command per attempt is under way, so a stop that comes during a start waits for its answer.
/// </summary>
internal static class Pending
{
    public static CommandKind CommandOf(RunState state, int slice, in Flight flight)
    {
        ref var it = ref state.Slices[slice];
        if (flight.Busy != CommandKind.None || state.Calls(it.Step))
        {
            return CommandKind.None;
        }

        if (!it.Status.IsActive())
        {
            return SliceRules.WantsOutputs(state, slice) ? CommandKind.Collect
                : SliceRules.IsForgettable(state, slice) ? CommandKind.Forget
                : CommandKind.None;
        }

        if (flight.Has(FlightFlags.Unknown))
        {
            return CommandKind.Find;
        }

        var stop = StopOf(state, slice);
        if (it.Status == UnitStatus.Starting && !flight.Has(FlightFlags.Sent))
        {
            return stop != CommandKind.None || it.Has(SliceFlags.WishedEnd) ? CommandKind.Withdraw
                : flight.Has(FlightFlags.Open) && !state.StandsStill(it.Step) ? CommandKind.Start
                : CommandKind.None;
        }

        // What waits in a queue elsewhere can be told to end as it is.
        var isHeld = it.Status == UnitStatus.Starting && state.NodeOf(it.Step).HasQueue
            && stop == CommandKind.None && !it.Has(SliceFlags.WishedEnd);
        if ((it.Status == UnitStatus.Running || isHeld) && Freezing(state, slice, flight) is { } freezing)
        {
            return freezing;
        }

        var isTold = flight.Has(FlightFlags.KillSent) || (stop == CommandKind.Stop && flight.Has(FlightFlags.StopSent));
        if (stop != CommandKind.None && !state.GoesOn(slice))
        {
            return isTold ? CommandKind.None : stop;
        }

        return it.Status == UnitStatus.Running && stop == CommandKind.None && !it.IsToldToEnd && !flight.Has(FlightFlags.Probed)
            && (state.NodeOf(it.Step).Health is not null || it.Has(SliceFlags.OwnCheck))
            ? CommandKind.Probe
            : CommandKind.None;
    }

    /// <summary>
    /// With its run, or alone, what runs stands still, or is held in a queue, unless it has to end; nothing else reaches what may be frozen
    /// before it is thawed.
    /// Null: neither.
    /// </summary>
    private static CommandKind? Freezing(RunState state, int slice, in Flight flight)
    {
        if (state.IsToStandStill(slice))
        {
            return flight.Has(FlightFlags.PauseSent) ? CommandKind.None : CommandKind.Pause;
        }

        return state.Slices[slice].Has(SliceFlags.MayBeFrozen) ? CommandKind.Resume : null;
    }

    /// <summary>
    /// Queued wants a lease, but not while the run or the service is paused; an attempt that may be alive has one, also when it was found
    /// after a restart. What calls a body has none: the tasks in it have theirs.
    /// </summary>
    public static LeaseKind? LeaseOf(RunState state, int slice, in Flight flight)
    {
        var (status, step) = (state.Slices[slice].Status, state.Slices[slice].Step);
        if (state.Calls(step))
        {
            return null;
        }

        var isHeld = flight.Has(FlightFlags.Held);
        var isWanted = !state.StandsStill(step) && !state.Steps[step].Down;
        var isAsked = isHeld || flight.Has(FlightFlags.Asked | FlightFlags.Lined);
        return status == UnitStatus.Queued && isWanted ? isAsked ? null : LeaseKind.Ask
            : status.IsActive() ? isHeld ? null : LeaseKind.Hold
            : isAsked ? LeaseKind.Drop
            : null;
    }

    /// <summary>
    /// Whether the attempt has to end now. Services go in reverse: each after those that depend on it; so one that was told to end already
    /// waits again, if that is wished of another later.
    /// </summary>
    private static CommandKind StopOf(RunState state, int slice)
    {
        ref var it = ref state.Slices[slice];
        if (state.Cancel == CancelMode.Kill || it.Has(SliceFlags.WishedKill))
        {
            return CommandKind.Kill;
        }

        var isService = state.NodeOf(it.Step).Kind == NodeKind.Service;
        var isOver = isService ? state.IsOver(it.Step) && !IsNeeded(state, it.Step) : state.IsCancelled(it.Step);
        isOver |= it.Has(SliceFlags.WishedEnd) && !IsOutlived(state, it.Step);
        return isOver || it.Has(SliceFlags.StopRequested) ? CommandKind.Stop : CommandKind.None;
    }

    /// <summary>Of those that are wished to end, one that depends on it has not ended yet.</summary>
    private static bool IsOutlived(RunState state, int service)
    {
        foreach (var node in state.Graph.AfterStartOf(state.Steps[service].Node))
        {
            var user = state.Beside(service, node);
            foreach (ref var slice in state.Slices.AsSpan(state.Steps[user].First, state.Steps[user].Count))
            {
                if (slice.Status.IsActive() && slice.Has(SliceFlags.WishedEnd))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsNeeded(RunState state, int service)
    {
        foreach (var node in state.Graph.AfterStartOf(state.Steps[service].Node))
        {
            if (state.Steps[state.Beside(service, node)].Left > 0)
            {
                return true;
            }
        }

        return false;
    }
}
