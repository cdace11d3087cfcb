using Dxflow.Foundation.Files;
using Dxflow.Runtimes;
using Dxflow.Storage.Journals;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Capacity;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>
/// One life of the engine, from a start to a crash: the real work, outbox, slots and journal of each run, and the loop's order of
/// things (decide, append, commit, release), with virtual time between them.
/// </summary>
internal sealed class EngineLife(World world)
{
    private const int ResumesMax = 30;

    /// <summary>Few, so that others come in between.</summary>
    private const int AsksPerTurn = 2;

    private readonly Dictionary<string, LiveRun> _runs = [];
    private readonly SlotBook _slots = new(world.Cpus, world.MemoryBytes, new NamedResources(World.Named));
    private bool _commits;
    private bool _offers;

    public bool IsDead { get; set; }

    public bool IsFull { get; private set; }

    public IEnumerable<RunState> States => _runs.Values.Select(run => run.Work.State);

    /// <summary>A new run: its first event is committed before anything else is done with it.</summary>
    public void Create(SimulatedRun run)
    {
        var work = new RunWork(new RunState(run.Plan), SimulatedAnswers.All, AsksPerTurn);
        var live = new LiveRun(run, work, JournalFile.Create(world.Disk, run.Path));
        work.Create(new RunCreated(world.Agenda.Now, run.Id, "w", 1, 1));
        _runs.Add(run.Id, live);
        Finish(live);
        Commit();
        Post(run.Id, new StartRun());
    }

    /// <summary>Recovery: replay, compare with what was shown, look at everything again.</summary>
    public void Recover(SimulatedRun run)
    {
        var state = new RunState(run.Plan);
        var facts = new List<RunEvent>();
        var opening = JournalFile.Open(world.Disk, run.Path, (_, record) => facts.Add(RunRecords.Read(record)));
        facts.ForEach(fact => RunApply.Apply(state, fact));
        run.Witness.Recovered(facts);
        var work = new RunWork(state, SimulatedAnswers.All, AsksPerTurn);
        var live = new LiveRun(run, work, opening.File!);
        _runs.Add(run.Id, live);
        if (world.Fault != Mutation.NoRecovery)
        {
            work.Accept(new RunRecovered(), Moment());
        }

        Finish(live);
    }

    public void PostToAll(RunInput input)
    {
        foreach (var run in _runs.Keys)
        {
            Post(run, input);
        }
    }

    /// <summary>Something happened; the loop gets round to it soon.</summary>
    public void Post(string run, RunInput input, Action? acknowledge = null) => world.Agenda.Soon(() => Deliver(run, input, acknowledge));

    private void Deliver(string id, RunInput input, Action? acknowledge) => world.InLife(this, () =>
    {
        if (!_runs.TryGetValue(id, out var run))
        {
            return;
        }

        if (acknowledge is not null && IsFull)
        {
            world.Trace($"refused {input}: disk full");
            return;
        }

        world.Trace($"{id} < {Text(input)}");
        run.Work.Accept(input, Moment());
        Finish(run, acknowledge);
    });

    private static string Text(RunInput input) => input switch
    {
        TasksReported told => $"{told.Source} {string.Join(", ", told.Reports)}",
        SlicesLeased leased => $"leased {string.Join(", ", leased.Leases)}",
        SlotsOpened opened => $"opened {string.Join(", ", opened.Leases)}",
        _ => input.ToString(),
    };

    private Moment Moment() => new(world.Agenda.Now, world.Chance.Next());

    /// <summary>Appends what was decided; wishes for capacity go at once, commands and answers when it is durable.</summary>
    private void Finish(LiveRun run, Action? acknowledge = null)
    {
        var turn = run.Work.TakeTurn();
        foreach (var fact in turn.Events)
        {
            world.Trace($"{run.Run.Id} + {fact}");
            run.Grants.Note(fact, run.Journal.Append(world.Records.Write(fact)));
            run.Appended.Enqueue(fact);
        }

        run.Run.Witness.Settled(run.Work, world.Chance);
        World.Require(
            !run.Work.State.IsPaused || turn.Commands.All(command => command.Kind != CommandKind.Start),
            $"{run.Run.Id}: {string.Join(", ", turn.Commands)} while it is paused");
        World.Require(
            turn.Commands.All(command => command.Kind != CommandKind.Start || !run.Work.State.Steps[command.Id.Step].Down),
            $"{run.Run.Id}: {string.Join(", ", turn.Commands)} although it is stopped");
        CheckPaused(run, turn.Commands);
        foreach (var command in turn.Commands.Where(static command => command.Kind == CommandKind.Resume))
        {
            // Users have paused it a few times; who tells it more often than that does not listen to the answers.
            var times = run.Resumed[command.Id] = run.Resumed.GetValueOrDefault(command.Id) + 1;
            World.Require(times <= ResumesMax, $"{command} for the {times}th time");
        }

        var (ready, waiting) = run.Grants.Divide(turn.Commands, run.Journal.CommittedSequence);
        Send(run, ready);
        var (leases, given) = run.Grants.Divide(turn.Leases);
        run.Batches.Enqueue(new Batch(run.Journal.LastSequence, waiting, given, acknowledge));
        if (world.Fault == Mutation.NoWait)
        {
            Release(run, long.MaxValue);
        }
        else if (world.Fault == Mutation.EarlyAnswer)
        {
            acknowledge?.Invoke();
        }

        Request(run, leases);
        CommitSoon(0);
        Arm(run);
    }

    private void Request(LiveRun run, IReadOnlyList<LeaseRequest> leases)
    {
        foreach (var lease in leases.Where(lease => lease.Kind != LeaseKind.Hold || world.Fault != Mutation.NoHold))
        {
            _slots.Request(run.Run.Id, lease);
        }

        if (!_offers && !IsDead)
        {
            _offers = true;
            world.Agenda.Soon(Offer);
        }
    }

    private void Offer() => world.InLife(this, () =>
    {
        _offers = false;
        var (leased, opened) = (new List<Lease>(), new List<Lease>());
        _slots.Take(leased, opened);
        foreach (var run in leased.GroupBy(lease => lease.Run))
        {
            Deliver(run.Key, new SlicesLeased([.. run.Select(lease => lease.Key)]), null);
        }

        foreach (var run in opened.GroupBy(lease => lease.Run))
        {
            Deliver(run.Key, new SlotsOpened([.. run.Select(lease => lease.Key)]), null);
        }
    });

    private void CommitSoon(int leastMilliseconds)
    {
        if (!_commits)
        {
            _commits = true;
            world.Agenda.After(leastMilliseconds + world.Chance.Below(20), () => world.InLife(this, () =>
            {
                _commits = false;
                Commit();
            }));
        }
    }

    /// <summary>A full disk is tried again; whatever was decided waits for it in memory.</summary>
    private void Commit()
    {
        try
        {
            foreach (var run in _runs.Values.Where(run => run.Journal.LastSequence > run.Journal.CommittedSequence))
            {
                run.Journal.Write();
                run.Journal.Sync();
            }

            IsFull = false;
        }
        catch (DiskFullException)
        {
            IsFull = true;
            CommitSoon(5000);
        }

        foreach (var run in _runs.Values.ToList())
        {
            Release(run, run.Journal.CommittedSequence);
        }
    }

    private void Release(LiveRun run, long durable)
    {
        while (run.Appended.Count > 0 && run.Published < Math.Min(durable, run.Journal.CommittedSequence))
        {
            run.Published++;
            var fact = run.Appended.Dequeue();
            run.Run.Witness.Published(fact);
            if (fact is SliceFinished or BodyOpened)
            {
                world.Witness.Ended(run.Run);
            }
        }

        while (run.Batches.TryPeek(out var batch) && batch.Sequence <= durable)
        {
            run.Batches.Dequeue();
            Send(run, batch.Commands);
            Request(run, batch.Leases);
            batch.Acknowledge?.Invoke();
        }
    }

    private void Send(LiveRun run, IReadOnlyList<RunCommand> commands)
    {
        foreach (var command in commands.Where(_ => world.Fault != Mutation.LostCommand || !world.Chance.Percent(1)))
        {
            world.Trace($"{run.Run.Id} > {command}");
            world.Runtime.Command(command, this);
        }
    }

    /// <summary>What stands still alone does so whatever its run does: only what is to end is thawed.</summary>
    private static void CheckPaused(LiveRun run, IReadOnlyList<RunCommand> commands)
    {
        var state = run.Work.State;
        foreach (var command in commands.Where(command => state.Steps[command.Id.Step].Paused))
        {
            var slice = state.Slices[state.IndexOf(command.Id.Step, command.Id.Slice)];
            World.Require(
                command.Kind is not (CommandKind.Start or CommandKind.Resume or CommandKind.Probe)
                || (command.Kind == CommandKind.Resume && slice.Has(SliceFlags.WishedEnd | SliceFlags.StopRequested)),
                $"{run.Run.Id}: {command} although it is paused");
        }
    }

    private void Arm(LiveRun run)
    {
        if (run.Work.HasMore && !run.GoesOn)
        {
            run.GoesOn = true;
            world.Agenda.Soon(() => world.InLife(this, () =>
            {
                run.GoesOn = false;
                run.Work.Tick(Moment());
                Finish(run);
            }));
        }

        if (run.Work.NextDeadline is { } next && next != run.Armed)
        {
            run.Armed = next;
            world.Agenda.After(Math.Max(next - world.Agenda.Now, 0), () => world.InLife(this, () =>
            {
                run.Armed = 0;
                run.Work.Tick(Moment());
                Finish(run);
            }));
        }
    }

    /// <summary>What waits until the journal is durable so far.</summary>
    private sealed record Batch(
        long Sequence, IReadOnlyList<RunCommand> Commands, IReadOnlyList<LeaseRequest> Leases, Action? Acknowledge);

    private sealed class LiveRun(SimulatedRun run, RunWork work, JournalFile journal)
    {
        public SimulatedRun Run => run;

        public RunWork Work => work;

        public bool GoesOn { get; set; }

        public JournalFile Journal => journal;

        public Grants Grants { get; } = new(work.State);

        public Queue<RunEvent> Appended { get; } = [];

        public Queue<Batch> Batches { get; } = [];

        /// <summary>The sequence up to which subscribers have seen events.</summary>
        public long Published { get; set; } = journal.LastSequence;

        public long Armed { get; set; }

        public Dictionary<AttemptId, int> Resumed { get; } = [];
    }
}
