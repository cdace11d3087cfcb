using System.Security.Cryptography;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Storage;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Preflight;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Runs.Images;
using Dxflow.Workflows.Runs.Steering;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// Starts and stops runs. Starting: 1 the revision is read and planned with the inputs, 2 the run gets a number in the index's loop
/// (the same idempotency key gets the same run; an up run of
/// containers takes over from the one before it), 3 its plan and the head of its journal are made durable, 4 then its entry in the
/// index, 5 and only then its loop begins. A crash between 3 and 4 leaves a directory that the next start sweeps away.
/// </summary>
internal sealed class RunControl(WorkflowRegistry registry, RunHouse house, RunBook runs, DocumentPlanner documents, WorkflowViews views)
{
    private const int IdBytes = 8;
    public static readonly TimeSpan ConfirmExtra = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KillWait = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _starting = new(1);
    private readonly ImageRenewal _images = new(house);
    private readonly RunClearing _clearing = new(registry, house, runs);
    private readonly RunMaking _making = new(runs);
    private readonly ReuseDesk _reuse = new(registry, house, documents.Sources);
    private readonly LiveRetry _retry = new(runs, views);
    private readonly TimeProvider time = house.Time;

    public async Task<RunStartedInfo> StartAsync(StartWorkflow request, Call call)
    {
        using var hold = house.Store.Hold();
        var key = call.IdempotencyKey is { } given ? $"{call.Caller.Identity} {given}" : null;
        var (revision, known) = await registry.AskAsync(
            index => (RunLookup.Workflow(index, request.Name).Revision, key is null ? null : index.FindByKey(key)));
        if (known is not null)
        {
            return new RunStartedInfo(await views.InfoAsync(known), []);
        }

        var planned = await documents.PlanAsync(request, revision, call);
        RunMaking.Check(planned.Plan);
        planned = planned with { Warnings = [.. planned.Warnings, .. new MachineChecks(house).AtStart(planned.Plan)] };
        EarlierRun? before = null;
        if (ReuseWish.Of(request.Reuse, request.From, request.Set, request.ForceReuse) is { } wish)
        {
            (planned, before) = await _reuse.PlanAsync(request.Name, planned, wish, call);
        }

        if (request.DryRun)
        {
            return await PreviewAsync(request.Name, revision, planned, before, call);
        }

        var started = await RegisterAsync(request.Name, revision, planned, key, call, request.RemoveOrphans);
        if (planned.Plan.AtRest)
        {
            started = started with { Run = await MadeAsync(started, call) };
        }

        return !started.Unchanged ? started : started with
        {
            Warnings = [.. started.Warnings, .. await _clearing.ClearAsync(request.Name, planned.Plan, request.RemoveOrphans)],
        };
    }

    /// <summary>
    /// A new run of the same revision with the same inputs, that takes over what went well in one that has ended; in one that goes on
    /// another attempt of what has failed.
    /// </summary>
    public async Task<RunStartedInfo> RetryAsync(RetryRun request, Call call)
    {
        using var hold = house.Store.Hold();
        var key = call.IdempotencyKey is { } given ? $"{call.Caller.Identity} {given}" : null;
        var (earlier, known) = await registry.AskAsync(
            index => (RunLookup.Run(index, request.Name, request.Run), key is null ? null : index.FindByKey(key)));
        if (known is not null)
        {
            return new RunStartedInfo(await views.InfoAsync(known), []);
        }

        if (earlier.IsLive)
        {
            documents.Permit(runs.PlanOf(earlier), call);
            return await _retry.RetryAsync(earlier, request, call);
        }

        var planned = await documents.AgainAsync(earlier, earlier.Revision, call);
        (planned, var before) = await _reuse.PlanAsync(request.Name, planned, new ReuseWish(earlier.Number, request.Keys), call);
        return request.DryRun
            ? await PreviewAsync(request.Name, earlier.Revision, planned, before, call)
            : await RegisterAsync(request.Name, earlier.Revision, planned, key, call);
    }

    /// <summary>What a run would do, told of one that there is not.</summary>
    private async Task<RunStartedInfo> PreviewAsync(string name, int revision, PlannedRun planned, EarlierRun? before, Call call)
    {
        var made = planned with { Plan = await new StepMakes(house).OfAsync(planned.Plan with { Workflow = name }, call.Ended) };
        var number = await registry.AskAsync(index => RunLookup.Workflow(index, name).NextRun);
        var run = new RunInfo(
            $"{name}/{number}", name, number, RunStatus.Created, 0, 0, made.Plan.Nodes.Count, null, null, null, null, null, revision,
            made.Plan.Kind, string.Empty, call.Caller.Identity);
        return new RunStartedInfo(run, planned.Warnings, Planned: ReusePreview.Of(made, before, house));
    }

    /// <summary>A run of which something cannot be made ends again: what it was begun for is not to be had.</summary>
    private async Task<RunInfo> MadeAsync(RunStartedInfo started, Call call)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, started.Run.Workflow, started.Run.Number));
        try
        {
            await _making.MakeAsync(run, call.Ended);
        }
        catch when (!started.Unchanged)
        {
            await EndAsync([run], CancelMode.Stop, call.Caller.Identity, CancellationToken.None);
            throw;
        }

        return await views.InfoAsync(run);
    }

    public async Task<RunsStopped> StopAsync(StopRun request, Call call) =>
        await CancelAsync(request.Name, request.Run, CancelMode.Stop, call);

    public async Task<RunsStopped> KillAsync(KillRun request, Call call) =>
        await CancelAsync(request.Name, request.Run, CancelMode.Kill, call);

    /// <summary>
    /// Plans the present revision with the inputs of the latest run, so that nothing is stopped for what cannot start; stops what runs;
    /// then starts the new run.
    /// </summary>
    public async Task<RunStartedInfo> RestartAsync(RestartWorkflow request, Call call)
    {
        using var hold = house.Store.Hold();
        var (live, latest) = await registry.AskAsync(index => (
            RunLookup.Workflow(index, request.Name).Runs.Values.Any(run => run.IsLive),
            RunLookup.Run(index, request.Name, null)));
        var revision = await registry.AskAsync(index => RunLookup.Workflow(index, request.Name).Revision);
        var planned = await documents.AgainAsync(latest, revision, call);
        if (live)
        {
            await CancelAsync(request.Name, null, CancelMode.Stop, call);
        }

        return await RegisterAsync(request.Name, revision, planned, null, call);
    }

    /// <summary>The latest run's revision again, as an up run that takes over from the one that is up.</summary>
    public async Task<RunStartedInfo> ScaleAsync(ScaleService request, Call call)
    {
        using var hold = house.Store.Hold();
        var latest = await registry.AskAsync(index => RunLookup.Run(index, request.Name, null));
        if (latest.Kind != RunKind.Up)
        {
            throw Fault.Conflict($"'{request.Name}' is a job: its services are there for its steps", "start it with --scale");
        }

        var scale = new Dictionary<string, int> { [request.Service] = request.Replicas };
        return await RegisterAsync(
            request.Name, latest.Revision, await documents.AgainAsync(latest, latest.Revision, call, scale), null, call);
    }

    public async Task StopAllAsync(string by)
    {
        var live = await registry.AskAsync(index => index.LiveRuns.ToList());
        await EndAsync(live, CancelMode.Stop, by, CancellationToken.None);
    }

    public async Task EndAsync(IReadOnlyList<RunEntry> live, CancelMode mode, string by, CancellationToken cancel)
    {
        // Before the first is stopped: a run that has ended may be removed at once, as one too many, and its plan with it.
        var plans = live.Select(run => runs.Live(run.Id)?.Plan).OfType<RunPlan>().ToList();
        var patience = mode == CancelMode.Kill ? KillWait : plans.Select(GraceOf).DefaultIfEmpty().Max() + ConfirmExtra;
        foreach (var run in live)
        {
            try
            {
                await runs.CancelAsync(run, mode, by);
            }
            catch (Fault late) when (late.Info.Code == FaultKind.Unavailable
                && runs.Live(run.Id)?.Loop.Completion.IsCompletedSuccessfully != false)
            {
                // It has ended by itself meanwhile, which is what is wanted.
            }
        }

        try
        {
            await Task.WhenAll(live.Select(runs.EndedAsync)).WaitAsync(patience, time, cancel);
        }
        catch (TimeoutException)
        {
            var left = live.Where(run => runs.Live(run.Id) is not null).Select(RunProjection.NameOf);
            throw new Fault(
                FaultKind.Timeout, $"not confirmed as ended after {patience.TotalSeconds:0} s: {string.Join(", ", left)}",
                "'dxflow workflow steps NAME' shows what is left; 'dxflow workflow kill NAME' ends it at once");
        }
    }

    /// <summary>
    /// Removes the containers and networks of a workflow's project, as its latest up run knew them; and the volumes that any of its runs
    /// has named, and those that no container engine has. A run that is too damaged to say keeps nothing else from going.
    /// </summary>
    public async Task ReleaseAsync(string workflow, bool volumes, CancellationToken cancel)
    {
        var ended = await registry.AskAsync(index => RunLookup.Workflow(index, workflow).Runs.Values
            .Where(static run => !run.IsLive).OrderByDescending(static run => run.Number).ToList());
        var last = ended.FirstOrDefault(static run => run.Kind == RunKind.Up);
        foreach (var run in ended.Where(run => volumes || run == last))
        {
            if (Readable(run) is { } plan)
            {
                await house.ReleaseAsync(plan, volumes ? ReleasedVolumes.All : ReleasedVolumes.None, cancel);
            }
        }

        if (volumes)
        {
            house.Volumes.Remove(workflow);
        }
    }

    private RunPlan? Readable(RunEntry run)
    {
        try
        {
            return runs.PlanOf(run);
        }
        catch (Fault damaged) when (damaged.Info.Code == FaultKind.Internal)
        {
            return null;
        }
    }

    private async Task<RunsStopped> CancelAsync(string name, int? number, CancelMode mode, Call call)
    {
        var live = await registry.AskAsync(index => RunLookup.Live(index, name, number));
        await EndAsync(live, mode, call.Caller.Identity, call.Ended);
        var ended = await registry.AskAsync(index => live.Select(run => index.Find(run.Id)).ToList());
        var items = new List<RunInfo>();
        foreach (var run in ended.OfType<RunEntry>())
        {
            items.Add(await views.InfoAsync(run));
        }

        return new RunsStopped(items);
    }

    /// <summary>
    /// One start at a time: the number is taken, the files are made durable, then the index says so. What is up already is left as it is if
    /// nothing has changed, and else taken over before the new run begins.
    /// </summary>
    private async Task<RunStartedInfo> RegisterAsync(
        string name, int revision, PlannedRun planned, string? key, Call call, bool removeOrphans = false)
    {
        var wanted = await new StepMakes(house).OfAsync(planned.Plan with { Workflow = name }, call.Ended);
        IReadOnlySet<string> renewed = new HashSet<string>();
        if (wanted.AtRest || await UpAsync(name, wanted) is not null)
        {
            // What is up goes on until the images are there; nothing else waits for them.
            renewed = await _images.OfAsync(wanted, call.Ended);
            wanted = ImageChoices.Supplied(wanted);
        }

        await _starting.WaitAsync(call.Ended);
        RunEntry? up, entry;
        RunPlan plan;
        Journal journal;
        var warnings = planned.Warnings;
        try
        {
            up = await UpAsync(name, wanted);
            if (up is not null && await runs.AskAsync(up, static state => state.IsPaused))
            {
                throw Fault.Conflict($"run {RunProjection.NameOf(up)} is paused", $"let it go on first: dxflow workflow unpause {name}");
            }

            if (up is not null && renewed.Count == 0
                && Succession.IsUnchanged(runs.PlanOf(up), RunProject.OfRun(wanted, up.Number, runs.PlanOf(up))))
            {
                // As with Compose, a start of all brings back what was stopped.
                var all = Enumerable.Range(0, wanted.AtRest ? 0 : wanted.Nodes.Count).ToList();
                await runs.ChangeAsync(up, new AskServices(ServiceWish.Up, all, call.Caller.Identity));
                return new RunStartedInfo(await views.InfoAsync(up), planned.Warnings, Unchanged: true);
            }

            await _making.CheckAsync(up, wanted);
            var at = time.GetUtcNow().ToUnixTimeMilliseconds();
            entry = await registry.AskAsync(index => NewEntry(RunLookup.Workflow(index, name), revision, wanted.Kind, at, call));
            (plan, journal) = runs.Prepare(
                entry, RunProject.OfRun(wanted, entry.Number, up is null ? null : runs.PlanOf(up)), planned.Inputs);
            await RegisterAsync(entry, key);
        }
        finally
        {
            _starting.Release();
        }

        try
        {
            if (up is not null)
            {
                await HandOverAsync(up, plan, renewed, call);
            }

            if (up is not null || !plan.Adopt)
            {
                // Before the first starts: what goes may hold a port that is wanted. To adopt alone changes nothing.
                warnings = [.. warnings, .. await _clearing.ClearAsync(name, plan, removeOrphans)];
            }

            await runs.BeginAsync(entry, plan, journal);
        }
        finally
        {
            runs.Begun(entry.Id);
        }

        return new RunStartedInfo(await views.InfoAsync(entry), warnings);
    }

    private async Task RegisterAsync(RunEntry entry, string? key)
    {
        try
        {
            await registry.ChangeAsync(index =>
            {
                RunLookup.Workflow(index, entry.Workflow);
                return new IndexChange<bool>(
                    [
                        new RunRegistered(
                            entry.CreatedAt, entry.Workflow, entry.Number, entry.Id, entry.Revision, entry.Kind, entry.By, key,
                            entry.Trace),
                    ],
                    true);
            });
        }
        catch
        {
            runs.Begun(entry.Id);
            throw;
        }
    }

    /// <summary>The run that is up and that the wanted one would take the place of, if that can be done as they run.</summary>
    private async Task<RunEntry?> UpAsync(string name, RunPlan wanted)
    {
        var up = wanted.Kind != RunKind.Up ? null : await registry.AskAsync(index => RunLookup.Workflow(index, name).Runs.Values
            .LastOrDefault(static run => run is { IsLive: true, Kind: RunKind.Up }));
        return up is null || (Succession.IsPossible(wanted) && Succession.IsPossible(runs.PlanOf(up)))
            ? up
            : throw Fault.Conflict(
                $"workflow '{name}' is up already, as run {up.Number}",
                $"stop it first: dxflow workflow stop {name}; or dxflow workflow restart {name}");
    }

    /// <summary>A run that does not let go in time is passed over: each container is found by its name, and is there once.</summary>
    private async Task HandOverAsync(RunEntry up, RunPlan next, IReadOnlySet<string> renewed, Call call)
    {
        var patience = GraceOf(runs.PlanOf(up)) + ConfirmExtra;
        await runs.HandOverAsync(up, next, call.Caller.Identity, renewed);
        try
        {
            await runs.EndedAsync(up).WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // It goes on letting go by itself.
        }
    }

    private static RunEntry NewEntry(WorkflowEntry workflow, int revision, RunKind kind, long at, Call call)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return new RunEntry(id, workflow.Name, workflow.NextRun, revision, kind, at, call.Caller.Identity, null, call.Trace?.Stored());
    }

    public static TimeSpan GraceOf(RunPlan plan) => plan.Nodes.Max(node => node.Stop.Grace);
}
