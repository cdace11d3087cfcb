using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Artifacts.Fetching;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Tracing;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Storage;
using Dxflow.Workflows.Adopting;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Documents.Demands;
using Dxflow.Workflows.Exports;
using Dxflow.Workflows.Graphs;
using Dxflow.Workflows.Logs;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Preflight;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Capacity;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Runs.Beside;
using Dxflow.Workflows.Runs.Images;
using Dxflow.Workflows.Runs.Steering;
using Dxflow.Workflows.Usage;
using Dxflow.Workflows.Views;
using Microsoft.Extensions.Logging;

namespace Dxflow.Workflows;

/// <summary>Where the noun keeps its things, and what it is given by the engine.</summary>
internal sealed record WorkflowPlaces(string Journals, string Workflows, string Runs, string Store);

/// <summary>
/// What the noun works with. The runtimes belong to the daemon; which container engines are there is asked for each plan.
/// </summary>
internal sealed record WorkflowTools(
    Committer Committer, IReadOnlyList<IRuntime> Runtimes, MachineCapacity Machine, string? Runtime, int RunsKeep,
    Tracer? Tracer = null, Func<IReadOnlyList<ContainerEngine>>? Engines = null, ContainerAllowance? Containers = null,
    FindProjects? Projects = null, long DiskFreeBytesMin = 0, FetchRules? Fetching = null, TakeObject? Objects = null);

/// <summary>
/// The workflows of an engine, put together: 1 the index is replayed, 2 what it has lost is registered again, and what a crash left
/// without an entry is swept, 3 the parts are made, 4 every run that had not ended is taken up again, as many at once
/// as there are cores, 5 the runtimes are watched, 6 runs beyond <c>runs-keep</c> go.
/// </summary>
internal sealed partial class WorkflowNoun : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly IndexState _index;
    private readonly WorkflowRegistry _registry;
    private readonly RunHouse _house;
    private readonly UrlFetch _fetch;
    private readonly RunBook _runs;
    private readonly RunControl _control;
    private readonly RunTidying _tidying;
    private readonly UsageBook _usage;
    private readonly List<Task> _watching = [];

    private WorkflowNoun(WorkflowPlaces places, WorkflowTools tools, IndexState index, Journal journal, ILoggerFactory logs)
    {
        _index = index;
        _registry = new WorkflowRegistry(index, journal);
        var time = TimeProvider.System;
        var named = new NamedResources(tools.Machine.Named ?? NamedResources.Nothing);
        _house = new RunHouse(
            places.Runs,
            tools.Committer,
            tools.Runtimes.ToDictionary(runtime => runtime.Name, runtime => SeatOf(runtime, tools.Machine, named)),
            new ArtifactStore(places.Store, time),
            new SteadyClock(time),
            logs,
            tools.Tracer,
            tools.DiskFreeBytesMin);
        _fetch = new UrlFetch(tools.Fetching ?? new FetchRules([]), time);
        _runs = new RunBook(_house, _registry, logs.CreateLogger<RunBook>());
        var revisions = new RevisionFiles(places.Workflows);
        var allowed = tools.Containers ?? new ContainerAllowance();
        var containers = allowed with
        {
            Guarded = [.. allowed.Guarded ?? [], Path.GetDirectoryName(places.Runs)!],
            EngineUser = FileCalls.EffectiveUser(),
        };
        var planner = new DocumentPlanner(
            revisions, new SourceStore(_house.Store, _fetch, tools.Objects, new VolumeSources(_house)), () => OptionsOf(tools), _runs,
            containers);
        var views = new WorkflowViews(_registry, _runs, new ProgressFiles(_house.FilesOf, _house.Clock), time)
        {
            WaitsFor = (runtime, id) => _house.Seats.GetValueOrDefault(runtime)?.Runtime.WaitsFor(id),
        };
        _usage = new UsageBook(_registry, _runs, _house, logs.CreateLogger<UsageBook>());
        var logLines = new RunLogs(_registry, _runs, _house);
        Shelf = new RunShelf(places.Runs, places.Workflows, _house.Store, _registry, _runs);
        _tidying = new RunTidying(_registry, Shelf, tools.RunsKeep, time, logs.CreateLogger<RunTidying>());
        _runs.AfterSealing = run => _tidying.TidyAsync(run.Workflow);
        _control = new RunControl(_registry, _house, _runs, planner, views);
        var documents = new WorkflowDocuments(_registry, planner, revisions, new MachineChecks(_house), time);
        var lookup = new ServiceLookup(_registry, _runs, _house, containers);
        Places = new RunPlaces(_registry, _runs, _house, containers);
        Services = new Dictionary<Type, object>
        {
            [typeof(WorkflowDocuments)] = documents,
            [typeof(ReusePlanning)] = new ReusePlanning(documents, planner, new ReuseDesk(_registry, _house, planner.Sources), _house),
            [typeof(WorkflowViews)] = views,
            [typeof(RunControl)] = _control,
            [typeof(ProjectDesk)] = new ProjectDesk(
                tools.Projects ?? (static _ => Task.FromResult<IReadOnlyList<ProjectFound>>([])), _registry, _runs),
            [typeof(ServiceWishes)] = new ServiceWishes(_control, lookup, new RunReadiness(_runs, _house), views),
            [typeof(RunPausing)] = new RunPausing(_registry, _runs, _house, views, lookup),
            [typeof(WorkflowImages)] = new WorkflowImages(_registry, planner, _house),
            [typeof(WorkflowRemoval)] = new WorkflowRemoval(_registry, _control, Shelf, tools.RunsKeep, time),
            [typeof(RunLogs)] = logLines,
            [typeof(RunEvents)] = new RunEvents(_registry, _runs, views, _house),
            [typeof(UsageBook)] = _usage,
            [typeof(RunTasks)] = new RunTasks(_registry, _runs, _house, containers),
            [typeof(RunWhy)] = new RunWhy(_registry, _runs, logLines, _house),
            [typeof(ArtifactDesk)] = new ArtifactDesk(_house.Store),
            [typeof(RunOutputs)] = new RunOutputs(_registry, _runs, _house),
            [typeof(WorkflowExports)] = new WorkflowExports(_registry, _runs, planner, revisions),
            [typeof(WorkflowGraphs)] = new WorkflowGraphs(_registry, _runs, planner, revisions),
        };
    }

    /// <summary>Machines of others have as much as anybody may ask for; what is named is this one's all the same.</summary>
    private static RuntimeSeat SeatOf(IRuntime runtime, MachineCapacity machine, NamedResources named) => new(
        runtime, runtime.IsElsewhere ? Slots.Unbounded(named) : new Slots(machine.Cpus, machine.MemoryBytes, named));

    /// <summary>What a plan that is made now depends on.</summary>
    private static PlanOptions OptionsOf(WorkflowTools tools) => new(
        tools.Machine,
        ProfileRuntime: tools.Runtime,
        Runtimes: [.. tools.Runtimes.Where(static runtime => runtime.IsThere).Select(static runtime => runtime.Name)],
        Engines: tools.Engines?.Invoke(),
        Batch: tools.Runtimes.Where(static runtime => runtime.Services is not null).ToDictionary(
            static runtime => runtime.Name,
            static runtime => new BatchSite(runtime.TasksDirectory ?? string.Empty, runtime.Services!, runtime.Traits.Images)));

    /// <summary>For other nouns, which start programs with what tasks have.</summary>
    public RunPlaces Places { get; }

    /// <summary>What serves the noun's operations, by type.</summary>
    public IReadOnlyDictionary<Type, object> Services { get; }

    /// <summary>Workflows kept and runs that are not sealed, as of now.</summary>
    public (int Workflows, int LiveRuns) Counts => (_index.Workflows.Count, _runs.LiveCount);

    /// <summary>What the index has of a run; null if there is none, or none any more.</summary>
    public Task<RunEntry?> FindRunAsync(string workflow, int number) => _registry.AskAsync(
        index => index.Workflows.GetValueOrDefault(workflow)?.Runs.GetValueOrDefault(number));

    /// <summary>How runs have ended since the start, by status.</summary>
    public IReadOnlyList<(string Status, long Count)> Ended => _runs.Meter.Ended;

    /// <summary>What had to be mended in the index at this start, if anything.</summary>
    public string? Repaired { get; private set; }

    private RunShelf Shelf { get; }

    public static async Task<WorkflowNoun> OpenAsync(WorkflowPlaces places, WorkflowTools tools, ILoggerFactory logs)
    {
        // 1
        var index = new IndexState();
        var log = logs.CreateLogger<WorkflowNoun>();
        var file = JournalShelf.Open(Path.Combine(places.Journals, "index.journal"), logs, (sequence, record) =>
        {
            try
            {
                index.Apply(WorkflowRegistry.Parse(record));
            }
            catch (JsonException strange)
            {
                // One bad record must not keep every workflow from running.
                LogStrange(log, sequence, strange.Message);
            }
        });

        // 3
        var noun = new WorkflowNoun(places, tools, index, tools.Committer.Add(file), logs);

        // 2
        await noun.RepairAsync(new RunSearch(places.Runs, places.Workflows, places.Runs + JournalShelf.AsideSuffix), log);

        // 5, before 4: what a recovered run finds is reported by watching.
        noun.Watch();

        // 4
        var (before, present) = Succession.Of(index.LiveRuns);
        foreach (var (run, next) in before)
        {
            await noun._runs.RecoverAsync(run, next);
        }

        await Parallel.ForEachAsync(present, async (run, _) => await noun._runs.RecoverAsync(run));

        // 6
        _ = noun._tidying.TidyAsync(null);
        return noun;
    }

    private async Task RepairAsync(RunSearch search, ILogger log)
    {
        var (lost, leftovers, unreadable) = search.Runs(_index);
        var facts = IndexRepair.Facts(_index, search.Workflows(_index), lost, _house.Now);
        if (facts.Count > 0)
        {
            await _registry.RecordAsync(facts);
        }

        unreadable.ForEach(search.PutAside);
        leftovers.ForEach(TreeRemoval.DeleteRun);
        if (facts.Count + unreadable.Count > 0)
        {
            Repaired = $"the index did not know {facts.OfType<WorkflowSaved>().Count()} revisions of workflows and "
                + $"{facts.OfType<RunRegistered>().Count()} runs, which were registered again from their own files"
                + (unreadable.Count > 0 ? $"; {unreadable.Count} runs that cannot be read at all were put aside" : string.Empty);
            LogRepaired(log, Repaired);
        }
    }

    /// <summary>What each runtime has, and what of it is booked.</summary>
    public async Task<IReadOnlyList<(string Name, SlotsUse Use)>> CapacityAsync()
    {
        var found = new List<(string, SlotsUse)>();
        foreach (var (name, seat) in _house.Seats.Where(static each => !each.Value.Runtime.IsElsewhere))
        {
            found.Add((name, await seat.Slots.AskAsync()));
        }

        return found;
    }

    public Task StopAllAsync() => _control.StopAllAsync("boot down --stop");

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _tidying.Dispose();
        await Task.WhenAll(_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _usage.DisposeAsync();
        await _runs.DisposeAsync();
        await _registry.DisposeAsync();
        foreach (var seat in _house.Seats.Values)
        {
            await seat.Slots.DisposeAsync();
        }

        _fetch.Dispose();
        _over.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "record {Sequence} of the index is not understood and was passed over: {Why}")]
    private static partial void LogStrange(ILogger log, long sequence, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repaired}")]
    private static partial void LogRepaired(ILogger log, string repaired);

    private void Watch()
    {
        var persistence = new Persistence(_house.Time, _house.Logs.CreateLogger<WorkflowNoun>());
        foreach (var seat in _house.Seats.Values)
        {
            _watching.Add(Task.Run(() => persistence.InsistAsync(
                $"watching {seat.Runtime.Name}", cancel => WatchAsync(seat.Runtime, cancel), _over.Token)));
        }
    }

    /// <summary>Reports go to the run they are about; of a run that has ended they are of no interest.</summary>
    private async Task WatchAsync(IRuntime runtime, CancellationToken cancel)
    {
        await foreach (var reports in runtime.WatchAsync(cancel))
        {
            foreach (var run in reports.GroupBy(report => report.Id.Run))
            {
                if (await _runs.ReportedAsync(run.Key) is { } live)
                {
                    foreach (var ended in run.Where(report => report.IsFinal))
                    {
                        live.Carrier.Ended(ended.Id);
                    }

                    live.Carrier.Post(live.Loop, new TasksReported([.. run], ReportSource.Watch));
                }
            }
        }
    }
}
