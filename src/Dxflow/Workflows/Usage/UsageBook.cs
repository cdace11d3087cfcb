using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Runs;
using Microsoft.Extensions.Logging;

namespace Dxflow.Workflows.Usage;

/// <summary>
/// What live runs use. Every ten seconds each runtime is asked once for all that runs there, and the last hour is kept in memory; who asks
/// in between shares a look that is at most a second old. A runtime that fails or does not answer costs its own figures, nothing else.
/// </summary>
internal sealed partial class UsageBook : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TopPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FreshMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(8);

    private readonly WorkflowRegistry _registry;
    private readonly RunBook _runs;
    private readonly RunHouse _house;
    private readonly ILogger<UsageBook> _log;
    private readonly ConcurrentDictionary<string, RunUsage> _usage = [];
    private readonly SemaphoreSlim _looking = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public UsageBook(WorkflowRegistry registry, RunBook runs, RunHouse house, ILogger<UsageBook> log)
    {
        (_registry, _runs, _house, _log) = (registry, runs, house, log);
        _loop = Task.Run(RunAsync);
    }

    public async Task<TaskStatsList> StatsAsync(ReadStats request, Call call)
    {
        var run = await _registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var wants = Wanted(run, request.Services);
        if (_runs.Live(run.Id) is not { } live)
        {
            return new TaskStatsList([]);
        }

        var usage = await FreshAsync(live, call.Ended);
        var latest = usage.Latest.Where(one => wants(one.Name));
        return new TaskStatsList(
            request.History ? usage.History(wants) : [.. latest], request.Services is { Count: > 0 } ? null : usage.Total);
    }

    /// <summary>What each service uses, again and again, until the run has ended.</summary>
    public async IAsyncEnumerable<TaskStatsInfo> TopAsync(
        ReadTop request, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var link = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancel);
        var run = await _registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var wants = Wanted(run, request.Services);
        using var timer = new PeriodicTimer(TopPeriod, _house.Time);
        while (_runs.Live(run.Id) is { } live)
        {
            foreach (var one in (await FreshAsync(live, link.Token)).Latest.Where(one => wants(one.Name)))
            {
                yield return one;
            }

            await timer.WaitForNextTickAsync(link.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
        _looking.Dispose();
    }

    private Func<string, bool> Wanted(RunEntry run, IReadOnlyList<string>? names)
    {
        if (names is not { Count: > 0 })
        {
            return static _ => true;
        }

        var plan = _runs.PlanOf(run);
        var wanted = names.Select(name => plan.Nodes[RunLookup.Node(plan, name)].Name).ToHashSet(StringComparer.Ordinal);
        return wanted.Contains;
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period, _house.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                var live = _runs.LiveRuns;
                foreach (var gone in _usage.Keys.Where(id => _runs.Live(id) is null))
                {
                    _usage.TryRemove(gone, out _);
                }

                if (live.Count > 0)
                {
                    await LookSafelyAsync(live);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The engine stops.
        }
    }

    /// <summary>Whatever goes wrong with one look, there is a next.</summary>
    private async Task LookSafelyAsync(IReadOnlyList<LiveRun> live)
    {
        try
        {
            await LookAsync(live, isKept: true, _stopping.Token);
        }
        catch (Exception failure) when (!_stopping.IsCancellationRequested)
        {
            LogFailed(failure);
        }
    }

    private async Task<RunUsage> FreshAsync(LiveRun live, CancellationToken cancel)
    {
        if (_usage.TryGetValue(live.Entry.Id, out var usage) && IsFresh(usage))
        {
            return usage;
        }

        await LookAsync([live], isKept: false, cancel);
        return _usage.GetValueOrDefault(live.Entry.Id) ?? new RunUsage();
    }

    private bool IsFresh(RunUsage usage) => (_house.Time.GetUtcNow() - usage.At).Duration() < FreshMax;

    private async Task LookAsync(IReadOnlyList<LiveRun> live, bool isKept, CancellationToken cancel)
    {
        await _looking.WaitAsync(cancel);
        try
        {
            if (!isKept && live.All(run => _usage.TryGetValue(run.Entry.Id, out var usage) && IsFresh(usage)))
            {
                // Somebody else has looked while this one waited.
                return;
            }

            var tasks = new List<(LiveRun Run, AttemptId Id, NodePlan Node)>();
            foreach (var run in live)
            {
                tasks.AddRange((await ActiveAsync(run)).Select(task => (run, task.Id, task.Node)));
            }

            var used = await Task.WhenAll(tasks.GroupBy(static one => one.Node.Runtime)
                .Select(group => AskAsync(group.Key, [.. group], cancel)));
            var at = _house.Time.GetUtcNow();
            var readings = used.SelectMany(static one => one).ToLookup(static one => one.Id.Run);
            foreach (var run in live)
            {
                _usage.GetOrAdd(run.Entry.Id, static _ => new RunUsage()).Add(at, [.. readings[run.Entry.Id]], isKept);
            }
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <summary>A run that is just being sealed has nothing that runs.</summary>
    private static async Task<IReadOnlyList<(AttemptId Id, NodePlan Node)>> ActiveAsync(LiveRun run)
    {
        try
        {
            return await run.Loop.AskAsync(static state => state.RunningTasks()
                .Select(slice => (state.AttemptOf(slice), state.NodeOf(state.Slices[slice].Step))).ToList());
        }
        catch (Fault)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<UsageReading>> AskAsync(
        string runtime, IReadOnlyList<(LiveRun Run, AttemptId Id, NodePlan Node)> tasks, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(AnswerMax);
        try
        {
            var used = await _house.Seats[runtime].Runtime.StatsAsync(
                [.. tasks.Select(one => _house.FilesOf(one.Id.Run).Task(one.Id))], late.Token);
            return [.. tasks.Zip(used, static (task, use) => new UsageReading(task.Id, task.Node.Name, use))];
        }
        catch (Exception failure) when (failure is Fault or IOException or DiskException or HttpRequestException
            || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            LogAway(runtime, failure.Message);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "what runs could not be looked at; it is tried again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Runtime} does not say what its tasks use: {Why}")]
    private partial void LogAway(string runtime, string why);
}
