using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Operations;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Process.Beside;

namespace Dxflow.Runtimes.Batch.Beside;

/// <summary>
/// Programs beside tasks that run in jobs, where the scheduler lets a job have further programs. First it is looked whether that can be
/// done there, so that a refusal has its words; the program itself then has its streams for itself.
/// </summary>
internal sealed class ExecDesk(BatchTools tools) : IDisposable
{
    private readonly Lazy<ReadyThread> ready = new(static () => new ReadyThread("beside-jobs"));

    /// <param name="place">Null: the task does not run.</param>
    /// <param name="spec">What to start.</param>
    /// <param name="cancel">For who does not wait any longer.</param>
    public async Task<IExecSession> StartAsync(BesidePlace? place, ExecSpec spec, CancellationToken cancel)
    {
        if (place is null)
        {
            throw Fault.Conflict("the task does not run", "exec works beside a running task only");
        }

        if (spec.User is not null || spec.Privileged)
        {
            throw Fault.Invalid("beside a job, exec has the user and the rights of the job");
        }

        if (!tools.Scheduler.HasSteps)
        {
            throw Fault.Invalid(
                $"exec does not work on {tools.Target.Name}: {tools.Scheduler.Name} starts nothing in a job that runs",
                $"sign in at the node{(place.Node is { } node ? $" {node}" : "")}; the task's directory is {place.Task.Directory}");
        }

        // What has begun this moment is in the next list.
        var number = await place.NumberAsync().WaitAsync(cancel)
            ?? throw Fault.Unavailable($"{tools.Scheduler.Name} does not name the job of task {place.Task.Id}", "try again in a moment");
        var launch = LaunchFile.PathIn(place.Task.Directory);
        var (look, told) = BesideFile.Of(launch, spec, onlyLooks: true);
        var end = await tools.Calls.RunAsync(tools.Scheduler.Beside(new BesideAsk(number, look)), cancel, told);
        if (!end.IsWell)
        {
            throw Fault.Unavailable(
                $"nothing was started beside task {place.Task.Id}, in job {number}: "
                + (end.Output.Length > 0 ? end.Output : $"code {end.Code}"),
                "the site may not allow further steps in a job; a step's log and its directory can be read in any case");
        }

        var (command, variables) = BesideFile.Of(launch, spec, onlyLooks: false);
        var call = tools.Scheduler.Beside(new BesideAsk(number, command, IsMute: true, HasTerminal: spec.Terminal is not null));
        var program = SchedulerCalls.Find(tools.Target, call.Program)
            ?? throw Fault.Unavailable(SchedulerCalls.Missing(tools.Target, call.Program));
        var start = new SpawnSpec(program, [program, .. call.Arguments], tools.Calls.Given(variables), "/");
        var session = await Task.Run(() => BesideProgram.Start(start, spec, ready.Value, tools.Time), cancel);
        return session is ExecSession step ? new StepSession(step, tools.Time) : session;
    }

    public void Dispose()
    {
        if (ready.IsValueCreated)
        {
            ready.Value.Dispose();
        }
    }
}
