using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Owed;

/// <summary>
/// What a run owes and what is under way, kept up by looking only at slices that changed; equal at any time to looking at all of
/// them. It never looks ahead of durability itself: the caller holds commands back until the events they follow from are durable,
/// and lets wishes for capacity go at once.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Unanswered wishes for capacity of one run, so that a million queued slices do not become a million requests.</summary>
    public const int AsksMax = 1024;

    private readonly RunState state;
    private readonly Flight[] flights;
    private readonly Queue<int> queued = [];
    private int leases;
    private int asks;

    /// <summary>After a recovery every attempt that may be alive is unknown; of a new run there is none.</summary>
    public Outbox(RunState state)
    {
        this.state = state;
        flights = new Flight[state.Slices.Length];
        for (var slice = 0; slice < flights.Length; slice++)
        {
            flights[slice].Attempt = state.Slices[slice].Attempt;
            flights[slice].Flags = state.Slices[slice].Status.IsActive() ? FlightFlags.Unknown : FlightFlags.None;
        }
    }

    public Timers Timers { get; } = new();

    public ReadOnlySpan<Flight> Flights => flights;

    /// <summary>An answer came: the next command for that attempt may go.</summary>
    public void Answered(AttemptId id, CommandKind first, CommandKind second = CommandKind.None)
    {
        var slice = id.Run == state.Id ? state.IndexOf(id.Step, id.Slice) : -1;
        if (slice >= 0 && flights[slice].Attempt == id.Attempt && flights[slice].Busy is var busy and not CommandKind.None
            && (busy == first || busy == second))
        {
            flights[slice].Busy = CommandKind.None;
            state.Touched.Add(slice);
        }
    }

    /// <summary>Leases came; gives those that are still wanted.</summary>
    public List<int> Leased(IReadOnlyList<LeaseKey> keys)
    {
        var wanted = new List<int>(keys.Count);
        foreach (var key in keys)
        {
            ref var flight = ref flights[key.Slice];
            if (flight.Turn == key.Turn && flight.Has(FlightFlags.Asked))
            {
                flight.Flags = (flight.Flags & ~FlightFlags.Asked) | FlightFlags.Held;
                asks--;
                wanted.Add(key.Slice);
                state.Touched.Add(key.Slice);
            }
        }

        return wanted;
    }

    /// <summary>The slots of leases became free.</summary>
    public void Opened(IReadOnlyList<LeaseKey> keys)
    {
        foreach (var key in keys)
        {
            if (flights[key.Slice].Turn == key.Turn && flights[key.Slice].Has(FlightFlags.Held))
            {
                flights[key.Slice].Flags |= FlightFlags.Open;
                state.Touched.Add(key.Slice);
            }
        }
    }

    /// <summary>The runtime was out of reach and is back: what happened meanwhile was not seen.</summary>
    public void Reconnected(string runtime)
    {
        for (var slice = 0; slice < flights.Length; slice++)
        {
            ref var it = ref state.Slices[slice];
            if (it.Status.IsActive() && flights[slice].Has(FlightFlags.Sent) && state.Plan.Nodes[it.Step].Runtime == runtime)
            {
                flights[slice].Flags |= FlightFlags.Unknown;
                state.Touched.Add(slice);
            }
        }
    }

    /// <summary>
    /// Takes what has become owed since the last time: 1 capacity taken back, booked or asked for; 2 the next command of each slice;
    /// 3 its deadline. What is taken is under way.
    /// </summary>
    public void Take(List<RunCommand> commands, List<LeaseRequest> requests, List<int> withdrawn)
    {
        foreach (var slice in state.Touched)
        {
            ref var flight = ref flights[slice];
            if (flight.Attempt != state.Slices[slice].Attempt && flight.Busy == CommandKind.None)
            {
                flight.Attempt = state.Slices[slice].Attempt;
                flight.Flags &= FlightFlags.Asked | FlightFlags.Held | FlightFlags.Open;
            }

            Lease(slice, ref flight, requests);
            Command(slice, ref flight, commands, withdrawn);
            Timers.Set(slice, SliceRules.Deadline(state, slice));
        }

        state.Touched.Clear();
        Ask(requests);
    }

    /// <summary>Whether anything at all is owed that <see cref="Take"/> would not have found; for proving that it finds all.</summary>
    public bool OwesMore()
    {
        for (var slice = 0; slice < flights.Length; slice++)
        {
            var lease = Pending.LeaseOf(state, slice, flights[slice]);
            if (Pending.CommandOf(state, slice, flights[slice]) != CommandKind.None
                || lease is LeaseKind.Drop or LeaseKind.Hold
                || (lease == LeaseKind.Ask && (!IsCounted(slice) || MayAsk)))
            {
                return true;
            }
        }

        return false;
    }

    private bool MayAsk => leases < (state.Plan.Parallel ?? int.MaxValue) && asks < AsksMax;

    /// <summary>Services and <c>on_exit</c> do not count as tasks at once: they would wait for those that wait for them.</summary>
    private bool IsCounted(int slice) => state.IsMain(state.Slices[slice].Step);

    private void Lease(int slice, ref Flight flight, List<LeaseRequest> requests)
    {
        var step = state.Slices[slice].Step;
        switch (Pending.LeaseOf(state, slice, flight))
        {
            case LeaseKind.Drop:
                requests.Add(new LeaseRequest(LeaseKind.Drop, new LeaseKey(slice, flight.Turn), step));
                asks -= flight.Has(FlightFlags.Asked) ? 1 : 0;
                leases -= IsCounted(slice) ? 1 : 0;
                flight.Flags &= ~(FlightFlags.Asked | FlightFlags.Held | FlightFlags.Open);
                flight.Turn++;
                break;
            case LeaseKind.Hold:
                flight.Flags |= FlightFlags.Held | FlightFlags.Open;
                leases += IsCounted(slice) ? 1 : 0;
                Request(LeaseKind.Hold, slice, requests);
                break;
            case LeaseKind.Ask when IsCounted(slice):
                queued.Enqueue(slice);
                break;
            case LeaseKind.Ask:
                Ask(slice, requests);
                break;
        }
    }

    private void Ask(List<LeaseRequest> requests)
    {
        while (MayAsk && queued.TryDequeue(out var slice))
        {
            // It may have been dropped, or stand here twice.
            if (Pending.LeaseOf(state, slice, flights[slice]) == LeaseKind.Ask)
            {
                leases++;
                Ask(slice, requests);
            }
        }
    }

    private void Ask(int slice, List<LeaseRequest> requests)
    {
        flights[slice].Flags |= FlightFlags.Asked;
        asks++;
        Request(LeaseKind.Ask, slice, requests);
    }

    private void Request(LeaseKind kind, int slice, List<LeaseRequest> requests)
    {
        var step = state.Slices[slice].Step;
        var wanted = state.Plan.Nodes[step].Resources;
        requests.Add(new LeaseRequest(kind, new LeaseKey(slice, flights[slice].Turn), step, wanted.BookedCpus, wanted.BookedMemoryBytes));
    }

    private void Command(int slice, ref Flight flight, List<RunCommand> commands, List<int> withdrawn)
    {
        var kind = Pending.CommandOf(state, slice, flight);
        switch (kind)
        {
            case CommandKind.None:
                return;
            case CommandKind.Withdraw:
                withdrawn.Add(slice);
                return;
            case CommandKind.Probe:
                flight.Flags |= FlightFlags.Probed;
                break;
            default:
                flight.Busy = kind;
                flight.Flags |= kind switch
                {
                    CommandKind.Start or CommandKind.Find => FlightFlags.Sent,
                    CommandKind.Stop => FlightFlags.StopSent,
                    CommandKind.Kill => FlightFlags.KillSent,
                    _ => FlightFlags.None,
                };
                flight.Flags &= kind == CommandKind.Find ? ~FlightFlags.Unknown : (FlightFlags)255;
                break;
        }

        commands.Add(new RunCommand(kind, state.AttemptOf(slice)));
    }
}
