using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>What has to hold of the machine: who runs when, how many at once, and that nothing is left.</summary>
internal sealed class WorldWitness(World world)
{
    private readonly Dictionary<(string Run, int Step, int Slice), int> _spawned = [];

    /// <summary>A start reaches the runtime only after its grant is durable.</summary>
    public void StartArrived(AttemptId id) =>
        World.Require(world.Run(id.Run).Witness.IsGranted(id), $"{id} was started before its grant was durable");

    public void Spawned(ScriptedTask task, IEnumerable<ScriptedTask> all)
    {
        var id = task.Id;
        world.Trace($"spawned {id}");
        // What another run takes over is that one's to book.
        var alive = all.Where(other => other is { State: TaskState.Running, IsLetGo: false } && !IsGone(other.Id)).ToList();
        World.Require(
            alive.Count(other => other.Id.Run == id.Run && other.Id.Step == id.Step && other.Id.Slice == id.Slice) == 1,
            $"{id} runs beside another attempt of the same slice");
        World.Require(
            alive.Sum(other => Booked(other.Id).BookedCpus) <= world.Cpus
            && alive.Sum(other => Booked(other.Id).BookedMemoryBytes) <= world.MemoryBytes,
            $"{id} exceeds the machine: {string.Join(", ", alive.Select(other => other.Id))}");
        foreach (var (name, count) in World.Named)
        {
            World.Require(
                alive.Sum(other => Booked(other.Id).Named?.GetValueOrDefault(name) ?? 0) <= count, $"{id} exceeds the machine's {name}");
        }

        var run = world.Run(id.Run);
        var tasks = alive.Where(other => other.Id.Run == id.Run).Select(other => run.Witness.LimitsOf(other.Id)).ToList();
        foreach (var (frame, limit) in run.Witness.LimitsOf(id))
        {
            World.Require(tasks.Count(limits => limits.ContainsKey(frame)) <= limit, $"{id} exceeds what its document allows at once");
        }

        var place = (id.Run, id.Step, id.Slice);
        _spawned[place] = _spawned.GetValueOrDefault(place) + 1;
        World.Require(
            world.Node(id).Step is not { } step || _spawned[place] <= step.Retry.Limit + 1 + run.Witness.Revived(id),
            $"{id} is attempt {_spawned[place]} that ran, and only {world.Node(id).Step?.Retry.Limit} may be repeated");
        run.Witness.Spawned(id);
    }

    /// <summary>An instance of a called document, or a turn, is over: nothing of it runs on, its services least of all.</summary>
    public void Ended(SimulatedRun run)
    {
        foreach (var task in world.Runtime.Tasks.Where(task => task.Id.Run == run.Id && task.State == TaskState.Running))
        {
            World.Require(
                run.Witness.IsOpen(run.Witness.Durable.Steps[task.Id.Step].Frame), $"{task.Id} runs on after its instance is over");
        }
    }

    /// <summary>What the runtime kept is removed only when its end is known and durable.</summary>
    public void Forgotten(AttemptId id, ScriptedTask? task)
    {
        var isLetGo = task is { IsFinal: false } && world.Run(id.Run).Witness.IsTakenOver(id);
        World.Require(task is null || task.IsFinal || isLetGo, $"{id} was forgotten while it ran");
        World.Require(world.Run(id.Run).Witness.IsEnded(id), $"{id} was forgotten before its end was durable");
        if (task is not null)
        {
            (task.IsForgotten, task.IsLetGo) = (true, isLetGo);
        }
    }

    private ResourcePlan Booked(AttemptId id)
    {
        var state = world.Run(id.Run).Witness.Durable;
        return state.ResourcesOf(state.IndexOf(id.Step, id.Slice));
    }

    private bool IsGone(AttemptId id) => world.Run(id.Run).Witness is var witness && witness.IsTakenOver(id) && witness.IsEnded(id);

    public void Over()
    {
        foreach (var task in world.Runtime.Tasks)
        {
            World.Require(task.IsFinal || task.IsLetGo, $"{task.Id} still runs after the end");
            World.Require(!task.IsFrozen && !task.IsHeld, $"{task.Id} stands still for ever");
            World.Require(task.IsForgotten, $"{task.Id} was never forgotten");
        }

        foreach (var run in world.Runs)
        {
            run.Witness.Over(world);
        }
    }
}
