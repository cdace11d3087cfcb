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
    private readonly RunReactor reactor;
    private readonly Outbox outbox;
    private readonly List<int> withdrawn = [];
    private readonly List<int> due = [];
    private List<RunEvent> events = [];
    private List<RunCommand> commands = [];
    private List<LeaseRequest> leases = [];

    /// <summary>
    /// A state of a new run (nothing applied) or a replayed one; the latter is to be given <see cref="RunRecovered"/> first.
    /// </summary>
    public RunWork(RunState state, WhenQuestion when)
    {
        reactor = new RunReactor(state, when);
        outbox = new Outbox(state);
    }

    public RunState State => reactor.State;

    public Outbox Outbox => outbox;

    /// <summary>When the run next wants to be asked for the time, in Unix milliseconds.</summary>
    public long? NextDeadline
    {
        get
        {
            var ofRun = RunRules.Deadline(State);
            return outbox.Timers.Next is { } next && !(ofRun <= next) ? next : ofRun;
        }
    }

    /// <summary>Puts down what its creator knows, as the first event of all.</summary>
    public void Create(RunCreated fact)
    {
        RunApply.Apply(State, fact);
        events.Add(fact);
    }

    public void Accept(RunInput input, Moment at)
    {
        Settle(input);
        if (input is SlicesLeased leased)
        {
            var wanted = outbox.Leased(leased.Leases);
            input = new SlicesLeased([.. wanted.Select(slice => new LeaseKey(slice, 0))]);
        }

        reactor.React(input, at, events);
        Take(at);
    }

    /// <summary>Lets the time pass: decides every deadline that is due.</summary>
    public void Tick(Moment at)
    {
        due.Clear();
        outbox.Timers.Take(at.Now, due);
        if (due.Count > 0 || RunRules.Deadline(State) <= at.Now)
        {
            State.Touched.AddRange(due);
            Accept(new TimersDue([.. due]), at);
        }
    }

    /// <summary>All that came since the last turn.</summary>
    public Turn TakeTurn()
    {
        var turn = new Turn(events, commands, leases);
        (events, commands, leases) = ([], [], []);
        return turn;
    }

    private void Take(Moment at)
    {
        outbox.Take(commands, leases, withdrawn);
        while (withdrawn.Count > 0)
        {
            reactor.React(new StartsWithdrawn([.. withdrawn]), at, events);
            withdrawn.Clear();
            outbox.Take(commands, leases, withdrawn);
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
                    outbox.Answered(report.Id, kind);
                }

                break;
            case StopsAnswered stopped:
                foreach (var id in stopped.Attempts)
                {
                    outbox.Answered(id, CommandKind.Stop, CommandKind.Kill);
                }

                break;
            case OutputsRead read:
                outbox.Answered(read.Id, CommandKind.Collect);
                break;
            case TasksForgotten forgotten:
                foreach (var id in forgotten.Attempts)
                {
                    outbox.Answered(id, CommandKind.Forget);
                }

                break;
            case SlotsOpened opened:
                outbox.Opened(opened.Leases);
                break;
            case RuntimeReconnected back:
                outbox.Reconnected(back.Runtime);
                break;
        }
    }
}
