using System.Threading.Channels;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Runtimes.Batch.Beside;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Batch.Keeping;
using Dxflow.Runtimes.Batch.Looking;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Logs;
using Dxflow.Runtimes.Process.Logs;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Batch;

/// <summary>
/// Tasks as jobs of a batch scheduler. Each runs under the wrapper of processes, whose files in the attempt's directory, on a disk that all
/// nodes see, are the truth; the scheduler is asked for what they cannot tell. Disposing this leaves jobs as they are.
/// </summary>
internal sealed class BatchRuntime : IRuntime
{
    private readonly BatchTools tools;
    private readonly TaskEnvironment environment;
    private readonly Lock installing = new();
    private LaunchFile? launch;
    private readonly BatchRuntimeOptions options;
    private readonly IBatchScheduler scheduler;
    private readonly SubmissionFolder folder;
    private readonly BatchKeeper keeper;
    private readonly ExecDesk exec;
    private readonly UsageDesk usage;
    private readonly LogKeeper logs;
    private readonly LogViews views;

    /// <summary>Unbounded, but two reports for each live task; the engine bounds those.</summary>
    private readonly Channel<TaskReport> reports = Channel.CreateUnbounded<TaskReport>(new UnboundedChannelOptions { SingleReader = true });

    public BatchRuntime(IBatchScheduler scheduler, BatchRuntimeOptions options, TimeProvider time)
    {
        (this.options, this.scheduler) = (options, scheduler);
        var target = options.Target;
        tools = new BatchTools(scheduler, new SchedulerCalls(target, scheduler.Variables, time), target, time);
        folder = new SubmissionFolder(Path.Join(Shared, "jobs"), scheduler);
        keeper = new BatchKeeper(tools, folder, report => reports.Writer.TryWrite(report));
        (exec, usage) = (new ExecDesk(tools), new UsageDesk(tools));
        environment = new TaskEnvironment(options.PassEnvironment ?? [], Environment.GetEnvironmentVariable);
        views = new LogViews(time);
        logs = new LogKeeper(() => keeper.Live.Where(static task => task.BegunAt is not null)
            .Select(static task => (task.Ref.Directory, task.Logs)), options.LogBytesMax, time);
    }

    /// <summary>Of the engine, and seen by the nodes.</summary>
    private string Shared => options.Target.SharedIn(options.Home);

    public string Name => tools.Target.Name;

    public RuntimeTraits Traits => new(
        Networks: false, Pause: false, Exec: scheduler.HasSteps, Limits: false, SharedFiles: true,
        Images: options.Target.Containers is not null, Holds: true);

    public bool IsThere => options.IsThere?.Invoke() ?? true;

    public bool IsElsewhere => true;

    public string? TasksDirectory => tools.Target.Work;

    public ServicesBeside? Services => tools.Target.Beside;

    public string? ProgramStamp(string program, string workingDirectory, string? searchPath) =>
        tools.ProgramStamp(program, workingDirectory, searchPath, environment);

    public async Task<IReadOnlyList<TaskReport>> StartAsync(IReadOnlyList<TaskSpec> batch, CancellationToken cancel)
    {
        var reports = new TaskReport?[batch.Count];
        var again = new List<(int At, TaskSpec Spec)>();
        for (var at = 0; at < reports.Length; at++)
        {
            var spec = batch[at];
            if (keeper.Find(spec.Id) is { } known)
            {
                reports[at] = known.Current;
            }
            else if (StartToken.Read(spec.Directory) is not null || JobRecord.Read(spec.Directory) is not null)
            {
                again.Add((at, spec));
            }
            else
            {
                reports[at] = Start(spec);
            }
        }

        if (again.Count > 0)
        {
            var found = await FindAsync([.. again.Select(static each => each.Spec.Ref)], cancel, each => Start(again.Single(
                one => one.Spec.Id == each.Id).Spec));
            foreach (var (each, report) in again.Zip(found))
            {
                reports[each.At] = report;
            }
        }

        return [.. reports.Select(static each => each!)];
    }

    public Task<IReadOnlyList<TaskReport>> FindAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        FindAsync(batch, cancel, static task => StartToken.TryAbandon(task.Directory)
            ? new TaskReport(task.Id, TaskState.NotStarted)
            : throw Fault.Unavailable($"attempt {task.Id} has begun this moment", "the engine asks again"));

    public IAsyncEnumerable<IReadOnlyList<TaskReport>> WatchAsync(CancellationToken cancel) =>
        ReportBatches.ReadAsync(reports.Reader, cancel);

    public async Task StopAsync(IReadOnlyList<StopRequest> batch, CancellationToken cancel)
    {
        var unknown = batch.Where(request => keeper.Find(request.Task.Id) is null).Select(static request => request.Task).ToList();
        if (unknown.Count > 0)
        {
            await FindAsync(unknown, cancel);
        }

        foreach (var request in batch)
        {
            if (keeper.Find(request.Task.Id) is { } task)
            {
                keeper.Stop(task, SignalNames.TryParse(request.Signal, out var signal) ? signal : SignalNames.Terminate, request.Grace);
            }
        }
    }

    public async Task SignalAsync(IReadOnlyList<TaskRef> batch, string signal, CancellationToken cancel)
    {
        var number = SignalNames.TryParse(signal, out var known) ? known : throw Fault.Invalid($"'{signal}' is no signal");
        var tasks = batch.Select(task => keeper.Find(task.Id)).OfType<BatchTask>().Where(static task => task.BegunAt is not null).ToList();
        var byFile = tasks.Where(task => task.Shares || !scheduler.HasSignals).ToList();
        var jobs = tasks.Except(byFile).Where(static task => task.Job is not null).Select(static task => task.Job!).ToList();
        byFile.ForEach(task => SignalFile.Write(task.Ref, number));
        if (jobs.Count > 0)
        {
            await tools.Calls.RunAsync(tools.Scheduler.Signal(jobs, number), cancel);
        }
    }

    /// <summary>What a task was started with goes, as there are secrets in it. Nothing is kept elsewhere.</summary>
    public Task ForgetAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel)
    {
        foreach (var task in batch)
        {
            LaunchFile.Remove(task.Directory);
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<TaskLine> LogsAsync(TaskRef task, LogQuery query, CancellationToken cancel) =>
        new LogReader(task.Directory, query, tools.Time, views).ReadAsync(keeper.Find(task.Id)?.Ended ?? Task.CompletedTask, cancel);

    public Task<IReadOnlyList<TaskUsage?>> StatsAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        usage.OfAsync([.. batch.Select(task => keeper.Find(task.Id))], cancel);

    public Task<IExecSession> ExecAsync(TaskRef task, ExecSpec spec, CancellationToken cancel) =>
        exec.StartAsync(keeper.Find(task.Id) is { } known ? PlaceOf(known) : null, spec, cancel);

    /// <summary>On the engine's machine, which has the same directory: also long after the job.</summary>
    public Task<TaskPlace> PlaceAsync(TaskSpec task, bool isRunning, CancellationToken cancel) =>
        Task.FromResult(new TaskPlace(task.WorkingDirectory, environment.Beside(task)));

    /// <summary>What runs goes on; what waits is held back, also before it is submitted.</summary>
    public Task<IReadOnlyList<bool>> PauseAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel)
    {
        Hold(batch, isHeld: true);
        return Task.FromResult<IReadOnlyList<bool>>([.. batch.Select(each => keeper.Find(each.Id) is { BegunAt: null })]);
    }

    public Task ResumeAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel)
    {
        Hold(batch, isHeld: false);
        return Task.CompletedTask;
    }

    /// <summary>Jobs share no networks or volumes.</summary>
    public Task ReleaseAsync(ProjectSpec project, ReleasedVolumes volumes, CancellationToken cancel) => Task.CompletedTask;

    public string? WaitsFor(AttemptId id) => keeper.Find(id) is not { BegunAt: null } task ? null
        : keeper.Trouble is { } trouble ? trouble
        : task is { IsHeld: true, Key: null } ? "not submitted: it is paused"
        : task.Hindrance is { } hindrance
            ? $"{(task.Key is null ? "not submitted yet" : "it is not known whether it was submitted")}: {hindrance}"
        : task.View is { Phase: JobPhase.Waiting } view ? $"job {view.Job} waits in {tools.Scheduler.Name}: {view.Said}"
        : task.Job is { } job ? $"job {job} was submitted to {tools.Scheduler.Name}"
        : null;

    /// <summary>What the scheduler shows of itself and of this user's jobs.</summary>
    public QueueLook Queue => new(tools, options.IsThere);

    public async ValueTask DisposeAsync()
    {
        await logs.DisposeAsync();
        await keeper.DisposeAsync();
        exec.Dispose();
        reports.Writer.TryComplete();
    }

    /// <summary>It may have begun since it was looked at.</summary>
    private BesidePlace? PlaceOf(BatchTask task) => task.BegunAt is null && !Witness.Read(task.Ref.Directory).HasBegun ? null
        : new BesidePlace(task.Ref, task.View?.Node, async () => task.View?.Number
            ?? (await keeper.Questions.FreshAsync()).Find(task.Key!, task.Index, task.Job)?.Number);

    private void Hold(IReadOnlyList<TaskRef> batch, bool isHeld)
    {
        foreach (var task in batch.Select(each => keeper.Find(each.Id)).OfType<BatchTask>())
        {
            keeper.Hold(task, isHeld);
        }
    }

    private TaskReport Start(TaskSpec spec)
    {
        try
        {
            if (spec.Command.Count == 0 && spec.Image is null)
            {
                return BatchTools.NotStarted(spec, FailureReason.Start, "there is no command");
            }

            if ((DirectiveCheck.Refusal(options.Target, spec.Ask?.Directives)
                ?? scheduler.Refusal(options.Target, spec.Ask ?? new TaskAsk())) is { } refusal)
            {
                return BatchTools.NotStarted(spec, FailureReason.SiteLimit, refusal);
            }

            LogFile.Create(spec.Directory, error: false).Dispose();
            LogFile.Create(spec.Directory, error: true).Dispose();
            Launch().Write(spec);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return BatchTools.NotStarted(spec, FailureReason.Start, failure.Message);
        }

        var program = spec.Image is null ? spec.Command[0] : options.Target.Containers!;
        return keeper.Take(new BatchTask(spec.Ref, spec.Name, spec.Ask ?? new TaskAsk(), program)).Current;
    }

    /// <summary>
    /// Its files are installed at the first start, as a disk of a cluster need not be there when the engine begins; once, though several
    /// runs may begin at that moment.
    /// </summary>
    private LaunchFile Launch()
    {
        lock (installing)
        {
            if (launch is null)
            {
                DirectoryCalls.MakeOwn(Shared);
                launch = new LaunchFile(
                    scheduler, options.Target, environment, new NodeFiles(WrapperFile.Install(Shared), WrapperFile.InstallAfter(Shared)));
                _ = Task.Run(folder.Sweep);
            }

            return launch;
        }
    }

    /// <summary>
    /// 1 The files, where they are enough. 2 For what was to be submitted and has not begun, the queue, asked once for all of them; if it
    /// does not answer nobody knows, and it is asked again. 3 What is not there either was never submitted.
    /// </summary>
    private async Task<IReadOnlyList<TaskReport>> FindAsync(
        IReadOnlyList<TaskRef> batch, CancellationToken cancel, Func<TaskRef, TaskReport> never)
    {
        try
        {
            // 1
            var found = batch.Select(task => (Task: task, Report: Known(task))).ToList();

            // 2
            var records = found.Select(each => each.Report is null ? JobRecord.Read(each.Task.Directory) : null).ToList();
            var list = records.Exists(static record => record is not null)
                ? await keeper.Questions.FreshAsync().WaitAsync(cancel) : null;
            var reports = new TaskReport[batch.Count];
            for (var at = 0; at < reports.Length; at++)
            {
                var record = records[at];
                var view = record is null ? null : list!.Find(record.Key, record.Index, null);

                // 3; what began while the queue was asked for is in the files by now.
                reports[at] = found[at].Report
                    ?? (view is null ? Known(batch[at]) ?? never(batch[at]) : Watched(batch[at], record!, view));
            }

            _ = Task.Run(folder.Sweep, CancellationToken.None);
            return reports;
        }
        catch (DiskException failure)
        {
            throw tools.Unseen(failure);
        }
    }

    private TaskReport Watched(TaskRef task, JobRecord record, JobView view)
    {
        var found = record.TaskOf(task);
        (found.Job, found.View) = (view.Job, view);
        return keeper.Take(found).Current;
    }

    /// <summary>What the files say for certain; null: the queue has to be asked.</summary>
    private TaskReport? Known(TaskRef task)
    {
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
        var verdict = Verdict.Of(task.Id, files, null, new Circumstances(false, TimeSpan.Zero, tools.Scheduler.Name));
        if (verdict.Kind == VerdictKind.Report || !files.HasBegun)
        {
            return verdict.Report;
        }

        var found = (JobRecord.Read(task.Directory) ?? new JobRecord(JobRecord.NoKey, 0, "")).TaskOf(task);
        (found.Job, found.StartedAt, found.BegunAt) = (files.Job, files.StartedAt, 0);
        return keeper.Take(found).Current;
    }
}
