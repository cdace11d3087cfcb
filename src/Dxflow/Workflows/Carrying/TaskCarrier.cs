using System.Collections.Concurrent;
using Dxflow.Foundation.Tracing;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing.Caching;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Runs;
using Microsoft.Extensions.Logging;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Carries out what one run owes the world, and posts what came of it. Every command arrives after the events it follows from are
/// durable, is answered exactly once, and may be repeated after a crash without harm: attempts carry their identity.
/// Disposing stops carrying; tasks go on by themselves.
/// </summary>
internal sealed partial class TaskCarrier : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<AttemptId, CancellationTokenSource> _probes = [];
    private readonly RunHouse _house;
    private readonly RunFiles _files;
    private readonly RunPlan _plan;
    private readonly TaskStarter _starter;
    private readonly OutputCollector _outputs;
    private readonly ResultKeeper _results;
    private readonly Persistence _persistence;
    private readonly RunEvaluation _evaluation;
    private readonly PublishedPorts _ports;
    private readonly ILogger _log;
    private readonly Lock _learning = new();
    private readonly ConcurrentDictionary<AttemptId, SecretMask> _own = [];
    private readonly ConcurrentDictionary<AttemptId, string> _troubles = [];
    private readonly ConcurrentDictionary<AttemptId, IRuntime> _asked = [];
    private volatile SecretMask _mask;

    public TaskCarrier(RunHouse house, RunFiles files, RunPlan plan, RunEvaluation evaluation,
        Func<AttemptId, TraceContext>? trace = null)
    {
        (_house, _files, _plan, _evaluation, _mask) = (house, files, plan, evaluation, evaluation.Mask());
        _starter = new TaskStarter(house, files, plan, evaluation, trace);
        _outputs = new OutputCollector(house.Store, files, evaluation);
        _results = new ResultKeeper(evaluation, house.Store, house.Logs.CreateLogger<ResultKeeper>());
        _ports = new PublishedPorts(house.Time);
        _log = house.Logs.CreateLogger<TaskCarrier>();
        _persistence = new Persistence(house.Time, _log);
    }

    /// <summary>
    /// Returns at once; each runtime gets its commands of one kind as one batch, or as many starts as it takes. Results are posted to the
    /// loop.
    /// </summary>
    public void Carry(RunLoop loop, IReadOnlyList<RunCommand> commands)
    {
        foreach (var group in commands.GroupBy(command => (command.Kind, _plan.Nodes[command.Node].Runtime)))
        {
            var ids = group.Select(command => command.Id).ToList();
            var nodes = group.Select(command => _plan.Nodes[command.Node]).ToList();
            var tasks = ids.Zip(nodes).ToList();
            var runtime = _house.Seats[group.Key.Runtime].Runtime;
            Task Aside(string what, Func<CancellationToken, Task> act) => InsistAsideAsync(what, runtime, ids, act);
            _ = group.Key.Kind switch
            {
                // Not on another thread: the first it does is to ask the loop, which may be who calls.
                CommandKind.Start => Task.WhenAll(tasks.Chunk(runtime.StartsMax).Select(some => InsistAsync(
                    "starting tasks", runtime, [.. some.Select(static task => task.First)],
                    cancel => StartAsync(loop, runtime, some, cancel)))),
                CommandKind.Find => Aside("finding tasks", cancel => FindAsync(loop, runtime, tasks, cancel)),
                CommandKind.Stop => Aside("stopping tasks", cancel => StopAsync(loop, runtime, tasks, kill: false, cancel)),
                CommandKind.Kill => Aside("killing tasks", cancel => StopAsync(loop, runtime, tasks, kill: true, cancel)),
                CommandKind.Pause => Aside("pausing tasks", cancel => PauseAsync(loop, runtime, ids, cancel)),
                CommandKind.Resume => Aside("resuming tasks", cancel => ResumeAsync(loop, runtime, ids, cancel)),
                CommandKind.Forget => Aside("forgetting tasks", cancel => ForgetAsync(loop, runtime, tasks, cancel)),
                CommandKind.Collect => Task.WhenAll(
                    ids.Select(id => InsistAsideAsync("collecting outputs", runtime, [id], cancel => CollectAsync(loop, id, cancel)))),
                CommandKind.Probe => Task.WhenAll(ids.Zip(nodes, (id, node) => ProbeAsync(loop, runtime, id, node))),
                _ => throw new InvalidOperationException($"{group.Key.Kind} is never sent"),
            };
        }
    }

    /// <summary>
    /// Tells the loop what came of its commands. Details are masked here, before anything is decided: no journal, event or list ever
    /// holds a secret that a program, a runtime or an evaluation has quoted.
    /// </summary>
    public void Post(RunLoop loop, RunInput input) => loop.Post(input switch
    {
        TasksReported reported => reported with { Reports = [.. reported.Reports.Select(Masked)] },
        OutputsRead { Detail: { } detail } read => read with { Detail = Masked(read.Id, detail) },
        HealthReported { Detail: { } detail } health => health with { Detail = Masked(health.Id, detail) },
        _ => input,
    });

    /// <summary>
    /// Makes what these would be started of, and starts nothing; of each that cannot be made, why. Nobody insists on it: it is asked for.
    /// </summary>
    public async Task<IReadOnlyList<(AttemptId Id, string Why)>> MakeAsync(
        RunLoop loop, IReadOnlyList<AttemptId> ids, CancellationToken cancel)
    {
        // No command, so what it rests on may have just been decided.
        await loop.AskAsync(static _ => true);
        var prepared = await _starter.PrepareAsync(loop, ids, _mask, cancel);
        Learn(prepared);
        var lost = prepared.Refused.Select(refused => (refused.Id, Why: refused.Detail ?? "it cannot be made ready")).ToList();
        foreach (var group in prepared.Ready.GroupBy(spec => _plan.Nodes[spec.Id.Step].Runtime))
        {
            var specs = group.ToList();
            var told = await _house.Seats[group.Key].Runtime.MakeAsync(specs, cancel);
            lost.AddRange(
                specs.Zip(told).Where(static each => each.Second is not null).Select(static each => (each.First.Id, each.Second!)));
        }

        return [.. lost.Select(each => (each.Id, _mask.Of(each.Why)))];
    }

    /// <summary>
    /// Why what is to be done with an attempt could not be done at the last try, or what has no answer in this one; null: nothing is in
    /// its way.
    /// </summary>
    public string? TroubleOf(AttemptId id) => _troubles.GetValueOrDefault(id)
        ?? (_asked.GetValueOrDefault(id)?.Unanswered is { } unanswered ? Masked(id, unanswered) : null);

    /// <summary>An attempt is over: nobody asks after its health any more, and nothing is listened on for it.</summary>
    public void Ended(AttemptId id)
    {
        _ports.Close(id);
        Unwatch(id);
    }

    private void Unwatch(AttemptId id)
    {
        lock (_probes)
        {
            if (_probes.Remove(id, out var probe))
            {
                probe.Cancel();
                probe.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        lock (_probes)
        {
            foreach (var probe in _probes.Values)
            {
                probe.Cancel();
            }
        }

        await _ports.DisposeAsync();
    }

    private Task InsistAsideAsync(
        string what, IRuntime runtime, IReadOnlyList<AttemptId> ids, Func<CancellationToken, Task> act) =>
        Task.Run(() => InsistAsync(what, runtime, ids, act));

    private async Task InsistAsync(string what, IRuntime runtime, IReadOnlyList<AttemptId> ids, Func<CancellationToken, Task> act)
    {
        foreach (var id in ids)
        {
            _asked[id] = runtime;
        }

        await _persistence.InsistAsync(what, act, _over.Token, why =>
        {
            foreach (var id in ids)
            {
                if (why is not null)
                {
                    _troubles[id] = Masked(id, why);
                }
                else
                {
                    _troubles.TryRemove(id, out _);
                    _asked.TryRemove(id, out _);
                }
            }
        });
    }

    private async Task StartAsync(
        RunLoop loop, IRuntime runtime, IReadOnlyList<(AttemptId Id, NodePlan Node)> tasks, CancellationToken cancel)
    {
        var prepared = await _starter.PrepareAsync(loop, [.. tasks.Select(static task => task.Id)], _mask, cancel);
        Learn(prepared);
        if (prepared.Refused.Count > 0)
        {
            Post(loop, new TasksReported(prepared.Refused, ReportSource.Start));
        }

        var (ready, refused) = Published(tasks, prepared.Ready);
        if (refused.Count > 0)
        {
            Post(loop, new TasksReported(refused, ReportSource.Start));
        }

        if (ready.Count > 0)
        {
            var reports = await runtime.StartAsync(ready, cancel);
            foreach (var report in reports.Where(static report => report.IsFinal))
            {
                _ports.Close(report.Id);
            }

            Post(loop, new TasksReported(reports, ReportSource.Start));
        }
    }

    /// <summary>Whose ports the engine has to listen on does not start where that cannot be, as with a container engine.</summary>
    private (IReadOnlyList<TaskSpec> Ready, IReadOnlyList<TaskReport> Refused) Published(
        IReadOnlyList<(AttemptId Id, NodePlan Node)> tasks, IReadOnlyList<TaskSpec> specs)
    {
        if (!tasks.Any(static task => PublishedPorts.Of(task.Node).Any()))
        {
            return (specs, []);
        }

        var starting = specs.Select(static spec => spec.Id).ToHashSet();
        var refused = tasks.Where(task => starting.Contains(task.Id) && PublishedPorts.Of(task.Node).Any())
            .Select(task => (task.Id, Why: _ports.Open(task.Id, task.Node))).Where(static task => task.Why is not null)
            .ToDictionary(static task => task.Id, static task => task.Why);
        return refused.Count == 0 ? (specs, []) : (
            [.. specs.Where(spec => !refused.ContainsKey(spec.Id))],
            [.. refused.Select(static one =>
                new TaskReport(one.Key, TaskState.NotStarted, Reason: FailureReason.Start, Detail: one.Value))]);
    }

    /// <summary>Asked after a restart: what was learnt at the starts before is learnt again.</summary>
    private async Task FindAsync(
        RunLoop loop, IRuntime runtime, List<(AttemptId Id, NodePlan Node)> tasks, CancellationToken cancel)
    {
        var ids = tasks.ConvertAll(static task => task.Id);
        var (mask, own) = await loop.AskAsync(
            state => (_evaluation.Mask(state), ids.Select(id => (Id: id, Secrets: _evaluation.SecretsOf(state, id))).ToList()));
        lock (_learning)
        {
            _mask = _mask.With(mask);
        }

        foreach (var (id, secrets) in own.Where(static each => each.Secrets.Count > 0))
        {
            _own[id] = new SecretMask(secrets);
        }

        _files.CheckTasks();
        var found = await runtime.FindAsync([.. ids.Select(_files.Task)], cancel);
        var running = found.Where(static report => report.State == TaskState.Running).Select(static report => report.Id).ToHashSet();
        foreach (var (id, node) in tasks.Where(task => running.Contains(task.Id)))
        {
            if (_ports.Open(id, node) is { } why)
            {
                LogUnpublished(_log, why);
            }
        }

        Post(loop, new TasksReported(found, ReportSource.Find));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "a process that was found again goes on, but {Why}")]
    private static partial void LogUnpublished(ILogger log, string why);

    /// <summary>
    /// What tasks were started with is known of each as long as it lasts, and of the first so many besides: others may tell it.
    /// </summary>
    private void Learn(PreparedTasks prepared)
    {
        foreach (var (id, secrets) in prepared.Secrets)
        {
            _own[id] = new SecretMask(secrets);
            Learn(secrets);
        }
    }

    private void Learn(IReadOnlyCollection<string> secrets)
    {
        lock (_learning)
        {
            _mask = _mask.Count < StepEvaluation.SecretSlicesMax ? _mask.With(secrets) : _mask;
        }
    }

    private TaskReport Masked(TaskReport report) =>
        report.Detail is { } detail ? report with { Detail = Masked(report.Id, detail) } : report;

    private string Masked(AttemptId id, string detail) => _own.TryGetValue(id, out var own) ? own.Of(_mask.Of(detail)) : _mask.Of(detail);

    private async Task StopAsync(
        RunLoop loop, IRuntime runtime, List<(AttemptId Id, NodePlan Node)> tasks, bool kill, CancellationToken cancel)
    {
        await runtime.StopAsync([.. tasks.Select(task => new StopRequest(
            _files.Task(task.Id), task.Node.Stop.Signal, kill ? TimeSpan.Zero : task.Node.Stop.Grace))], cancel);
        Post(loop, new StopsAnswered([.. tasks.Select(static task => task.Id)]));
    }

    /// <summary>A check beside what stands still would only fail.</summary>
    private async Task PauseAsync(RunLoop loop, IRuntime runtime, List<AttemptId> ids, CancellationToken cancel)
    {
        ids.ForEach(Unwatch);
        var frozen = runtime.Traits is { Pause: true } or { Holds: true }
            ? await runtime.PauseAsync([.. ids.Select(_files.Task)], cancel)
            : [.. ids.Select(static _ => false)];
        foreach (var told in ids.Zip(frozen).GroupBy(static each => each.Second, static each => each.First))
        {
            Post(loop, new FreezesAnswered([.. told], told.Key));
        }
    }

    private async Task ResumeAsync(RunLoop loop, IRuntime runtime, List<AttemptId> ids, CancellationToken cancel)
    {
        if (runtime.Traits is { Pause: true } or { Holds: true })
        {
            await runtime.ResumeAsync([.. ids.Select(_files.Task)], cancel);
        }

        Post(loop, new FreezesAnswered(ids, Frozen: false));
    }

    private async Task ForgetAsync(
        RunLoop loop, IRuntime runtime, List<(AttemptId Id, NodePlan Node)> tasks, CancellationToken cancel)
    {
        var ids = tasks.ConvertAll(static task => task.Id);
        var cached = tasks.Where(static task => task.Node.Step is { Cached: true }).Select(static task => task.Id).ToList();
        if (cached.Count > 0)
        {
            await _results.KeepAsync(loop, cached);
        }

        ids.ForEach(Ended);
        ids.ForEach(id => _own.TryRemove(id, out _));
        foreach (var task in tasks.Where(static task => task.Node is { Container: null, Step.Secrets: not null }))
        {
            SecretFiles.Remove(_evaluation.Outside(task.Id).Secrets);
        }

        await runtime.ForgetAsync([.. ids.Select(_files.Task)], cancel);
        Post(loop, new TasksForgotten(ids));
    }

    private async Task CollectAsync(RunLoop loop, AttemptId id, CancellationToken cancel) =>
        Post(loop, await _outputs.CollectAsync(loop, id, cancel));

    private async Task ProbeAsync(RunLoop loop, IRuntime runtime, AttemptId id, NodePlan node)
    {
        var probe = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        lock (_probes)
        {
            _probes[id] = probe;
        }

        try
        {
            await Task.Run(() => _persistence.InsistAsync(
                "probing health", over => WatchHealthAsync(loop, runtime, id, node, over), probe.Token));
        }
        finally
        {
            lock (_probes)
            {
                // After a pause there may be another for the same attempt by now.
                _ = _probes.GetValueOrDefault(id) == probe && _probes.Remove(id);
            }

            probe.Dispose();
        }
    }

    /// <summary>By the document's check, which the engine runs; else by the image's, which the runtime tells of.</summary>
    private async Task WatchHealthAsync(RunLoop loop, IRuntime runtime, AttemptId id, NodePlan node, CancellationToken over)
    {
        if (node.Health is { } plan)
        {
            await new HealthProber(runtime, _files.Task(id), plan, _house.Time).WatchAsync(input => Post(loop, input), over);
            return;
        }

        await foreach (var health in runtime.HealthAsync(_files.Task(id), over))
        {
            Post(loop, new HealthReported(id, health.Healthy, health.Said));
        }
    }
}
