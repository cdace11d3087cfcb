using System.Threading.Channels;
using Dxflow.Runtimes;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Storage;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Capacity;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Tests.Workflows.Running.Loops;

/// <summary>
/// A run's loop over a committer and a scripted disk, with real slots. The test is the runtime: it takes commands and answers them;
/// <see cref="Serve"/> lets it answer every one at once, each task ending well.
/// </summary>
internal sealed class LoopFixture : IAsyncDisposable
{
    public const string Run = "0123456789abcdef";
    private readonly Channel<RunCommand> _commands = Channel.CreateUnbounded<RunCommand>();
    private bool _serves;

    public LoopFixture(double cpus = 4)
    {
        Slots = new Slots(cpus, 0);
        Ports = new RunPorts(new SteadyClock(Storage.Time), new Answers(), Send, Lease);
    }

    public CommitterFixture Storage { get; } = new();

    public Slots Slots { get; }

    public RunPorts Ports { get; init; }

    public Task<RunLoop> CreateAsync(RunPlan plan, Journal? journal = null) =>
        RunLoop.CreateAsync(plan, new RunCreated(1, Run, "w", 1, 1), journal ?? Storage.Open(), Ports);

    /// <summary>As the next engine would: what is on the disk, on a new committer.</summary>
    public RunLoop Recover(RunPlan plan, CommitterFixture storage)
    {
        var replay = RunJournal.Open(Storage.Disk, "/journal", plan);
        return RunLoop.Recover(replay.State, storage.Committer.Add(replay.Opening.File!), Ports);
    }

    public void Serve() => _serves = true;

    public async Task<RunCommand> TakeAsync(CommandKind kind)
    {
        var command = await _commands.Reader.ReadAsync().AsTask().WaitAsync(CommitterFixture.Patience);
        Xunit.Assert.Equal(kind, command.Kind);
        return command;
    }

    public bool HasCommands => _commands.Reader.Count > 0;

    public static TasksReported Report(AttemptId id, TaskState state, ReportSource source = ReportSource.Watch) =>
        new([new TaskReport(id, state, state == TaskState.Exited ? 0 : null)], source);

    public async ValueTask DisposeAsync()
    {
        await Slots.DisposeAsync();
        await Storage.DisposeAsync();
    }

    private void Lease(RunLoop run, IReadOnlyList<LeaseRequest> requests) => Slots.Request(run.Id, requests, run.Post);

    private void Send(RunLoop run, IReadOnlyList<RunCommand> commands)
    {
        foreach (var command in commands)
        {
            if (!_serves)
            {
                _commands.Writer.TryWrite(command);
            }
            else if (command.Kind == CommandKind.Start)
            {
                run.Post(Report(command.Id, TaskState.Exited, ReportSource.Start));
            }
            else
            {
                run.Post(new TasksForgotten([command.Id]));
            }
        }
    }
}
