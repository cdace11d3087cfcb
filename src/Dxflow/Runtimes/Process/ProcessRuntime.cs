using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Cgroups;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Logs;
using Dxflow.Runtimes.Process.Beside;
using Dxflow.Runtimes.Process.Ending;
using Dxflow.Runtimes.Process.Logs;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Process;

/// <summary>
/// Tasks as processes of this machine. Each runs under a wrapper that records its start and its end in the attempt's directory and
/// outlives the engine; disposing this leaves them running.
/// </summary>
internal sealed class ProcessRuntime : IRuntime
{
    private readonly ReadyThread ready = new("process-watch");
    private readonly ReadyThread beside = new("exec-watch");
    private readonly SpawnThreads spawning = new();
    private readonly CgroupRoot? cgroups;
    private readonly TaskStart starter;
    private readonly TaskEnvironment environment;
    private readonly ExecStart exec;
    private readonly TaskKeeper keeper;
    private readonly LogKeeper logs;
    private readonly LogViews views;
    private readonly LeftoverCgroups leftovers;
    private readonly TimeProvider time;

    /// <summary>
    /// Unbounded, but one final report for each live task; the engine bounds those. The reader only passes on, so it does that on the
    /// keeper's own thread instead of waking another.
    /// </summary>
    private readonly Channel<TaskReport> reports = Channel.CreateUnbounded<TaskReport>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    public ProcessRuntime(ProcessRuntimeOptions options, TimeProvider time)
    {
        var name = "dxflow-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(options.Home))))[..12];
        cgroups = options.UseCgroups ? CgroupRoot.Open(name) : null;
        environment = new TaskEnvironment(options.PassEnvironment ?? [], Environment.GetEnvironmentVariable);
        var wrapper = WrapperFile.Install(options.Home);
        starter = new TaskStart(wrapper, environment, cgroups, time, options.Mark);
        exec = new ExecStart(wrapper, beside, time);
        this.time = time;
        keeper = new TaskKeeper(ready, time, report => reports.Writer.TryWrite(report));
        leftovers = new LeftoverCgroups(cgroups, id => keeper.IsLive(id), time);
        views = new LogViews(time);
        logs = new LogKeeper(() => keeper.Live.Select(static task => (task.Ref.Directory, task.Logs)), options.LogBytesMax, time);
        Traits = new RuntimeTraits(
            Networks: false,
            Pause: true,
            Exec: true,
            Limits: cgroups is { LimitsMemory: true, LimitsCpus: true },
            SharedFiles: true,
            Images: false);
    }

    public string Name => "process";

    public RuntimeTraits Traits { get; }

    public string? ProgramProblem(string program, string workingDirectory, string? searchPath) =>
        ProgramSearch.Problem(program, workingDirectory, searchPath ?? environment.SearchPath);

    public string? ProgramStamp(string program, string workingDirectory, string? searchPath) =>
        ProgramSearch.Stamp(program, workingDirectory, searchPath ?? environment.SearchPath);

    public async Task<IReadOnlyList<TaskReport>> StartAsync(IReadOnlyList<TaskSpec> batch, CancellationToken cancel) =>
        // One alone is started here: a change of threads, there and back, costs as much as starting a process.
        batch.Count == 1
            ? [await Start(batch[0])]
            : await Task.WhenAll(batch.Select(spec => spawning.RunAsync(() => Start(spec)).Unwrap()));

    public async Task<IReadOnlyList<TaskReport>> FindAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        await Task.WhenAll(batch.Select(FindOneAsync));

    public IAsyncEnumerable<IReadOnlyList<TaskReport>> WatchAsync(CancellationToken cancel) =>
        ReportBatches.ReadAsync(reports.Reader, cancel);

    public async Task StopAsync(IReadOnlyList<StopRequest> batch, CancellationToken cancel)
    {
        foreach (var request in batch)
        {
            if (keeper.Find(request.Task.Id) is null)
            {
                await FindOneAsync(request.Task);
            }

            if (keeper.Find(request.Task.Id) is { } task)
            {
                keeper.Stop(task, SignalNames.TryParse(request.Signal, out var signal) ? signal : SignalNames.Terminate, request.Grace);
            }
        }
    }

    public Task SignalAsync(IReadOnlyList<TaskRef> batch, string signal, CancellationToken cancel)
    {
        var number = SignalNames.TryParse(signal, out var known) ? known : throw Fault.Invalid($"'{signal}' is no signal");
        foreach (var left in LeftProcesses.Of(batch.Select(task => keeper.Find(task.Id)).OfType<ProcessTask>()))
        {
            left.Signal(number);
        }

        return Task.CompletedTask;
    }

    /// <summary>The cgroups go. The attempt's directory stays as it is: while it exists, its token has to say that it was used.</summary>
    public Task ForgetAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel)
    {
        foreach (var task in batch)
        {
            StartToken.Read(task.Directory)?.Cgroups.Remove();
            cgroups?.Remove(task.Id.ToString());
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<TaskLine> LogsAsync(TaskRef task, LogQuery query, CancellationToken cancel) =>
        new LogReader(task.Directory, query, time, views).ReadAsync(keeper.Find(task.Id)?.Ended ?? Task.CompletedTask, cancel);

    public Task<IReadOnlyList<TaskUsage?>> StatsAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        Task.FromResult(TaskStats.Of([.. batch.Select(task => keeper.Find(task.Id))]));

    public async Task<IExecSession> ExecAsync(TaskRef task, ExecSpec spec, CancellationToken cancel)
    {
        var running = keeper.Find(task.Id)
            ?? throw Fault.Conflict($"task {task.Id} does not run", "exec works beside a running task only");
        if (spec.User is not null || spec.Privileged)
        {
            throw Fault.Invalid("beside a process, exec has the user and the rights of the process");
        }

        return await spawning.RunAsync(() => exec.Start(running, spec));
    }

    public Task<TaskPlace> PlaceAsync(TaskSpec task, bool isRunning, CancellationToken cancel) =>
        Task.FromResult(new TaskPlace(task.WorkingDirectory, environment.Beside(task)));

    public async Task<IReadOnlyList<bool>> PauseAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel)
    {
        await FreezeAsync(batch, isFrozen: true, cancel);
        return [.. batch.Select(static _ => true)];
    }

    public Task ResumeAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) => FreezeAsync(batch, isFrozen: false, cancel);

    private Task FreezeAsync(IReadOnlyList<TaskRef> batch, bool isFrozen, CancellationToken cancel) => Task.WhenAll(
        batch.Select(task => keeper.Find(task.Id)).OfType<ProcessTask>().Select(task => TaskFreeze.SetAsync(task, isFrozen, time, cancel)));

    /// <summary>Processes share no networks or volumes.</summary>
    public Task ReleaseAsync(ProjectSpec project, ReleasedVolumes volumes, CancellationToken cancel) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        spawning.Dispose();
        await logs.DisposeAsync();
        await keeper.DisposeAsync();
        ready.Dispose();
        beside.Dispose();
        reports.Writer.TryComplete();
        await leftovers.DisposeAsync();
        cgroups?.RemoveSelf();
    }

    private Task<TaskReport> Start(TaskSpec spec)
    {
        if (keeper.Find(spec.Id) is { } running)
        {
            return Task.FromResult(running.Running);
        }

        if (File.Exists(StartToken.PathIn(spec.Directory)))
        {
            return FindOneAsync(spec.Ref);
        }

        return Task.FromResult(starter.Start(spec, keeper.Watch));
    }

    private async Task<TaskReport> FindOneAsync(TaskRef task)
    {
        if (keeper.Find(task.Id) is { } known)
        {
            return known.Running;
        }

        var finding = Finding.Of(task);
        if (finding.NeverRan)
        {
            return finding.Report(task);
        }

        if (finding.Running is null)
        {
            return await keeper.SettleAsync(task, finding);
        }

        return keeper.Watch(new ProcessTask(task, finding.Wrapper, finding.Running, finding.IsChild)
        {
            Cgroups = finding.Cgroups,
            StartedAt = finding.StartedAt,
        }).Running;
    }
}
