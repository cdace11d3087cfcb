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

    private readonly RunState _state;
    private readonly Column<Flight> _flights = new();
    private readonly Shares _shares;
    private readonly Queue<Shares.Ticket> _freed = [];
    private readonly Queue<Shares.Ticket> _ready = [];
    private int _asks;

    /// <summary>After a recovery every attempt that may be alive is unknown; of a new run there is none.</summary>
    public Outbox(RunState state)
    {
        _state = state;
        _shares = new Shares(state, _flights);
        _flights.Append(state.Slices.Length, default);
        for (var slice = 0; slice < _flights.Length; slice++)
        {
            _flights[slice].Attempt = state.Slices[slice].Attempt;
            if (_state.Slices[slice].Status.IsActive() && !state.Calls(_state.Slices[slice].Step))
            {
                // What runs has its place before anything new is let in.
                _flights[slice].Flags = FlightFlags.Unknown;
                _shares.Force(slice);
            }
        }
    }

    public Timers Timers { get; } = new();

    public ReadOnlySpan<Flight> Flights => _flights.AsSpan();

    /// <summary>An answer came: the next command for that attempt may go.</summary>
    public void Answered(AttemptId id, CommandKind first, CommandKind second = CommandKind.None)
    {
        var slice = id.Run == _state.Id ? _state.IndexOf(id.Step, id.Slice) : -1;
        if (slice >= 0 && _flights[slice].Attempt == id.Attempt && _flights[slice].Busy is var busy and not CommandKind.None
            && (busy == first || busy == second))
        {
            _flights[slice].Busy = CommandKind.None;
            _state.Touched.Add(slice);
        }
    }

    /// <summary>Leases came; gives those that are still wanted.</summary>
    public List<int> Leased(IReadOnlyList<LeaseKey> keys)
    {
        var wanted = new List<int>(keys.Count);
        foreach (var key in keys)
        {
            ref var flight = ref _flights[key.Slice];
            if (flight.Turn == key.Turn && flight.Has(FlightFlags.Asked))
            {
                flight.Flags = (flight.Flags & ~FlightFlags.Asked) | FlightFlags.Held;
                _asks--;
                wanted.Add(key.Slice);
                _state.Touched.Add(key.Slice);
            }
        }

        return wanted;
    }

    /// <summary>The slots of leases became free.</summary>
    public void Opened(IReadOnlyList<LeaseKey> keys)
    {
        foreach (var key in keys)
        {
            if (_flights[key.Slice].Turn == key.Turn && _flights[key.Slice].Has(FlightFlags.Held))
            {
                _flights[key.Slice].Flags |= FlightFlags.Open;
                _state.Touched.Add(key.Slice);
            }
        }
    }

    /// <summary>The runtime was out of reach and is back: what happened meanwhile was not seen.</summary>
    public void Reconnected(string runtime)
    {
        for (var slice = 0; slice < _flights.Length; slice++)
        {
            ref var it = ref _state.Slices[slice];
            if (it.Status.IsActive() && _flights[slice].Has(FlightFlags.Sent) && _state.NodeOf(it.Step).Runtime == runtime)
            {
                _flights[slice].Flags = (_flights[slice].Flags | FlightFlags.Unknown) & ~FlightFlags.PauseSent;
                _state.Touched.Add(slice);
            }
        }
    }

    /// <summary>
    /// Takes what has become owed since the last time: 1 capacity taken back, booked or asked for; 2 the next command of each slice;
    /// 3 its deadline. What is taken is under way.
    /// </summary>
    public void Take(List<RunCommand> commands, List<LeaseRequest> requests, List<int> withdrawn)
    {
        _flights.Append(_state.Slices.Length - _flights.Length, default);
        foreach (var slice in _state.Touched)
        {
            ref var flight = ref _flights[slice];
            if (flight.Attempt != _state.Slices[slice].Attempt && flight.Busy == CommandKind.None)
            {
                flight.Attempt = _state.Slices[slice].Attempt;
                flight.Flags &= FlightFlags.Asked | FlightFlags.Held | FlightFlags.Open | FlightFlags.Lined;
            }

            Lease(slice, ref flight, requests);
            Command(slice, ref flight, commands, withdrawn);
            Timers.Set(slice, SliceRules.Deadline(_state, slice));
        }

        _state.Touched.Clear();
        Ask(requests);
    }

    /// <summary>Whether anything at all is owed that <see cref="Take"/> would not have found; for proving that it finds all.</summary>
    public bool OwesMore()
    {
        for (var slice = 0; slice < _flights.Length; slice++)
        {
            var lease = Pending.LeaseOf(_state, slice, _flights[slice]);
            if (Pending.CommandOf(_state, slice, _flights[slice]) != CommandKind.None
                || lease is not null
                || Timers.At(slice) != SliceRules.Deadline(_state, slice))
            {
                return true;
            }
        }

        return _asks < AsksMax && _ready.Any(_shares.IsMeant);
    }

    private void Lease(int slice, ref Flight flight, List<LeaseRequest> requests)
    {
        switch (Pending.LeaseOf(_state, slice, flight))
        {
            case LeaseKind.Drop:
                if (flight.Has(FlightFlags.Asked | FlightFlags.Held))
                {
                    requests.Add(new LeaseRequest(LeaseKind.Drop, new LeaseKey(slice, flight.Turn), NodeOf(slice)));
                }

                _asks -= flight.Has(FlightFlags.Asked) ? 1 : 0;
                flight.Flags &= ~(FlightFlags.Asked | FlightFlags.Held | FlightFlags.Open | FlightFlags.Lined);
                flight.Turn++;
                _shares.Leave(slice, _freed);
                break;
            case LeaseKind.Hold:
                flight.Flags |= FlightFlags.Held | FlightFlags.Open;
                _shares.Force(slice);
                Request(LeaseKind.Hold, slice, requests);
                break;
            case LeaseKind.Ask:
                flight.Flags |= FlightFlags.Lined;
                Advance(slice, requests);
                break;
        }
    }

    /// <summary>As many at once as may ask for capacity; what runs beside the steps asks at once.</summary>
    private void Ask(List<LeaseRequest> requests)
    {
        while (_freed.TryDequeue(out var next))
        {
            if (_shares.IsMeant(next))
            {
                Advance(next.Slice, requests);
            }
        }

        while (_asks < AsksMax && _ready.TryDequeue(out var ready))
        {
            if (_shares.IsMeant(ready))
            {
                Ask(ready.Slice, requests);
            }
        }
    }

    private void Advance(int slice, List<LeaseRequest> requests)
    {
        if (!_shares.Advance(slice))
        {
            return;
        }

        if (_state.IsMain(_state.Slices[slice].Step))
        {
            _ready.Enqueue(new Shares.Ticket(slice, _flights[slice].Turn));
        }
        else
        {
            Ask(slice, requests);
        }
    }

    private void Ask(int slice, List<LeaseRequest> requests)
    {
        _flights[slice].Flags = (_flights[slice].Flags & ~FlightFlags.Lined) | FlightFlags.Asked;
        _asks++;
        Request(LeaseKind.Ask, slice, requests);
    }

    private void Request(LeaseKind kind, int slice, List<LeaseRequest> requests)
    {
        var node = NodeOf(slice);
        var wanted = _state.ResourcesOf(slice);
        requests.Add(new LeaseRequest(
            kind, new LeaseKey(slice, _flights[slice].Turn), node, wanted.BookedCpus, wanted.BookedMemoryBytes, wanted.Named));
    }

    private int NodeOf(int slice) => _state.Steps[_state.Slices[slice].Step].Node;

    private void Command(int slice, ref Flight flight, List<RunCommand> commands, List<int> withdrawn)
    {
        var kind = Pending.CommandOf(_state, slice, flight);
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
                    CommandKind.Pause => FlightFlags.PauseSent,
                    _ => FlightFlags.None,
                };
                flight.Flags &= kind switch
                {
                    CommandKind.Find => ~FlightFlags.Unknown,
                    CommandKind.Pause => ~FlightFlags.Probed,
                    CommandKind.Resume => ~FlightFlags.PauseSent,
                    _ => ~FlightFlags.None,
                };
                break;
        }

        commands.Add(new RunCommand(kind, _state.AttemptOf(slice), NodeOf(slice)));
    }
}
