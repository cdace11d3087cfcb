using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Planning.Building;

namespace Dxflow.Workflows.Planning.Checks;

/// <summary>
/// Circles over all edges together, named whole with the reason for each edge. Those of <c>depends_on</c> alone are told by
/// Compose's reader.
/// </summary>
internal static class CycleCheck
{
    private const int NodesShownMax = 12;

    public static void Check(IReadOnlyList<IReadOnlyList<Wait>> waits, PlanContext context)
    {
        var edges = waits.Select(of => (IReadOnlyList<int>)[.. of.Select(wait => wait.Edge.Node).Distinct()]).ToList();
        foreach (var cycle in CycleFinder.Find(edges))
        {
            var steps = cycle.Select((node, i) => Reason(waits[node], cycle[(i + 1) % cycle.Count])).ToList();
            // What waits for itself was told where it says so.
            if (cycle.Count == 1 || steps.All(step => step.How == "depends_on"))
            {
                continue;
            }

            var names = cycle.Append(cycle[0]).Select(node => context.Enabled[node].Name).ToList();
            var shown = steps.Take(NodesShownMax).Select((step, i) => $"`{names[i]}` waits for `{names[i + 1]}` ({step.How})");
            var more = cycle.Count > NodesShownMax ? $", … ({cycle.Count - NodesShownMax} more)" : "";
            var at = steps.First(step => step.How != "depends_on").At;
            context.Problems.Error(at, $"steps wait for each other: {string.Join(", ", shown)}{more}", "Remove one of these.");
        }
    }

    // depends_on last: of two reasons for one edge the other is the one to show.
    private static Wait Reason(IReadOnlyList<Wait> waits, int target) =>
        waits.Where(wait => wait.Edge.Node == target).OrderBy(wait => wait.How == "depends_on").First();
}
