using Dxflow.Operations;
using Dxflow.Runtimes.Containers;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Adopting;

/// <summary>Asks the container engines of the machine for their Compose projects.</summary>
internal delegate Task<IReadOnlyList<ProjectFound>> FindProjects(CancellationToken cancel);

/// <summary>The Compose projects of the machine, whoever started them, and which of them are a run's of ours.</summary>
internal sealed class ProjectDesk(FindProjects find, WorkflowRegistry registry, RunBook runs)
{
    public async Task<ProjectList> ListAsync(ListProjects request, Call call)
    {
        var found = (await find(call.Ended))
            .Where(each => request.Project is null || each.Name == request.Project)
            .Where(each => request.Runtime is null || each.Runtime == request.Runtime);
        var (known, live) = await registry.AskAsync(index => (
            index.Workflows.Values.SelectMany(static workflow => workflow.Runs.Values)
                .ToDictionary(static run => run.Id, RunProjection.NameOf),
            index.LiveRuns.ToList()));

        // Containers that were adopted have no label of ours.
        var adopting = live.Where(run => runs.PlanOf(run) is { Adopt: true, Project: not null })
            .ToLookup(run => runs.PlanOf(run).Project!.Name, RunProjection.NameOf);
        return new ProjectList(
        [
            .. found.OrderBy(static each => each.Name, StringComparer.Ordinal).ThenBy(static each => each.Runtime, StringComparer.Ordinal)
                .Select(each => new ProjectInfo(
                    each.Name,
                    each.Runtime,
                    each.Services.Sum(static service => service.Running.Count),
                    each.Services.Sum(static service => service.Containers),
                    each.Run is { } run ? known.GetValueOrDefault(run, "another engine's") : adopting[each.Name].FirstOrDefault(),
                    each.Files,
                    each.Directory,
                    [.. each.Services.Select(static one => new ProjectService(one.Name, one.Running, one.Containers))])),
        ]);
    }
}
