using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Workflows.Running.Simulation.Documents;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>An invariant that did not hold: which, in which world, and what had happened.</summary>
internal sealed class SimulationFailure(string message) : Exception(message);

/// <summary>
/// A whole engine's surroundings from one seed: plans, a disk, a runtime, users who cancel, crashes at any moment or in the middle of
/// a disk call, a disk that is full for a while. <see cref="Run"/> plays it to its end and throws what did not hold.
/// </summary>
internal sealed class World
{
    private const int ActionsMax = 100_000;
    private const int TraceLinesMax = 400;
    private const long HourMilliseconds = 3_600_000;
    private readonly Queue<string> _trace = [];
    private readonly ulong _seed;
    private int _crashesLeft;
    private int _retriesLeft = 30;

    public World(ulong seed, Mutation fault = Mutation.None)
    {
        (_seed, Fault) = (seed, fault);
        Chance = new Chance(seed);
        Agenda = new Agenda(Chance);
        Disk = new ScriptedDisk((int)seed);
        Disk.CreateDirectory("/runs");
        Disk.SyncDirectory("/");
        Runtime = new ScriptedRuntime(this);
        Cpus = Chance.Between(1, 4);
        var count = Chance.Percent(80) ? 1 : Chance.Between(2, 3);
        // Drawn apart, so that worlds without it are what they were before there was such a thing.
        var (reuse, caches, serves) = (new Chance(seed ^ 0x5EED), new Chance(seed ^ 0xCAC4E), new Chance(seed ^ 0x5E4E5));
        Runs =
        [
            .. Enumerable.Range(0, count).Select(run => new SimulatedRun(
                $"{run:x16}", Reusing(RandomBodies.Served(RandomPlans.Next(Chance, Cpus), serves), reuse.Percent(25), caches.Percent(15)))),
        ];
        Witness = new WorldWitness(this);
        _crashesLeft = Chance.Of(0, 1, 1, 2, 4);
    }

    public static JsonElement SomeOutputs { get; } = JsonDocument.Parse("""{"out":"1"}""").RootElement;

    public Mutation Fault { get; }

    public Chance Chance { get; }

    public Agenda Agenda { get; }

    public ScriptedDisk Disk { get; }

    public ScriptedRuntime Runtime { get; }

    public IReadOnlyList<SimulatedRun> Runs { get; }

    public WorldWitness Witness { get; }

    public RunRecords Records { get; } = new();

    public EngineLife? Engine { get; private set; }

    public double Cpus { get; }

    /// <summary>What else the machine has.</summary>
    public static IReadOnlyDictionary<string, int> Named { get; } = new Dictionary<string, int> { ["x"] = 2, ["y"] = 1 };

    public long MemoryBytes => 1000;

    public int Actions { get; private set; }

    public int Crashes { get; private set; }

    public NodePlan Node(AttemptId id) => Run(id.Run).Witness.Durable.NodeOf(id.Step);

    public SimulatedRun Run(string id) => Runs.First(run => run.Id == id);

    public void Trace(string line)
    {
        _trace.Enqueue($"{Agenda.Now - Agenda.Epoch,9} {line}");
        if (_trace.Count > TraceLinesMax)
        {
            _trace.Dequeue();
        }
    }

    public void Run()
    {
        try
        {
            Begin();
            while (!IsOver())
            {
                Actions++;
                Require(Actions < ActionsMax, "the world does not come to rest");
                Require(Agenda.RunNext(), "nothing will ever happen again, and runs are not over");
            }

            // A power cut that was still to come would meet the witness, who looks at the journals.
            Disk.CrashAt = null;
            Witness.Over();
        }
        catch (Exception failure)
        {
            throw new SimulationFailure($"seed {_seed}, {Fault}: {failure.Message}\n{string.Join('\n', _trace)}\n{failure.StackTrace}");
        }
    }

    public static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new SimulationFailure(what);
        }
    }

    /// <summary>Does something as this life of the engine; a disk that stops in the middle ends it.</summary>
    public void InLife(EngineLife life, Action action)
    {
        if (life.IsDead)
        {
            return;
        }

        try
        {
            action();
        }
        catch (DiskCrash)
        {
            Crash(powerCut: true);
        }
    }

    private static RunPlan Reusing(RunPlan plan, bool takesOver, bool caches)
    {
        if (plan.Kind != RunKind.Job)
        {
            return plan;
        }

        return plan with
        {
            Reuse = takesOver ? new ReusePlan("0", "w/0") : null,
            Nodes = !caches ? plan.Nodes : [.. plan.Nodes.Select(static (node, index) => node.Step is { Call: null } step && index % 2 == 0
                ? node with { Step = step with { Cached = true } } : node)],
        };
    }

    private void Begin()
    {
        var apart = new Chance(_seed ^ 0xA6A1);
        Engine = new EngineLife(this);
        foreach (var run in Runs)
        {
            Trace($"plan {run.Id}: {PlanText.Of(run.Plan)}");
            Engine.Create(run);
        }

        for (var crash = 0; crash < _crashesLeft; crash++)
        {
            Agenda.After(Chance.Below(Chance.Of(500, 20_000, 200_000)), CrashSomehow);
        }

        if (Chance.Percent(40))
        {
            Agenda.After(Chance.Below(Chance.Of(500, 20_000, 200_000)), () => Cancel(Chance.Of(CancelMode.Stop, CancelMode.Kill)));
        }

        if (Chance.Percent(20))
        {
            Agenda.After(Chance.Below(Chance.Of(500, 20_000, 200_000)), () => Cancel(CancelMode.Handover));
        }

        if (Chance.Percent(15))
        {
            Agenda.After(Chance.Below(20_000), FillDisk);
        }

        if (Chance.Percent(20))
        {
            Agenda.After(Chance.Below(60_000), Runtime.Disconnect);
        }

        for (var pauses = Chance.Of(0, 0, 1, 3); pauses > 0; pauses--)
        {
            Agenda.After(Chance.Below(Chance.Of(500, 20_000, 200_000)), Pause);
        }

        for (var wishes = Chance.Of(0, 0, 2, 5); wishes > 0; wishes--)
        {
            Agenda.After(Chance.Below(Chance.Of(500, 20_000, 200_000)), Wish);
        }

        for (var retries = apart.Of(0, 0, 1, 4); retries > 0; retries--)
        {
            Agenda.After(apart.Below(apart.Of(500, 20_000, 200_000)), Retry);
        }

        for (var minutes = 30; minutes < 40; minutes++)
        {
            Agenda.After(minutes * 60_000L, BringBack);
        }

        // What would hang for ever by its own plan is stopped, then killed.
        Agenda.After(HourMilliseconds, () =>
        {
            Runs.ToList().ForEach(CheckThatItMoves);
            Cancel(CancelMode.Stop);
        });
        Agenda.After(2 * HourMilliseconds, () => Cancel(CancelMode.Kill));
    }

    private bool IsOver() => Engine is { } engine && engine.States.All(state => state.IsDone)
        && Runs.All(run => run.Witness.IsDone) && Runtime.Tasks.All(task => task.IsFinal || task.IsLetGo);

    /// <summary>
    /// After an hour a run may only wait for a program that does not end, of its own or in its way; or for a user: what was stopped, and is
    /// to run again, waits for what has ended for good until that is started.
    /// </summary>
    private void CheckThatItMoves(SimulatedRun run)
    {
        var running = Runtime.Tasks.Where(task => task.State == TaskState.Running).ToList();
        var all = run.Witness.Durable;
        var wantsRoom = all.Slices.Any(slice => slice.Status is UnitStatus.Queued or UnitStatus.Starting);
        var wantsSomebody = Enumerable.Range(0, all.Slices.Length).Any(slice => Wishes.HoldBack(all, slice));
        Require(
            run.Witness.IsDone || wantsSomebody || running.Any(task => task.Id.Run == run.Id) || (wantsRoom && running.Count > 0),
            $"{run.Id} is stuck:\n{StateText.Of(run.Witness.Durable)}");
    }

    private void Cancel(CancelMode mode)
    {
        // A user asks until there is an answer.
        var run = Runs[Chance.Below(Runs.Count)];
        foreach (var asked in Agenda.Now - Agenda.Epoch >= HourMilliseconds ? Runs : [run])
        {
            if (mode == CancelMode.Handover && asked.Plan.Kind != RunKind.Up)
            {
                continue;
            }

            var going = mode == CancelMode.Handover ? asked.Plan.Nodes.Select(node => Chance.Between(0, node.Replicas)).ToList() : null;
            var isAnswered = false;
            void Ask()
            {
                if (!isAnswered && !asked.Witness.IsDone)
                {
                    Engine?.Post(asked.Id, new CancelRun(mode, Going: going), () =>
                    {
                        isAnswered = true;
                        asked.Witness.CancelAcknowledged(mode);
                    });
                    Agenda.After(10_000, Ask);
                }
            }

            Ask();
        }
    }

    /// <summary>A user pauses a run, and lets it go on some time later: sometimes at once.</summary>
    private void Pause()
    {
        var run = Runs[Chance.Below(Runs.Count)];
        Engine?.Post(run.Id, new AskPause("ann"), static () => { });
        var asks = 60;
        Agenda.After(Chance.Below(Chance.Of(50, 2_000, 100_000)), Resume);
        void Resume()
        {
            // Asked again and again: the pause itself may be on its way for a while.
            if (!run.Witness.IsDone && asks-- > 0)
            {
                Engine?.Post(run.Id, new AskResume("ann"), static () => { });
                Agenda.After(10_000, Resume);
            }
        }
    }

    /// <summary>A user wishes something of some services; of a job that comes to nothing.</summary>
    private void Wish()
    {
        var run = Runs[Chance.Below(Runs.Count)];
        var steps = Enumerable.Range(0, run.Plan.Nodes.Count).Where(_ => Chance.Percent(50)).ToList();
        var wish = Chance.Of(ServiceWish.Up, ServiceWish.Down, ServiceWish.Down, ServiceWish.Kill, ServiceWish.Restart,
            ServiceWish.Pause, ServiceWish.Pause, ServiceWish.Unpause);
        Engine?.Post(run.Id, new AskServices(wish, steps, "ann"), static () => { });
    }

    /// <summary>A user wants some of what has failed to be tried again; mostly it has not, or it is too late.</summary>
    private void Retry()
    {
        foreach (var run in Runs)
        {
            var all = run.Witness.Durable;
            var failed = Enumerable.Range(0, all.Slices.Length).Where(slice => all.Slices[slice].Status == UnitStatus.Failed
                && slice - all.Steps[all.Slices[slice].Step].First is >= 0 and var place && place < all.Steps[all.Slices[slice].Step].Count)
                .Select(all.AttemptOf).ToList();
            if (failed.Count > 0)
            {
                Engine?.Post(run.Id, new AskRetry(failed, "ann"), static () => { });
            }
        }

        // Sometimes nobody knows yet.
        if (_retriesLeft-- > 0)
        {
            Agenda.After(1_000, Retry);
        }
    }

    /// <summary>In the end everything is to run that can.</summary>
    private void BringBack()
    {
        foreach (var run in Runs)
        {
            Ask(ServiceWish.Up, static step => step.Down);
            Ask(ServiceWish.Unpause, static step => step.Paused);

            void Ask(ServiceWish wish, Func<StepState, bool> isMeant)
            {
                var all = run.Witness.Durable.Steps;
                var steps = Enumerable.Range(0, all.Length).Where(step => isMeant(all[step])).ToList();
                if (steps.Count > 0)
                {
                    Engine?.Post(run.Id, new AskServices(wish, steps), static () => { });
                }
            }
        }
    }

    private void FillDisk()
    {
        Trace("disk full");
        Disk.CapacityBytes = 0;
        Agenda.After(Chance.Below(60_000), () => Disk.CapacityBytes = null);
    }

    private void CrashSomehow()
    {
        if (Engine is null)
        {
            return;
        }

        if (Chance.Percent(50))
        {
            Disk.CrashAt = Disk.Operations + Chance.Between(1, 12);
        }
        else
        {
            Crash(powerCut: Chance.Percent(50));
        }
    }

    private void Crash(bool powerCut)
    {
        Trace(powerCut ? "power cut" : "engine killed");
        Crashes++;
        Engine!.IsDead = true;
        Engine = null;
        Disk.Restart(powerCut);
        Agenda.After(Chance.Below(Chance.Of(100, 60_000)), Recover);
    }

    private void Recover()
    {
        Trace("engine starts");
        var life = Engine = new EngineLife(this);
        InLife(life, () =>
        {
            foreach (var run in Runs)
            {
                life.Recover(run);
            }
        });
    }
}
