using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running;

/// <summary>What came of some inputs: events to make durable, then commands to release; wishes for capacity go at once.</summary>
internal sealed record Turn(IReadOnlyList<RunEvent> Events, IReadOnlyList<RunCommand> Commands, IReadOnlyList<LeaseRequest> Leases);

/// <summary>
/// One run without tasks, clock or disk: inputs in, turns out. The loop drives it in the engine, the simulation in tests.
/// <list type="number">
/// <item>an input settles what it answers in the outbox;</item>
/// <item>the reactor decides and applies;</item>
/// <item>the outbox gives what is owed now; a start that is withdrawn there is an input again.</item>
/// </list>
/// </summary>
internal sealed class RunWork
{
    private readonly RunReactor _reactor;
    private readonly Outbox _outbox;
    private readonly List<int> _withdrawn = [];
    private readonly List<int> _due = [];
    private List<RunEvent> _events = [];
    private List<RunCommand> _commands = [];
    private List<LeaseRequest> _leases = [];

    /// <summary>
    /// A state of a new run (nothing applied) or a replayed one; the latter is to be given <see cref="RunRecovered"/> first.
    /// </summary>
    public RunWork(RunState state, IRunQuestions ask, int asksPerTurn = Asks.PerTurn)
    {
        _reactor = new RunReactor(state, ask, asksPerTurn);
        _outbox = new Outbox(state);
    }

    public RunState State => _reactor.State;

    public Outbox Outbox => _outbox;

    /// <summary>There is something to decide in another turn, for which nothing has to come in: a <see cref="Tick"/> does it.</summary>
    public bool HasMore => _reactor.Asks.HasMore;

    /// <summary>When the run next wants to be asked for the time, in Unix milliseconds.</summary>
    public long? NextDeadline
    {
        get
        {
            var ofRun = RunRules.Deadline(State);
            return _outbox.Timers.Next is { } next && !(ofRun <= next) ? next : ofRun;
        }
    }

    /// <summary>Puts down what its creator knows, as the first event of all.</summary>
    public void Create(RunCreated fact)
    {
        RunApply.Apply(State, fact);
        _events.Add(fact);
    }

    public void Accept(RunInput input, Moment at)
    {
        Settle(input);
        if (input is SlicesLeased leased)
        {
            var wanted = _outbox.Leased(leased.Leases);
            input = new SlicesLeased([.. wanted.Select(slice => new LeaseKey(slice, 0))]);
        }

        _reactor.React(input, at, _events);
        Take(at);
    }

    /// <summary>Lets the time pass: decides every deadline that is due.</summary>
    public void Tick(Moment at)
    {
        _due.Clear();
        _outbox.Timers.Take(at.Now, _due);
        if (_due.Count > 0 || RunRules.Deadline(State) <= at.Now)
        {
            State.Touched.AddRange(_due);
            Accept(new TimersDue([.. _due]), at);
        }

        if (_reactor.Asks.MayGoOn)
        {
            Accept(new AskingGoesOn(), at);
        }
    }

    /// <summary>All that came since the last turn.</summary>
    public Turn TakeTurn()
    {
        var turn = new Turn(_events, _commands, _leases);
        (_events, _commands, _leases) = ([], [], []);
        _reactor.Asks.NextTurn();
        return turn;
    }

    private void Take(Moment at)
    {
        _outbox.Take(_commands, _leases, _withdrawn);
        while (_withdrawn.Count > 0)
        {
            _reactor.React(new StartsWithdrawn([.. _withdrawn]), at, _events);
            _withdrawn.Clear();
            _outbox.Take(_commands, _leases, _withdrawn);
        }
    }

    private void Settle(RunInput input)
    {
        switch (input)
        {
            case TasksReported { Source: not ReportSource.Watch } reported:
                var kind = reported.Source == ReportSource.Start ? CommandKind.Start : CommandKind.Find;
                foreach (var report in reported.Reports)
                {
                    _outbox.Answered(report.Id, kind);
                }

                break;
            case StopsAnswered stopped:
                foreach (var id in stopped.Attempts)
                {
                    _outbox.Answered(id, CommandKind.Stop, CommandKind.Kill);
                }

                break;
            case FreezesAnswered answered:
                foreach (var id in answered.Attempts)
                {
                    _outbox.Answered(id, CommandKind.Pause, CommandKind.Resume);
                }

                break;
            case OutputsRead read:
                _outbox.Answered(read.Id, CommandKind.Collect);
                break;
            case TasksForgotten forgotten:
                foreach (var id in forgotten.Attempts)
                {
                    _outbox.Answered(id, CommandKind.Forget);
                }

                break;
            case SlotsOpened opened:
                _outbox.Opened(opened.Leases);
                break;
            case RuntimeReconnected back:
                _outbox.Reconnected(back.Runtime);
                break;
        }
    }
}
