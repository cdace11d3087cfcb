using System.Threading.Channels;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Beside;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Batch.Looking;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Logs;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Keeping;
using Dxflow.Runtimes.Pilot.Wire;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Pilot;

/// <summary>
/// Tasks in pilots: a few jobs of a batch scheduler in each of which a worker runs many tasks, one after another and beside each other, as
/// processes of its node. Their files, on a disk that nodes and engine share, are the truth. Disposing this leaves pilots and tasks as they
/// are.
/// </summary>
internal sealed class PilotRuntime : IRuntime
{
    private static readonly TimeSpan OpenedMax = TimeSpan.FromSeconds(5);

    private readonly BatchTools tools;
    private readonly PilotRuntimeOptions options;
    private readonly PilotKeeper keeper;
    private readonly TaskEnvironment environment;
    private readonly LogViews views;
    private readonly ExecDesk exec;

    /// <summary>Unbounded, but two reports for each live task; the engine bounds those.</summary>
    private readonly Channel<TaskReport> reports = Channel.CreateUnbounded<TaskReport>(new UnboundedChannelOptions { SingleReader = true });

    public PilotRuntime(IBatchScheduler scheduler, PilotRuntimeOptions options, TimeProvider time)
    {
        this.options = options;
        var target = options.Target;
        tools = new BatchTools(scheduler, new SchedulerCalls(target, scheduler.Variables, time), target, time);
        environment = new TaskEnvironment(options.PassEnvironment ?? [], Environment.GetEnvironmentVariable);
        views = new LogViews(time);
        exec = new ExecDesk(tools);
        var home = Path.GetFullPath(options.Home);
        var shared = target.SharedIn(home);
        keeper = new PilotKeeper(
            tools, options.Terms,
            new PilotPlaces(
                new PilotFolder(Path.Join(shared, "pilots-" + target.Name)), target.Work ?? home, shared,
                options.Terms.Program ?? Environment.ProcessPath!, options.LogBytesMax),
            report => reports.Writer.TryWrite(report));
    }

    public string Name => tools.Target.Name;

    public RuntimeTraits Traits => new(
        Networks: false, Pause: false, Exec: tools.Scheduler.HasSteps, Limits: false, SharedFiles: true,
        Images: tools.Target.Containers is not null);

    public bool IsElsewhere => true;

    /// <summary>What the scheduler shows of itself and of this user's jobs.</summary>
    public QueueLook Queue => new(tools);

    public string? TasksDirectory => tools.Target.Work;

    public ServicesBeside? Services => tools.Target.Beside;

    public string? ProgramStamp(string program, string workingDirectory, string? searchPath) =>
        tools.ProgramStamp(program, workingDirectory, searchPath, environment);

    public async Task<IReadOnlyList<TaskReport>> StartAsync(IReadOnlyList<TaskSpec> batch, CancellationToken cancel)
    {
        var reports = new TaskReport[batch.Count];
        for (var at = 0; at < reports.Length; at++)
        {
            var spec = batch[at];
            reports[at] = keeper.Find(spec.Id) is { } known ? known.Current
                : File.Exists(StartToken.PathIn(spec.Directory)) ? (await FindAsync([spec.Ref], cancel))[0]
                : Start(spec);
        }

        return reports;
    }

    public async Task<IReadOnlyList<TaskReport>> FindAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel)
    {
        await Task.WhenAny(keeper.Opened, Task.Delay(OpenedMax, tools.Time, cancel));
        if (!keeper.Opened.IsCompleted)
        {
            throw Fault.Unavailable(
                $"attempts of {Name} cannot be looked at: {keeper.Trouble ?? "the disk does not answer"}", "the engine asks again");
        }

        try
        {
            return [.. batch.Select(Find)];
        }
        catch (DiskException failure)
        {
            throw tools.Unseen(failure);
        }
    }

    public IAsyncEnumerable<IReadOnlyList<TaskReport>> WatchAsync(CancellationToken cancel) =>
        ReportBatches.ReadAsync(reports.Reader, cancel);

    public async Task StopAsync(IReadOnlyList<StopRequest> batch, CancellationToken cancel)
    {
        foreach (var request in batch)
        {
            if (keeper.Find(request.Task.Id) is null)
            {
                await FindAsync([request.Task], cancel);
            }

            if (keeper.Find(request.Task.Id) is { } task)
            {
                keeper.Stop(task, new StopOrder(task.Id, task.Ref.Directory, request.Signal, request.Grace.TotalSeconds));
            }
        }
    }

    public Task SignalAsync(IReadOnlyList<TaskRef> batch, string signal, CancellationToken cancel)
    {
        if (!SignalNames.TryParse(signal, out _))
        {
            throw Fault.Invalid($"'{signal}' is no signal");
        }

        foreach (var task in batch.Select(task => keeper.Find(task.Id)).OfType<PilotTask>().Where(static task => task.HasBegun))
        {
            keeper.Stop(task, new StopOrder(task.Id, task.Ref.Directory, signal, null));
        }

        return Task.CompletedTask;
    }

    /// <summary>What a task was started with goes, as there are secrets in it. Nothing is kept elsewhere.</summary>
    public Task ForgetAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel)
    {
        foreach (var task in batch)
        {
            TaskFile.Remove(task.Directory);
            LaunchFile.Remove(task.Directory);
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<TaskLine> LogsAsync(TaskRef task, LogQuery query, CancellationToken cancel) =>
        new LogReader(task.Directory, query, tools.Time, views).ReadAsync(keeper.Find(task.Id)?.Ended ?? Task.CompletedTask, cancel);

    public Task<IReadOnlyList<TaskUsage?>> StatsAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<TaskUsage?>>(new TaskUsage?[batch.Count]);

    /// <summary>In the pilot's job, past its worker.</summary>
    public async Task<IExecSession> ExecAsync(TaskRef task, ExecSpec spec, CancellationToken cancel)
    {
        var place = keeper.PlaceOf(task.Id);
        if (place is not null && tools.Scheduler.HasSteps && TaskFile.Read(task) is { } file)
        {
            LaunchFile.WriteBeside(task.Directory, file.Task(tools.Target), tools.Target);
        }

        return await exec.StartAsync(place, spec, cancel);
    }

    /// <summary>On the engine's machine, which has the same directory: also long after the pilot.</summary>
    public Task<TaskPlace> PlaceAsync(TaskSpec task, bool isRunning, CancellationToken cancel) =>
        Task.FromResult(new TaskPlace(task.WorkingDirectory, environment.Beside(task)));

    public Task<IReadOnlyList<bool>> PauseAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        throw Fault.Invalid($"{Name} cannot freeze tasks that run");

    public Task ResumeAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Processes share no networks or volumes.</summary>
    public Task ReleaseAsync(ProjectSpec project, ReleasedVolumes volumes, CancellationToken cancel) => Task.CompletedTask;

    public string? WaitsFor(AttemptId id) => keeper.Find(id) is { HasBegun: false } ? keeper.WaitsFor() : null;

    public async ValueTask DisposeAsync()
    {
        await keeper.DisposeAsync();
        exec.Dispose();
        reports.Writer.TryComplete();
    }

    private TaskReport Start(TaskSpec spec)
    {
        var ask = spec.Ask ?? new TaskAsk();
        if ((options.Terms.Refusal(ask) ?? tools.Scheduler.Refusal(tools.Target, options.Terms.Ask)) is { } refusal)
        {
            return BatchTools.NotStarted(spec, FailureReason.SiteLimit, refusal);
        }

        try
        {
            var task = NodeTask.Of(spec, tools.Target, environment);
            new TaskFile(
                spec.Id, spec.Name, task.WorkingDirectory, task.Command, task.Variables, ask.Cpus, ask.MemoryBytes,
                ask.RunMax?.TotalSeconds, task.Container is not null)
                .Write(spec.Directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return BatchTools.NotStarted(spec, FailureReason.Start, failure.Message);
        }

        return keeper.Take(new PilotTask(spec.Ref, ask)).Current;
    }

    /// <summary>
    /// 1 What was concluded before, and what the files say for certain. 2 What has begun is its pilot's. 3 What waits goes on waiting, as
    /// what it is to be is in its directory. 4 What was never asked for can never begin.
    /// </summary>
    private TaskReport Find(TaskRef task)
    {
        // 1
        if (keeper.Find(task.Id) is { } known)
        {
            return known.Current;
        }

        if (VerdictFile.Read(task) is { } before)
        {
            return before;
        }

        if (!Directory.Exists(task.Directory))
        {
            return new TaskReport(task.Id, TaskState.NotStarted);
        }

        var files = Witness.Read(task.Directory);
        var verdict = PilotVerdict.Of(task.Id, files, null, new Circumstances(false, TimeSpan.Zero, tools.Scheduler.Name));
        if (verdict.Kind == VerdictKind.Report)
        {
            return verdict.Report!;
        }

        // 2
        var file = TaskFile.Read(task);
        if (files.HasBegun)
        {
            return keeper.Take(new PilotTask(task, file?.Ask ?? new TaskAsk())
            {
                HasBegun = true,
                StartedAt = files.StartedAt,
                Pilot = files.Job ?? "",
            }).Current;
        }

        // 3, 4
        return file is not null ? keeper.Take(new PilotTask(task, file.Ask)).Current
            : StartToken.TryAbandon(task.Directory) ? new TaskReport(task.Id, TaskState.NotStarted)
            : throw Fault.Unavailable($"attempt {task.Id} has begun this moment", "the engine asks again");
    }
}
