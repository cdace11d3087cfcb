using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>
/// A runtime whose tasks live through every crash of the engine, and that is as unkind as the contract allows: commands arrive late,
/// tasks never start, end at once, hang, ignore signals, are lost; reports come late, twice, out of order, or not at all while the
/// connection is broken (then it says so, and is asked again).
/// </summary>
internal sealed class ScriptedRuntime(World world)
{
    private readonly Dictionary<AttemptId, ScriptedTask> _tasks = [];

    public IEnumerable<ScriptedTask> Tasks => _tasks.Values;

    public bool IsConnected { get; private set; } = true;

    private Chance Chance => world.Chance;

    private Agenda Agenda => world.Agenda;

    /// <summary>Carries a command out; the answer goes to the engine life that gave it, if that still lives.</summary>
    public void Command(RunCommand command, EngineLife giver)
    {
        // Out of reach for up to a minute now and then: whoever carries commands asks again.
        var delay = Chance.Percent(3) ? Chance.Below(60_000) : Chance.Below(20);
        Agenda.After(delay, () =>
        {
            if (giver.IsDead && command.Kind is CommandKind.Pause or CommandKind.Resume)
            {
                // A request is under way for moments, and dies with who sent it: there is no token that would tell an old one.
                return;
            }

            var answer = Obey(command);
            if (answer is not null)
            {
                Agenda.Soon(() => giver.Post(command.Id.Run, answer));
            }
        });
    }

    public void Disconnect()
    {
        IsConnected = false;
        Agenda.After(Chance.Below(30_000), () =>
        {
            IsConnected = true;
            world.Engine?.PostToAll(new RuntimeReconnected("process"));
        });
    }

    private RunInput? Obey(RunCommand command)
    {
        var id = command.Id;
        switch (command.Kind)
        {
            case CommandKind.Start:
                return new TasksReported([Start(id)], ReportSource.Start);
            case CommandKind.Find:
                return new TasksReported([Find(id)], ReportSource.Find);
            case CommandKind.Stop or CommandKind.Kill:
                Stop(id, command.Kind == CommandKind.Kill);
                return new StopsAnswered([id]);
            case CommandKind.Collect:
                var isThere = Chance.Percent(90);
                return new OutputsRead(id, isThere ? World.SomeOutputs : null, isThere ? FailureReason.None : FailureReason.MissingOutput);
            case CommandKind.Pause or CommandKind.Resume:
                return new FreezesAnswered([id], Freeze(id, command.Kind == CommandKind.Pause));
            case CommandKind.Forget:
                world.Witness.Forgotten(id, _tasks.GetValueOrDefault(id));
                return new TasksForgotten([id]);
            default:
                Probe(id);
                return null;
        }
    }

    private TaskReport Start(AttemptId id)
    {
        world.Witness.StartArrived(id);
        if (!_tasks.TryGetValue(id, out var task))
        {
            _tasks.Add(id, task = new ScriptedTask(id) { IsChecked = Chance.Percent(60) });
            Begin(task);
        }

        return task.Report();
    }

    private void Begin(ScriptedTask task)
    {
        var roll = Chance.Below(100);
        if (roll < 5)
        {
            (task.State, task.Reason) = (TaskState.NotStarted, Chance.Of(FailureReason.Start, FailureReason.Image, FailureReason.BadInput));
        }
        else if (roll < 20)
        {
            task.State = TaskState.Queued;
            Agenda.After(Chance.Below(90_000), () => Run(task));
        }
        else
        {
            Run(task, isFirst: true);
        }
    }

    private void Run(ScriptedTask task, bool isFirst = false)
    {
        if (!isFirst && task.State != TaskState.Queued)
        {
            return;
        }

        if (task.IsHeld)
        {
            Agenda.After(1000, () => Run(task));
            return;
        }

        task.State = TaskState.Running;
        world.Witness.Spawned(task, Tasks);
        Report(task);
        var isService = world.Node(task.Id).Kind == NodeKind.Service;
        if (Chance.Percent(isService ? 70 : 5))
        {
            return;
        }

        var lasts = Chance.Percent(15) ? 0 : Chance.Percent(60) ? Chance.Below(500) : Chance.Below(100_000);
        if (lasts == 0)
        {
            End(task);
        }
        else
        {
            Agenda.After(lasts, () => End(task));
        }
    }

    /// <summary>Where there is a queue only what waits in it can be kept from going on.</summary>
    private bool Freeze(AttemptId id, bool isFrozen)
    {
        if (!_tasks.TryGetValue(id, out var task))
        {
            return isFrozen;
        }

        if (world.Node(id).HasQueue)
        {
            return task.IsHeld = isFrozen && task.State == TaskState.Queued;
        }

        task.IsFrozen = task.State == TaskState.Running ? isFrozen : task.IsFrozen;
        return isFrozen;
    }

    private void End(ScriptedTask task)
    {
        if (task.State != TaskState.Running)
        {
            return;
        }

        if (task.IsFrozen)
        {
            Agenda.After(1000, () => End(task));
            return;
        }

        var roll = Chance.Below(100);
        if (roll >= 95)
        {
            End(task, TaskState.Lost, null, null, FailureReason.Lost);
        }
        else if (roll >= 88)
        {
            End(task, TaskState.Exited, 137, 9, roll < 92 ? FailureReason.None : FailureReason.OutOfMemory);
        }
        else
        {
            End(task, TaskState.Exited, roll < 65 ? 0 : roll < 80 ? 75 : roll < 85 ? 1 : 70, null, FailureReason.None);
        }
    }

    private void End(ScriptedTask task, TaskState state, int? exit, int? signal, FailureReason reason)
    {
        if (!task.IsFinal)
        {
            (task.IsFrozen, task.IsHeld) = (false, false);
            (task.State, task.Exit, task.Signal, task.Reason) = (state, exit, signal, reason);
            Report(task);
        }
    }

    /// <summary>The search takes the start token of what has not started, so that it never will.</summary>
    private TaskReport Find(AttemptId id)
    {
        if (_tasks.TryGetValue(id, out var task))
        {
            return task.Report();
        }

        if (world.Fault != Mutation.NoStartToken)
        {
            _tasks.Add(id, new ScriptedTask(id));
        }

        return new TaskReport(id, TaskState.NotStarted);
    }

    private void Stop(AttemptId id, bool isKill)
    {
        if (!_tasks.TryGetValue(id, out var task) || task.IsFinal)
        {
            return;
        }

        World.Require(!task.IsFrozen || world.Engine is null, $"{id} was told to end while it stood still");
        World.Require(!task.IsLetGo, $"{id} was stopped although another run had taken it over");
        if (task.State == TaskState.Queued)
        {
            End(task, TaskState.NotStarted, null, null, FailureReason.None);
        }
        else if (isKill || Chance.Percent(20))
        {
            Agenda.After(isKill ? Chance.Below(50) : 10_000, () => End(task, TaskState.Exited, 137, 9, FailureReason.None));
        }
        else
        {
            var code = Chance.Of(0, 143);
            Agenda.After(Chance.Below(3000), () => End(task, TaskState.Exited, code, code == 0 ? null : 15, FailureReason.None));
        }
    }

    private void Report(ScriptedTask task)
    {
        if (!IsConnected)
        {
            return;
        }

        var report = task.Report();
        var batch = new TasksReported(Chance.Percent(10) ? [report, report] : [report], ReportSource.Watch);
        for (var times = Chance.Percent(10) ? 2 : 1; times > 0; times--)
        {
            // To whichever engine lives when it arrives.
            Agenda.Soon(() => world.Engine?.Post(task.Id.Run, batch), times == 2 ? 60_000 : 50);
        }
    }

    private void Probe(AttemptId id)
    {
        if (_tasks.TryGetValue(id, out var task) && !task.IsFinal)
        {
            var isHealthy = Chance.Percent(80);
            Agenda.After(Chance.Below(20_000), () => world.Engine?.Post(id.Run, new HealthReported(id, isHealthy)));
            Agenda.After(Chance.Below(120_000) + 1000, () => Probe(id));
        }
    }
}
