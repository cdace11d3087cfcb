using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs.Sealed;
using Dxflow.Workflows.Runs.Telemetry;
using Microsoft.Extensions.Logging;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// All runs: the live ones with their loops, the sealed ones from their journals when somebody asks. A new run is on the disk (plan,
/// then the head of its journal, then its entry in the index) before anything of it happens; a run that ended is sealed: its summary
/// goes to the index, its journal is closed.
/// </summary>
internal sealed partial class RunBook(RunHouse house, WorkflowRegistry registry, ILogger<RunBook> log) : IAsyncDisposable
{
    private static readonly TimeSpan ReleaseWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LetGoWait = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, LiveRun> _live = [];
    private readonly ConcurrentDictionary<string, Task> _sealing = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _beginning = [];
    private readonly StoredRuns _stored = new(house);
    private readonly LastAsked _lastAsked = new(house.Time);

    /// <summary>Called when a run is sealed and all that asked for its end are told.</summary>
    public Func<RunEntry, Task> AfterSealing { get; set; } = static _ => Task.CompletedTask;

    public RunMeter Meter { get; } = new();

    public int LiveCount => _live.Count;

    public IReadOnlyList<LiveRun> LiveRuns => [.. _live.Values];

    public LiveRun? Live(string run) => _live.GetValueOrDefault(run);

    /// <summary>
    /// The run that a report is about; null: it has ended. Its loop may have started what ends at once before it is known here: a report
    /// that was dropped then would be missed for ever.
    /// </summary>
    public async ValueTask<LiveRun?> ReportedAsync(string run)
    {
        if (Live(run) is { } live)
        {
            return live;
        }

        await BegunAsync(run);
        return Live(run);
    }

    /// <inheritdoc cref="TaskCarrier.TroubleOf"/>
    public string? TroubleOf(AttemptId id) => Live(id.Run)?.Carrier.TroubleOf(id);

    /// <summary>
    /// Writes what a new run begins with: its plan, its inputs, an empty journal. Nothing knows of it yet; a crash from here on leaves
    /// a directory that the next start sweeps away. Whoever asks for it from here on waits for <see cref="Begun"/>. The plan that comes
    /// back says where its volumes lie.
    /// </summary>
    public (RunPlan Plan, Journal Journal) Prepare(RunEntry entry, RunPlan plan, IReadOnlyDictionary<string, FlowValue> inputs)
    {
        var files = house.FilesOf(entry.Id);
        Beginning(entry.Id);
        try
        {
            return Write(files, plan, inputs);
        }
        catch (Exception failure) when (failure is IOException or Fault)
        {
            Begun(entry.Id);
            TreeRemoval.DeleteRun(files.Directory);
            throw;
        }
    }

    private (RunPlan, Journal) Write(RunFiles files, RunPlan plan, IReadOnlyDictionary<string, FlowValue> inputs)
    {
        Directory.CreateDirectory(files.Directory, RunFiles.Private);
        if (plan.Nodes.Select(house.SharedDirectoryOf).OfType<string>().FirstOrDefault() is { } shared)
        {
            Place(files, shared);
        }

        plan = house.Volumes.Place(plan, files, house.SharedDirectoryOf);
        AtomicFile.Write(house.Disk, files.Plan, JsonSerializer.SerializeToUtf8Bytes(plan, PlanJson.Default.RunPlan));
        AtomicFile.Write(house.Disk, files.Inputs, Encoding.UTF8.GetBytes(FlowJson.Element(inputs, FlowJsonForm.Stored).GetRawText()));
        EarlierFiles.Keep(house, plan, files);
        house.Disk.SyncDirectory(house.RunsDirectory);
        return (plan, house.Committer.Add(JournalFile.Create(house.Disk, files.Journal)));
    }

    private static void Place(RunFiles files, string shared)
    {
        try
        {
            files.PlaceTasks(shared);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                failure is UnauthorizedAccessException ? FaultKind.Forbidden : FaultKind.Unavailable,
                $"there can be no directory for this run in {shared}: {failure.Message}",
                "make `work` of the target in PROFILE_targets.yaml a directory of the engine's user alone", failure);
        }
    }

    /// <summary>A prepared run lives, or never will.</summary>
    public void Begun(string run)
    {
        if (_beginning.TryRemove(run, out var beginning))
        {
            beginning.SetResult();
        }
    }

    /// <summary>
    /// The index knows a run a moment before its loop does. Its journal is the loop's: opened by somebody else in that moment it would
    /// be taken for one that a crash left.
    /// </summary>
    private Task BegunAsync(string run) => _beginning.TryGetValue(run, out var beginning) ? beginning.Task : Task.CompletedTask;

    private void Beginning(string run) =>
        _beginning[run] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins a run whose entry is in the index.</summary>
    public async Task BeginAsync(RunEntry entry, RunPlan plan, Journal journal)
    {
        var (evaluation, carrier) = Hands(entry, plan);
        var created = new RunCreated(house.Now, entry.Id, entry.Workflow, entry.Number, entry.Revision);
        Keep(entry, await RunLoop.CreateAsync(plan, created, journal, house.PortsOf(evaluation, carrier)), carrier, journal);
    }

    /// <summary>
    /// Takes up a run after a restart. One whose plan or journal is damaged is quarantined: it is said, its files stay as they are,
    /// and no other run is stopped by it.
    /// </summary>
    public async Task RecoverAsync(RunEntry entry)
    {
        var files = house.FilesOf(entry.Id);
        Beginning(entry.Id);
        try
        {
            var plan = _stored.Plan(entry);
            if (plan.Nodes.FirstOrDefault(node => !house.Seats.ContainsKey(node.Runtime)) is { } homeless)
            {
                throw new Fault(
                    FaultKind.Unavailable,
                    $"`{homeless.Name}` is on runtime `{homeless.Runtime}`, which this engine does not have any more");
            }

            var (state, opening) = RunJournal.Open(house.Disk, files.Journal, plan);
            if (opening.Message is { } message)
            {
                LogMended(log, message);
            }

            if (opening.File is not { } file)
            {
                throw new DamagedFileException(files.Journal, opening.Offset, opening.Message ?? "damaged");
            }

            var journal = house.Committer.Add(file);
            var told = journal.LastSequence;
            var (evaluation, carrier) = Hands(entry, plan);
            var ports = house.PortsOf(evaluation, carrier);
            var created = new RunCreated(house.Now, entry.Id, entry.Workflow, entry.Number, entry.Revision);
            var loop = state.CreatedAt == 0
                ? await RunLoop.CreateAsync(plan, created, journal, ports)
                : RunLoop.Recover(state, journal, ports);
            Keep(entry, loop, carrier, journal, told);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogQuarantined(log, RunName(entry), failure.Message, failure);
            await registry.RecordAsync(new RunSealed(
                house.Now, entry.Id, RunStatus.Failed, Dxflow.Runtimes.FailureReason.Internal,
                0, 0, 0, Detail: $"quarantined: {failure.Message}"));
        }
        finally
        {
            Begun(entry.Id);
        }
    }

    /// <summary>Takes up a run only to let go of what <paramref name="next"/> was taking over when the engine died.</summary>
    public async Task RecoverAsync(RunEntry run, RunEntry next)
    {
        await RecoverAsync(run);
        if (_live.ContainsKey(run.Id))
        {
            await HandOverAsync(run, _stored.Plan(next), run.By ?? "");
            await Task.WhenAny(EndedAsync(run), Task.Delay(LetGoWait, house.Time));
        }
    }

    /// <summary>A question about a run, live or sealed; answered when what it rests on is durable.</summary>
    public async Task<T> AskAsync<T>(RunEntry run, Func<RunState, T> question)
    {
        await BegunAsync(run.Id);
        if (_live.TryGetValue(run.Id, out var live))
        {
            try
            {
                return await live.Loop.AskAsync(question);
            }
            catch (Fault leaving) when (leaving.Info.Code == FaultKind.Unavailable && live.Loop.Completion.IsCompleted)
            {
                // It is just being sealed: its journal says the rest.
                await EndedAsync(run);
            }
        }

        var state = _lastAsked.Take(run.Id) ?? _stored.Load(run);
        var answer = question(state);
        _lastAsked.Keep(run.Id, state);
        return answer;
    }

    /// <summary>Tells the keys of a run's slices that its state alone does not tell; null if there is none.</summary>
    public async Task<Func<RunState, int, int, string?>?> KeysAsync(RunEntry run)
    {
        await BegunAsync(run.Id);
        return PlanOf(run) is var plan && Views.StepKeys.NeedAsking(plan) ? EvaluationOf(run, plan).Key : null;
    }

    /// <summary>What of a run is secret by now: for everything of it that is shown and was written by others.</summary>
    public Task<SecretMask> MaskAsync(RunEntry run) => AskAsync(run, EvaluationOf(run, PlanOf(run)).Mask);

    /// <summary>For what one task wrote: with what is secret in its slice alone.</summary>
    public Task<SecretMask> MaskAsync(RunEntry run, Dxflow.Runtimes.AttemptId id) =>
        AskAsync(run, EvaluationOf(run, PlanOf(run)).MaskOf(id));

    /// <summary>An evaluation of its own, for a question.</summary>
    public RunEvaluation EvaluationOf(RunEntry run, RunPlan plan) =>
        new(plan, new RunFacts(run.Id, run.Number, run.Workflow, _stored.Inputs(run, plan)), house.FilesOf(run.Id), house.Store);

    public Task CancelAsync(RunEntry run, CancelMode mode, string by) => ChangeAsync(run, new CancelRun(mode, by));

    /// <summary>Lets go of what <paramref name="next"/> takes over, and stops the rest.</summary>
    public Task HandOverAsync(RunEntry run, RunPlan next, string by, IReadOnlySet<string>? renewed = null) =>
        ChangeAsync(run, new CancelRun(CancelMode.Handover, by, Succession.Going(PlanOf(run), next, renewed)));

    public async Task ChangeAsync(RunEntry run, RunInput change)
    {
        await BegunAsync(run.Id);
        if (_live.TryGetValue(run.Id, out var live))
        {
            await live.Loop.ChangeAsync(change);
        }
    }

    /// <summary>Ends when the run is sealed.</summary>
    public async Task EndedAsync(RunEntry run)
    {
        await BegunAsync(run.Id);
        await (_sealing.GetValueOrDefault(run.Id) ?? Task.CompletedTask);
    }

    /// <summary>The events of a run after a sequence; of a live one, on request, also those to come.</summary>
    public async IAsyncEnumerable<(long Sequence, RunEvent Fact)> WatchAsync(
        RunEntry run, long after, bool follow, [EnumeratorCancellation] CancellationToken cancel)
    {
        await BegunAsync(run.Id);
        var seen = after;
        while (follow && _live.TryGetValue(run.Id, out var live))
        {
            await using var news = live.Loop.SubscribeAsync(seen, cancel).GetAsyncEnumerator(cancel);

            // Without a fact it is a gap: the reader was too slow for what was published, and goes on from the journal.
            while (await NextAsync(news) && news.Current.Fact is { } fact)
            {
                seen = news.Current.Sequence;
                yield return (seen, fact);
            }

            if (live.Loop.Completion.IsCompleted)
            {
                await EndedAsync(run);
                break;
            }
        }

        using (var rest = Read(run, seen).GetEnumerator())
        {
            while (TryMove(rest, out var more))
            {
                if (!more)
                {
                    yield break;
                }

                seen = rest.Current.Sequence;
                yield return rest.Current;
            }
        }

        await EndedAsync(run);
        foreach (var item in _stored.Facts(run, seen))
        {
            yield return item;
        }
    }

    /// <summary>False if the journal was closed under the reader, because the run has ended meanwhile.</summary>
    private static bool TryMove(IEnumerator<(long Sequence, RunEvent Fact)> items, out bool more)
    {
        try
        {
            more = items.MoveNext();
            return true;
        }
        catch (ObjectDisposedException)
        {
            more = false;
            return false;
        }
    }

    /// <summary>False also when the run is put away in this very moment.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<RunNews> news)
    {
        try
        {
            return await news.MoveNextAsync();
        }
        catch (Fault leaving) when (leaving.Info.Code == FaultKind.Unavailable)
        {
            return false;
        }
    }

    /// <summary>What the journal holds after a sequence, up to what is durable.</summary>
    private IEnumerable<(long Sequence, RunEvent Fact)> Read(RunEntry run, long after)
    {
        if (_live.TryGetValue(run.Id, out var live))
        {
            return StoredRuns.Facts(run, live.Journal.Read(after + 1));
        }

        return _stored.Facts(run, after);
    }

    /// <summary>The values of the workflow's inputs, as the run began with them.</summary>
    public IReadOnlyDictionary<string, FlowValue> InputsOf(RunEntry run, RunPlan plan) => _stored.Inputs(run, plan);

    public RunPlan PlanOf(RunEntry run) => _live.TryGetValue(run.Id, out var live) ? live.Plan : _stored.Plan(run);

    /// <summary>Stops looking at all runs; their tasks go on.</summary>
    public async ValueTask DisposeAsync()
    {
        _lastAsked.Dispose();
        foreach (var live in _live.Values)
        {
            await live.Carrier.DisposeAsync();
            await live.Loop.DisposeAsync();
        }
    }

    private (RunEvaluation Evaluation, TaskCarrier Carrier) Hands(RunEntry entry, RunPlan plan)
    {
        var evaluation = EvaluationOf(entry, plan);
        return (evaluation, new TaskCarrier(
            house, house.FilesOf(entry.Id), plan, evaluation, house.Tracer is null ? null : id => RunTracing.ContextOf(entry, id)));
    }

    private void Keep(RunEntry entry, RunLoop loop, TaskCarrier carrier, Journal journal, long told = 0)
    {
        var live = new LiveRun(entry, loop.Plan, loop, carrier, journal);
        _live[entry.Id] = live;
        var sealing = SealAsync(live);
        _sealing[entry.Id] = sealing;
        _ = FollowUpAsync(entry, sealing);
        if (house.Tracer is { } tracer)
        {
            _ = TraceAsync(new RunTracing(tracer, entry, loop.Plan), loop, told);
        }
    }

    /// <summary>Whatever keeps spans from being told keeps nothing else.</summary>
    private async Task TraceAsync(RunTracing tracing, RunLoop loop, long told)
    {
        try
        {
            await tracing.FollowAsync(loop, told);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogUntraced(log, loop.Id, failure.Message);
        }
    }

    private async Task SealAsync(LiveRun live)
    {
        await live.Loop.Completion;
        var summary = await live.Loop.AskAsync(state => new RunSealed(
            state.EndedAt, live.Entry.Id, state.Status, state.Reason,
            Views.RunProjection.CountOk(state), state.Steps.Count(step => step.Status == UnitStatus.Failed), state.Steps.Length,
            state.StartedAt, state.Detail));
        var spent = live.Plan.Keep ? [] : await live.Loop.AskAsync(state => Retention.SpentWork(house.FilesOf(live.Entry.Id), state));
        var isHandedOver = await live.Loop.AskAsync(static state => state.Cancel == CancelMode.Handover);
        await live.Carrier.DisposeAsync();
        await live.Loop.DisposeAsync();
        var files = house.FilesOf(live.Entry.Id);
        var hasVolumes = live.Plan.Nodes.Any(static node => node.Volumes?.Any(static volume => volume.RunOnly) == true);
        Clear([.. spent, files.Reused.Directory, .. hasVolumes ? (string[])[files.Volumes] : []]);
        if (live.Plan.Kind == RunKind.Job)
        {
            await ReleaseAsync(live, ReleasedVolumes.Anonymous);
        }
        else if (!isHandedOver && live.Plan.Project?.Volumes.Any(static volume => volume.RunOnly) == true)
        {
            await ReleaseAsync(live, ReleasedVolumes.RunOnly);
        }

        house.Leave(live.Entry.Id);
        await live.Journal.CloseAsync(seal: true);
        await registry.RecordAsync(summary);
        Meter.Counted(summary.State);
        _live.TryRemove(live.Entry.Id, out _);
        _sealing.TryRemove(live.Entry.Id, out _);
    }

    /// <summary>
    /// A job's services and networks are its own, as are some volumes of any run. An engine of containers that is away is no reason to keep
    /// a run open.
    /// </summary>
    private async Task ReleaseAsync(LiveRun live, ReleasedVolumes volumes)
    {
        try
        {
            using var patience = new CancellationTokenSource(ReleaseWait, house.Time);
            await house.ReleaseAsync(live.Plan, volumes, patience.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogUnreleased(log, RunName(live.Entry), failure.Message);
        }
    }

    /// <summary>
    /// No part of the sealing: what follows may ask about other runs that are just being sealed, and must not be what they wait for.
    /// </summary>
    private async Task FollowUpAsync(RunEntry entry, Task sealing)
    {
        await sealing;
        await AfterSealing(entry);
    }

    /// <summary>
    /// Before the run is sealed, so that a crash in the middle does it again. What cannot go is no reason to keep a run open.
    /// </summary>
    private void Clear(IReadOnlyList<string> directories)
    {
        foreach (var directory in directories)
        {
            try
            {
                TreeRemoval.Delete(directory);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                LogLeft(log, directory, failure.Message);
            }
        }
    }

    private static string RunName(RunEntry entry) => Views.RunProjection.NameOf(entry);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message}")]
    private static partial void LogMended(ILogger log, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the work directory {Directory} is not needed any more and stays: {Why}")]
    private static partial void LogLeft(ILogger log, string directory, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "run {Run} is not traced further: {Why}")]
    private static partial void LogUntraced(ILogger log, string run, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "containers and networks of run {Run} may be left: {Why}")]
    private static partial void LogUnreleased(ILogger log, string run, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "run {Run} is quarantined: {Why}")]
    private static partial void LogQuarantined(ILogger log, string run, string why, Exception failure);
}
