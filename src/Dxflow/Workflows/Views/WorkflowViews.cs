using System.Globalization;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Views;

/// <summary>Workflows, runs, steps and services as lists and details. Lists are bounded and go on after a cursor.</summary>
internal sealed class WorkflowViews(WorkflowRegistry registry, RunBook runs, ProgressFiles progress, TimeProvider time)
{
    public const int LimitMax = 1000;

    /// <summary>What an attempt waits for that a runtime, by its name, has accepted; null: it has nothing to say.</summary>
    public Func<string, AttemptId, string?> WaitsFor { get; init; } = static (_, _) => null;

    public async Task<WorkflowList> ListAsync(ListWorkflows request)
    {
        var limit = Limit(request.Limit);
        var page = await registry.AskAsync(index => index.Workflows.Values
            .Where(workflow => request.Cursor is null || string.CompareOrdinal(workflow.Name, request.Cursor) > 0)
            .Where(workflow => request.Filter is null || workflow.Name.Contains(request.Filter, StringComparison.Ordinal))
            .Where(workflow => !request.Running || workflow.Runs.Values.Any(run => run.IsLive))
            .Take(limit + 1)
            .Select(workflow => (Info: Info(workflow), Last: workflow.Runs.Count == 0 ? null : workflow.Runs.Last().Value))
            .ToList());
        var items = new List<WorkflowInfo>();
        foreach (var (info, last) in page.Take(limit))
        {
            items.Add(last is null ? info : info with { State = (await InfoAsync(last)).State });
        }

        return new WorkflowList(items, page.Count > limit ? items[^1].Name : null);
    }

    public async Task<WorkflowDetail> ShowAsync(ShowWorkflow request)
    {
        var (info, run) = await registry.AskAsync(index =>
        {
            var workflow = RunLookup.Workflow(index, request.Name);
            return (
                Info(workflow), workflow.Runs.Count == 0 && request.Run is null ? null : RunLookup.Run(index, request.Name, request.Run));
        });
        if (run is null)
        {
            return new WorkflowDetail(info.Name, info.Revision, info.CreatedAt, info.UpdatedAt, string.Empty, null, [], []);
        }

        var now = time.GetUtcNow();
        try
        {
            var keys = await runs.KeysAsync(run);
            var (detail, steps) = await runs.AskAsync(run, state => (
                new WorkflowDetail(
                    info.Name,
                    info.Revision,
                    info.CreatedAt,
                    info.UpdatedAt,
                    state.Plan.ProjectDirectory,
                    RunProjection.Run(run, state, now),
                    [],
                    Services(state, now)),
                StepListing.Of(state, new StepFilter(null, null, 0, 0, LimitMax), now, keys).Rows));
            return detail with { Steps = await ProgressAsync(run, steps) };
        }
        catch (Fault damaged) when (run.Sealed is not null && damaged.Info.Code == FaultKind.Internal)
        {
            // Its own files cannot be read any more: what the index has of it, and why there is no more.
            var sealedInfo = RunProjection.Sealed(run, run.Sealed) with { Detail = damaged.Info.Detail };
            return new WorkflowDetail(info.Name, info.Revision, info.CreatedAt, info.UpdatedAt, string.Empty, sealedInfo, [], []);
        }
    }

    public async Task<RunList> RunsAsync(ListRuns request)
    {
        var limit = Limit(request.Limit);
        var after = Number(request.Cursor) ?? int.MaxValue;
        var page = await registry.AskAsync(index => RunLookup.Workflow(index, request.Name).Runs.Values
            .Reverse().Where(run => run.Number < after).Take(limit + 1).ToList());
        var items = new List<RunInfo>();
        foreach (var run in page.Take(limit))
        {
            items.Add(await InfoAsync(run));
        }

        return new RunList(items, page.Count > limit ? items[^1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<StepList> StepsAsync(ListSteps request)
    {
        var filter = StepFilter.Of(request, Limit(request.Limit));
        var now = time.GetUtcNow();
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var keys = await runs.KeysAsync(run);
        var (rows, next) = await runs.AskAsync(run, state => StepListing.Of(state, filter.Widened, now, keys));
        return new StepList([.. (await ProgressAsync(run, rows)).Where(filter.Shows)], next);
    }

    public async Task<ServiceList> ServicesAsync(ListServices request)
    {
        var now = time.GetUtcNow();
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        return await runs.AskAsync(run, state => new ServiceList(Services(state, now)));
    }

    /// <summary>A run as it is now: an ended one from the index alone.</summary>
    public Task<RunInfo> InfoAsync(RunEntry run) => run.Sealed is { } end
        ? Task.FromResult(RunProjection.Sealed(run, end))
        : runs.AskAsync(run, state => RunProjection.Run(run, state, time.GetUtcNow()));

    private static WorkflowInfo Info(WorkflowEntry workflow) => new(
        workflow.Name,
        null,
        workflow.Runs.Count == 0 ? null : workflow.Runs.Last().Key,
        workflow.Runs.Count,
        workflow.Revision,
        DateTimeOffset.FromUnixTimeMilliseconds(workflow.CreatedAt),
        DateTimeOffset.FromUnixTimeMilliseconds(
            workflow.Runs.Count == 0 ? workflow.UpdatedAt : Math.Max(workflow.UpdatedAt, workflow.Runs.Last().Value.CreatedAt)));

    /// <summary>What runs says how far it is; read here, outside the run's loop. What a task wrote may hold a secret of the run.</summary>
    private async Task<IReadOnlyList<StepInfo>> ProgressAsync(RunEntry run, IReadOnlyList<StepRow> rows)
    {
        var looks = rows.Select(row => row.Running is { } id ? progress.Of(id) : default).ToList();
        var items = new List<StepInfo>(rows.Count);
        foreach (var (row, look) in rows.Zip(looks))
        {
            if (Queued(row) is { } queued)
            {
                items.Add(queued);
                continue;
            }

            var note = row.Info.Detail is null && look.Note is { } written ? (await runs.MaskAsync(run, row.Running!.Value)).OfCut(written)
                : row.Info.Detail ?? ((row.Running ?? row.Starting) is { } id ? runs.TroubleOf(id) : null);
            items.Add(row.Info with { Progress = look.Text ?? row.Info.Progress, Detail = note });
        }

        return items;
    }

    /// <summary>What waits with a scheduler is queued, and says what for.</summary>
    private StepInfo? Queued(StepRow row) => row.Starting is { } id && WaitsFor(row.Info.Runtime, id) is { } reason
        ? row.Info with { State = UnitStatus.Queued, Detail = row.Info.Detail ?? reason } : null;

    private static List<ServiceInfo> Services(RunState state, DateTimeOffset now) =>

    [
        .. Indexes(state)
            .SelectMany(step => Enumerable.Range(state.Steps[step].First, state.Steps[step].Count))
            .Take(LimitMax).Select(slice => RunProjection.Service(state, slice, now)),
    ];

    /// <summary>Those of the document, and of instances of called ones as long as they last: there may have been many.</summary>
    private static IEnumerable<int> Indexes(RunState state) => Enumerable.Range(0, state.Steps.Length).Where(step =>
        state.NodeOf(step).Kind == NodeKind.Service && (state.Steps[step].Frame == 0 || !state.Steps[step].Status.IsFinal()));

    private static int Limit(int limit) => limit is >= 1 and <= LimitMax
        ? limit
        : throw Fault.Invalid($"limit is {limit}, and must be from 1 to {LimitMax}", "use the cursor for more");

    private static int? Number(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        return int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault.Invalid($"'{cursor}' is no cursor of this list", "give the 'next' of the last answer");
    }
}
