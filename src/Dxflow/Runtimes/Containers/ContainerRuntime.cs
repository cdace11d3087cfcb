using System.Threading.Channels;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Beside;
using Dxflow.Runtimes.Containers.Hooks;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;
using Dxflow.Runtimes.Containers.Watching;
using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// Tasks as containers of Docker or Podman, through their API. Nothing is asked of the engine before there is something to do; it may
/// come later, and go and come again. Disposing this leaves the containers running.
/// </summary>
internal sealed class ContainerRuntime : IRuntime
{
    /// <summary>Engines make containers one after another inside; more at once only wait there.</summary>
    private const int AtOnceMax = 8;

    private readonly EngineApi api;
    private readonly ContainerCalls containers;
    private readonly ContainerWatch watch;
    private readonly ContainerFinding finding;
    private readonly ContainerStart starter;
    private readonly ContainerStop stopper;
    private readonly ContainerHooks hooks;
    private readonly ExecStart exec;
    private readonly TimeProvider time;
    private readonly LogViews views;
    private readonly SemaphoreSlim gate = new(AtOnceMax);

    /// <summary>Unbounded, but one final report for each live task; the engine bounds those.</summary>
    private readonly Channel<TaskReport> reports = Channel.CreateUnbounded<TaskReport>(new UnboundedChannelOptions { SingleReader = true });

    public ContainerRuntime(ContainerRuntimeOptions options, TimeProvider time)
    {
        this.time = time;
        views = new LogViews(time);
        Name = options.Name;
        api = new EngineApi(EngineAddress.Parse(options.Address));
        containers = new ContainerCalls(api);
        watch = new ContainerWatch(api, time, report => reports.Writer.TryWrite(report), options.Tell);
        hooks = new ContainerHooks(api, watch, time, report => reports.Writer.TryWrite(report), options.Tell);
        finding = new ContainerFinding(api, options, watch, hooks, time);
        Images = new ImageSupply(api, options, time);
        Volumes = new VolumeContents(api, Images, options.Engine);
        starter = new ContainerStart(api, Images, finding, report => reports.Writer.TryWrite(report), time);
        stopper = new ContainerStop(api, watch, hooks, time);
        exec = new ExecStart(api, time);
    }

    public string Name { get; }

    public ImageSupply Images { get; }

    public VolumeContents Volumes { get; }

    public RuntimeTraits Traits { get; } =
        new(Networks: true, Pause: true, Exec: true, Limits: true, SharedFiles: true, Images: true);

    public string? Unanswered => api.Unanswered;

    public int StartsMax => 1;

    public async Task<IReadOnlyList<TaskReport>> StartAsync(IReadOnlyList<TaskSpec> batch, CancellationToken cancel) =>
        await Task.WhenAll(batch.Select(spec => starter.StartAsync(spec, cancel)));

    public async Task<IReadOnlyList<string?>> MakeAsync(IReadOnlyList<TaskSpec> batch, CancellationToken cancel) =>
        await Task.WhenAll(batch.Select(spec => starter.MakeAsync(spec, cancel)));

    public Task<IReadOnlyList<TaskReport>> FindAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) => EachAsync(
        batch,
        async task => starter.Waits.Contains(task.Id) ? ImageWaits.Queued(task.Id) : await finding.FindAsync(task, cancel),
        cancel);

    public IAsyncEnumerable<IReadOnlyList<TaskReport>> WatchAsync(CancellationToken cancel) =>
        ReportBatches.ReadAsync(reports.Reader, cancel);

    public Task StopAsync(IReadOnlyList<StopRequest> batch, CancellationToken cancel) => EachAsync(
        batch,
        async request =>
        {
            var waited = await starter.Waits.EndAsync(request.Task.Id);
            var report = await finding.FindAsync(request.Task, cancel);
            if (waited && report.IsFinal)
            {
                // It was accepted, so its end is told like any other's.
                reports.Writer.TryWrite(report);
            }

            if (watch.Find(request.Task.Id) is { } live)
            {
                await stopper.StopAsync(live, request, cancel);
            }

            return report;
        },
        cancel);

    public Task SignalAsync(IReadOnlyList<TaskRef> batch, string signal, CancellationToken cancel) =>
        EachAsync(batch, task => stopper.SignalAsync(watch.Find(task.Id), signal, cancel), cancel);

    public Task ForgetAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) => EachAsync(
        batch,
        async task =>
        {
            if (AttemptRecord.Read(task) is { Kept: false, Id: { } id })
            {
                return await containers.RemoveAsync(id, force: true, volumes: true, cancel);
            }

            // Kept, it may run on, as another attempt's.
            await watch.LetGoAsync(task.Id);
            return false;
        },
        cancel);

    public IAsyncEnumerable<TaskLine> LogsAsync(TaskRef task, LogQuery query, CancellationToken cancel) =>
        new LogReader(task.Directory, query, time, views).ReadAsync(watch.Find(task.Id)?.Ended ?? Task.CompletedTask, cancel);

    public Task<IReadOnlyList<TaskUsage?>> StatsAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) => EachAsync(
        batch,
        async task => watch.Find(task.Id) is { } live
            ? ContainerUsage.Of(await containers.StatsAsync(live.Container, cancel), live.HasInit)
            : null,
        cancel);

    public async Task<IExecSession> ExecAsync(TaskRef task, ExecSpec spec, CancellationToken cancel) => await exec.StartAsync(
        watch.Find(task.Id)?.Container ?? throw Fault.Conflict($"task {task.Id} does not run", "exec works beside a running task only"),
        spec,
        cancel);

    public async Task<TaskPlace> PlaceAsync(TaskSpec task, bool isRunning, CancellationToken cancel)
    {
        var nothing = new Dictionary<string, string>();
        if (!isRunning)
        {
            var made = await new ContainerAfter(api, Images).MakeAsync(task, cancel);
            return new TaskPlace(null, nothing, new TaskContainer(api.Address.Text, made, IsOwn: true));
        }

        return watch.Find(task.Id)?.Container is { } container
            ? new TaskPlace(null, nothing, new TaskContainer(api.Address.Text, container))
            : throw Fault.Conflict($"the container of task {task.Id} has just ended", "try again");
    }

    public Task<IReadOnlyList<bool>> PauseAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        EachAsync(batch, task => FreezeAsync(task, isPaused: true, cancel), cancel);

    public Task ResumeAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        EachAsync(batch, task => FreezeAsync(task, isPaused: false, cancel), cancel);

    public IAsyncEnumerable<TaskHealth> HealthAsync(TaskRef task, CancellationToken cancel) =>
        watch.Find(task.Id) is { } live ? new EngineHealth(api, time).FollowAsync(live, cancel) : AsyncEnumerable.Empty<TaskHealth>();

    public IReadOnlyList<TaskProgress> Progress(string run)
    {
        var told = new List<TaskProgress>();
        foreach (var (id, wish) in starter.Waits.Of(run))
        {
            if (Images.ProgressOf(wish) is { } now)
            {
                told.Add(new TaskProgress(id, now.State, now.Text));
            }
        }

        return told;
    }

    public Task ReleaseAsync(ProjectSpec project, ReleasedVolumes volumes, CancellationToken cancel) =>
        starter.Projects.ReleaseAsync(project, volumes, cancel);

    public Task<IReadOnlyList<OrphanLeft>> ClearAsync(ProjectSpec project, ProjectStay stay, CancellationToken cancel) =>
        new ProjectClearing(api, finding).ClearAsync(project, stay, cancel);

    /// <summary>The Compose projects of this engine, whoever started them.</summary>
    public async Task<IReadOnlyList<ProjectFound>> ProjectsAsync(CancellationToken cancel) =>
        ProjectFound.Of(Name, await containers.ListAsync(cancel, all: true, ("label", [Labels.Project])));

    public async ValueTask DisposeAsync()
    {
        await starter.Waits.DisposeAsync();
        await hooks.DisposeAsync();
        await stopper.DisposeAsync();
        await watch.DisposeAsync();
        reports.Writer.TryComplete();
        api.Dispose();
    }

    /// <summary>
    /// Whether it is as it was asked for. An engine may refuse to freeze (Podman without root and control groups of the first kind); that
    /// it refuses to thaw has to pass.
    /// </summary>
    private async Task<bool> FreezeAsync(TaskRef task, bool isPaused, CancellationToken cancel)
    {
        if (watch.Find(task.Id) is not { } live || !await IsOtherAsync())
        {
            return true;
        }

        try
        {
            await (isPaused ? containers.PauseAsync(live.Container, cancel) : containers.UnpauseAsync(live.Container, cancel));
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null)
        {
            if (!await IsOtherAsync())
            {
                return true;
            }

            if (isPaused && !EngineRefusal.IsOfTheEngine(refused))
            {
                return false;
            }

            throw;
        }

        return true;

        async Task<bool> IsOtherAsync() => (await containers.FindAsync(live.Container, cancel))?.State is { } state
            && !FinalReport.HasEnded(state) && state.Paused != isPaused;
    }

    private async Task<IReadOnlyList<TResult>> EachAsync<T, TResult>(
        IReadOnlyList<T> batch, Func<T, Task<TResult>> one, CancellationToken cancel) =>
        await Task.WhenAll(batch.Select(async each =>
        {
            await gate.WaitAsync(cancel);
            try
            {
                return await one(each);
            }
            finally
            {
                gate.Release();
            }
        }));
}
