using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Registry;

/// <summary>A workflow as its newest revision file tells of it.</summary>
internal sealed record FoundWorkflow(string Name, int Revision, string Digest);

/// <summary>A run as the head of its own journal tells of it.</summary>
internal sealed record FoundRun(string Id, string Workflow, int Number, int Revision, RunKind Kind, long CreatedAt);

/// <summary>
/// What an index that lost facts has to be told again. Runs and workflows are on the disk before the index says so and go after it has
/// said so; what is found there and is not in the index was therefore lost by it. Who started a run, and its idempotency key, is not
/// known any more.
/// </summary>
internal static class IndexRepair
{
    public static IReadOnlyList<IndexEvent> Facts(
        IndexState index, IReadOnlyList<FoundWorkflow> workflows, IReadOnlyList<FoundRun> runs, long now)
    {
        var facts = new List<IndexEvent>();
        foreach (var found in workflows.Where(found => (index.Workflows.GetValueOrDefault(found.Name)?.Revision ?? 0) < found.Revision))
        {
            facts.Add(new WorkflowSaved(now, found.Name, found.Revision, found.Digest));
        }

        foreach (var group in runs.Where(run => index.Find(run.Id) is null).GroupBy(run => run.Workflow))
        {
            var known = index.Workflows.GetValueOrDefault(group.Key);
            if (known is null && workflows.All(found => found.Name != group.Key))
            {
                facts.Add(new WorkflowSaved(now, group.Key, group.Max(run => run.Revision), string.Empty));
            }

            var taken = known?.Runs.Keys.ToHashSet() ?? [];
            var next = Math.Max(known?.NextRun ?? 1, group.Max(run => run.Number) + 1);
            foreach (var run in group.OrderBy(run => run.Number).ThenBy(run => run.CreatedAt))
            {
                var number = taken.Add(run.Number) ? run.Number : next++;
                facts.Add(new RunRegistered(run.CreatedAt, run.Workflow, number, run.Id, run.Revision, run.Kind));
            }
        }

        return facts;
    }
}
