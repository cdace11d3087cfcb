using Dxflow.Operations;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// Removes runs and workflows: containers and networks first, so that a failure loses nothing, then the index says so, then the files go;
/// what a crash leaves in between is swept at the next start.
/// Artifacts that no run refers to any more go with a prune.
/// </summary>
internal sealed class WorkflowRemoval(WorkflowRegistry registry, RunControl control, RunShelf shelf, int runsKeep, TimeProvider time)
{
    private const string Asked = "it was asked for";

    public async Task<Removed> RemoveAsync(RemoveWorkflow request, Call call)
    {
        var live = await registry.AskAsync(index => request.Run is null
            ? RunLookup.Workflow(index, request.Name).Runs.Values.Where(run => run.IsLive).ToList()
            : [.. new[] { RunLookup.Run(index, request.Name, request.Run) }.Where(run => run.IsLive)]);
        if (live.Count > 0 && !request.Stop)
        {
            throw Fault.Conflict(
                $"{string.Join(", ", live.Select(RunProjection.NameOf))} {(live.Count == 1 ? "is" : "are")} running",
                "stop it first, or give --stop");
        }

        if (live.Count > 0)
        {
            await control.EndAsync(live, CancelMode.Stop, call.Caller.Identity, call.Ended);
        }

        if (request.Run is null)
        {
            await control.ReleaseAsync(request.Name, request.Volumes, call.Ended);
        }

        var now = Now();
        var gone = await registry.RemoveAsync(index =>
        {
            var workflow = RunLookup.Workflow(index, request.Name);
            IReadOnlyList<RunEntry> entries = request.Run is null
                ? [.. workflow.Runs.Values]
                : [RunLookup.Run(index, request.Name, request.Run)];
            if (entries.FirstOrDefault(run => run.IsLive) is { } started)
            {
                throw Fault.Conflict($"{RunProjection.NameOf(started)} has just been started", "try again");
            }

            IReadOnlyList<IndexEvent> facts = request.Run is null
                ? [new WorkflowRemoved(now, workflow.Name, call.Caller.Identity)]
                : [.. entries.Select(run => new RunRemoved(now, run.Id))];
            return new IndexChange<IReadOnlyList<RunEntry>>(facts, entries);
        });
        var freed = shelf.Delete(gone) + (request.Run is null ? shelf.DeleteRevisions(request.Name) : 0);
        var items = gone.Select(run => new RemovedItem(RunProjection.NameOf(run), Asked)).ToList();
        if (request.Run is null)
        {
            items.Add(new RemovedItem(request.Name, Asked));
        }

        return new Removed(items, freed);
    }

    public async Task<Removed> PruneAsync(PruneWorkflows request, Call call)
    {
        var keep = request.KeepRuns ?? runsKeep;
        if (keep < 0)
        {
            throw Fault.Invalid($"keepRuns is {keep}, and must be 0 or more");
        }

        var now = Now();
        var old = await registry.RemoveAsync(index =>
        {
            var workflows = request.Name is null ? index.Workflows.Values.ToList() : [RunLookup.Workflow(index, request.Name)];
            var runs = workflows.SelectMany(workflow => Retention.Old(workflow, keep)).ToList();
            return new IndexChange<List<RunEntry>>(request.DryRun ? [] : [.. runs.Select(run => new RunRemoved(now, run.Id))], runs);
        });
        var items = old.Select(run => new RemovedItem(RunProjection.NameOf(run), $"older than the last {keep} finished runs")).ToList();
        var freed = request.DryRun ? old.Sum(shelf.SizeOf) : shelf.Delete(old);
        freed += await shelf.SweepStoreAsync(items, call.Ended, request.DryRun, old.Select(static run => run.Id).ToHashSet());
        return new Removed(items, freed);
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
