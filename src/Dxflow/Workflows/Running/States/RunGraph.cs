using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.States;

/// <summary>
/// The edges of a plan the other way round, as one flat array a kind: who waits for a node to be final, and who waits for it to be
/// started or healthy. Made once per run, never changed.
/// </summary>
internal sealed class RunGraph
{
    private readonly int[] _finalFirst;
    private readonly int[] _finalNodes;
    private readonly int[] _liveFirst;
    private readonly int[] _liveNodes;
    private readonly int[][] _services;

    public RunGraph(RunPlan plan)
    {
        (_finalFirst, _finalNodes) = Reverse(plan, WaitsForEnd);
        (_liveFirst, _liveNodes) = Reverse(plan, static edge => !WaitsForEnd(edge));
        _services = [.. BodyPlan.All(plan).Select(body => (int[])[.. Enumerable.Range(body.First, body.Count)
            .Where(node => plan.Nodes[node].Kind == NodeKind.Service)])];
    }

    public static bool WaitsForEnd(DependencyPlan edge) => edge.Condition is DependencyCondition.Final or DependencyCondition.Succeeded;

    /// <summary>The nodes of a document, by its number, that stay up as long as an instance of it lasts.</summary>
    public ReadOnlySpan<int> ServicesOf(int body) => _services[body];

    /// <summary>Nodes with an edge that needs this one to be final; one entry per edge.</summary>
    public ReadOnlySpan<int> AfterEndOf(int node) => _finalNodes.AsSpan(_finalFirst[node].._finalFirst[node + 1]);

    /// <summary>Nodes with an edge that needs this one started or healthy.</summary>
    public ReadOnlySpan<int> AfterStartOf(int node) => _liveNodes.AsSpan(_liveFirst[node].._liveFirst[node + 1]);

    private static (int[] First, int[] Nodes) Reverse(RunPlan plan, Func<DependencyPlan, bool> wanted)
    {
        var first = new int[plan.Nodes.Count + 1];
        foreach (var edge in plan.Nodes.SelectMany(node => node.After).Where(wanted))
        {
            first[edge.Node + 1]++;
        }

        for (var node = 0; node < plan.Nodes.Count; node++)
        {
            first[node + 1] += first[node];
        }

        var nodes = new int[first[^1]];
        var next = first.ToArray();
        for (var node = 0; node < plan.Nodes.Count; node++)
        {
            foreach (var edge in plan.Nodes[node].After.Where(wanted))
            {
                nodes[next[edge.Node]++] = node;
            }
        }

        return (first, nodes);
    }
}
