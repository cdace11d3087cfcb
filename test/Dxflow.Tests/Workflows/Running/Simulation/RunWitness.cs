using Dxflow.Runtimes;
using Dxflow.Storage.Journals;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>
/// Watches one run as a subscriber would, by its durable events only, and keeps its own replay of them. What it saw once must be there
/// for ever.
/// </summary>
internal sealed class RunWitness(string id, RunPlan plan)
{
    private readonly List<string> _seen = [];
    private readonly List<RunEvent> _facts = [];
    private readonly RunRecords _records = new();
    private readonly HashSet<(int Step, int Slice, int Attempt)> _granted = [];
    private CancelMode? _acknowledged;

    public RunState Durable { get; private set; } = new(plan);

    public bool IsDone => Durable.IsDone;

    public bool IsGranted(AttemptId attempt) => _granted.Contains((attempt.Step, attempt.Slice, attempt.Attempt));

    public void Published(RunEvent fact)
    {
        _seen.Add(Text(fact));
        Take(fact);
    }

    /// <summary>More may have survived than was shown, never less, and never something else.</summary>
    public void Recovered(List<RunEvent> facts)
    {
        World.Require(facts.Count >= _seen.Count, $"{id}: {_seen.Count} events were shown, {facts.Count} survived");
        for (var at = 0; at < _seen.Count; at++)
        {
            World.Require(Text(facts[at]) == _seen[at], $"{id}: event {at + 1} was {_seen[at]}, now it is {Text(facts[at])}");
        }

        foreach (var fact in facts.Skip(_seen.Count).ToList())
        {
            Published(fact);
        }

        World.Require(_acknowledged is null || Durable.Cancel is not null || Durable.IsFinal, $"{id}: an acknowledged cancel is gone");
    }

    public void CancelAcknowledged(CancelMode mode)
    {
        _acknowledged = mode;
        World.Require(Durable.IsFinal || Durable.Cancel is not null, $"{id}: a cancel was acknowledged before it was durable");
    }

    /// <summary>What a step waits for to be final is final, durably, when its program starts.</summary>
    public void Spawned(AttemptId attempt)
    {
        var isLast = Durable.IsOnExit(attempt.Step);
        World.Require(
            !isLast || Durable.Frames[Durable.Steps[attempt.Step].Frame].MainLeft == 0,
            $"{attempt}: on_exit starts before the rest is final");
        World.Require(!Durable.Steps[attempt.Step].Status.IsFinal(), $"{attempt} starts although its step is final");
        World.Require(IsOpen(Durable.Steps[attempt.Step].Frame), $"{attempt} starts although what it is an instance of is over");
        World.Require(
            !plan.AtRest || _facts.Any(fact => fact is ServicesWished { Wish: ServiceWish.Up or ServiceWish.Restart } wished
                && wished.Steps.Contains(attempt.Step)),
            $"{attempt} starts although its run began at rest and nobody wished it");
        foreach (var edge in Durable.NodeOf(attempt.Step).After)
        {
            ref var other = ref Durable.Steps[Durable.Beside(attempt.Step, edge.Node)];
            var holds = edge.Condition is DependencyCondition.Final or DependencyCondition.Succeeded ? other.Status.IsFinal()
                : other.Ran || other.Status.IsFinal() || (!edge.Required && CannotBeHealthy(edge, other));

            // Who has heard of an end goes on, also if it is taken back.
            var isAgain = _facts.FindIndex(fact => fact is SlicesQueued { } queued && queued.Step == attempt.Step) is >= 0 and var queuedAt
                && _facts.FindLastIndex(static fact => fact is SliceRevived) > queuedAt;
            World.Require(holds || other.Wished || isAgain, $"{attempt} starts before {plan.Nodes[edge.Node].Name} is {edge.Condition}");
        }
    }

    /// <summary>What is called lives no longer than its instance, and nothing of a turn longer than that.</summary>
    public bool IsOpen(int frame) => Durable.Frames[frame].Host is var host
        && (host < 0 || (!Durable.Slices[host].Status.IsFinal() && Durable.FrameOfHost[host] == frame));

    /// <summary>All replicas have to be healthy, so one that has ended decides it: who does not insist on it goes on without.</summary>
    private bool CannotBeHealthy(DependencyPlan edge, in StepState other)
    {
        var ended = false;
        foreach (ref var replica in Durable.Slices.AsSpan(other.First, other.Count))
        {
            ended |= replica.Status.IsFinal() || replica.Has(SliceFlags.Unhealthy);
        }

        return edge.Condition == DependencyCondition.Healthy && ended;
    }

    /// <summary>The frames that a task is in and that count it, with how many each allows at once.</summary>
    public Dictionary<int, int> LimitsOf(AttemptId attempt)
    {
        var limits = new Dictionary<int, int>();
        for (var (step, host) = (attempt.Step, 0); host >= 0; step = host >= 0 ? Durable.Slices[host].Step : step)
        {
            var frame = Durable.Steps[step].Frame;
            host = Durable.Frames[frame].Host;
            if (Durable.NodeOf(attempt.Step).Kind != NodeKind.Service && (host >= 0 || Durable.IsMain(step)))
            {
                limits[frame] = Durable.Bodies[Durable.Frames[frame].Body].Parallel ?? int.MaxValue;
            }
        }

        return limits;
    }

    /// <summary>How often another attempt of the slice was asked for, as far as that is durable.</summary>
    public int Revived(AttemptId attempt) =>
        _facts.OfType<SliceRevived>().Count(asked => asked.Step == attempt.Step && asked.Slice == attempt.Slice);

    /// <summary>A durable handover says that the slice goes on elsewhere, and nobody had wished before that the attempt ends.</summary>
    public bool IsTakenOver(AttemptId attempt)
    {
        var handover = _facts.FindIndex(
            fact => fact is CancelRequested { Mode: CancelMode.Handover, Going: { } going } && attempt.Slice < going[attempt.Step]);
        var granted = _facts.FindIndex(fact => fact is AttemptGranted begun && begun.Step == attempt.Step
            && begun.Slice == attempt.Slice && begun.Attempt == attempt.Attempt);
        return handover >= 0 && !_facts.Take(handover).Skip(granted).Any(
            fact => fact is ServicesWished { Wish: ServiceWish.Down or ServiceWish.Kill or ServiceWish.Restart } wished
                && wished.Steps.Contains(attempt.Step));
    }

    public bool IsEnded(AttemptId attempt)
    {
        ref var slice = ref Durable.Slices[Durable.IndexOf(attempt.Step, attempt.Slice)];
        var isAlive = slice.Status is UnitStatus.Starting or UnitStatus.Running or UnitStatus.Finishing;
        return slice.Attempt > attempt.Attempt || (slice.Attempt == attempt.Attempt && !isAlive);
    }

    /// <summary>After each turn: nothing is owed that was missed; now and then: looking at everything decides nothing new.</summary>
    public void Settled(RunWork work, Chance chance)
    {
        World.Require(!work.Outbox.OwesMore(), $"{id}: something is owed that was not given");
        World.Require(work.State.Unsettled.Count == 0 && work.State.Touched.Count == 0, $"{id}: something was left to look at");
        if (chance.Percent(5) && work.State.Status != RunStatus.Created && !work.HasMore)
        {
            var before = StateText.Of(work.State);
            var events = new List<RunEvent>();
            new RunReactor(work.State, SimulatedAnswers.All).React(new RunRecovered(), new Moment(0, 0), events);
            work.State.Touched.Clear();
            World.Require(events.Count == 0, $"{id}: looking again decides {string.Join(", ", events)}\n{before}");
        }
    }

    public void Over(World world)
    {
        var replayed = new RunState(plan);
        var facts = new List<RunEvent>();
        JournalFile.Open(world.Disk, world.Run(id).Path, (_, record) => facts.Add(RunRecords.Read(record)));
        facts.ForEach(fact => RunApply.Apply(replayed, fact));
        World.Require(facts.Count == _facts.Count, $"{id}: the journal has {facts.Count} events, {_facts.Count} were shown");
        foreach (var live in world.Engine!.States.Where(state => state.Id == id))
        {
            var (one, other) = (StateText.Of(live), StateText.Of(replayed));
            World.Require(one == other, $"{id}: live\n{one}\nreplayed\n{other}");
        }

        World.Require(_acknowledged is null || Durable.Status != RunStatus.Created, $"{id}: never ended");
        Verdicts.Check(id, plan, Durable, _facts);
    }

    private void Take(RunEvent fact)
    {
        _facts.Add(fact);
        RunApply.Apply(Durable, fact);
        Durable.ForgetChanges();
        if (fact is AttemptGranted granted)
        {
            World.Require(_granted.Add((granted.Step, granted.Slice, granted.Attempt)), $"{id}: granted twice: {granted}");
            var (step, active) = (Durable.Steps[granted.Step], 0);
            foreach (ref var slice in Durable.Slices.AsSpan(step.First, step.Count))
            {
                active += slice.Status.IsActive() ? 1 : 0;
            }

            World.Require(
                !(active > Durable.NodeOf(granted.Step).Step?.Parallel), $"{id}: {active} of step {granted.Step} at once: {granted}");
        }
    }

    private string Text(RunEvent fact) => System.Text.Encoding.UTF8.GetString(_records.Write(fact));
}
