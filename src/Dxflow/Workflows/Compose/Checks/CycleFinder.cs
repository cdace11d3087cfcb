using Dxflow.Workflows.Compose.Nodes;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>Finds circles in a graph given as indices. Iterative, so that a chain of any length cannot exhaust the stack.</summary>
internal static class CycleFinder
{
    /// <summary>
    /// Circles that share no node, each in the order of its edges: <c>[a, b, c]</c> is a → b → c → a. Linear in nodes and edges.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<int>> Find(IReadOnlyList<IReadOnlyList<int>> edges)
    {
        var cycles = new List<IReadOnlyList<int>>();
        var done = new bool[edges.Count];
        var position = new int[edges.Count];
        Array.Fill(position, -1);
        var path = new List<(int Node, int Next)>();
        for (var root = 0; root < edges.Count; root++)
        {
            if (!done[root])
            {
                Walk(root, edges, done, position, path, cycles);
            }
        }

        return cycles;
    }

    private static void Walk(
        int root,
        IReadOnlyList<IReadOnlyList<int>> edges,
        bool[] done,
        int[] position,
        List<(int Node, int Next)> path,
        List<IReadOnlyList<int>> cycles)
    {
        Push(root);
        while (path.Count > 0)
        {
            var (node, next) = path[^1];
            if (next == edges[node].Count)
            {
                Pop();
                continue;
            }

            path[^1] = (node, next + 1);
            var target = edges[node][next];
            if (done[target])
            {
                continue;
            }

            if (position[target] < 0)
            {
                Push(target);
                continue;
            }

            // The whole circle is done with, so that no second one names its nodes again.
            var first = position[target];
            cycles.Add([.. path[first..].Select(step => step.Node)]);
            while (path.Count > first)
            {
                Pop();
            }
        }

        void Push(int node)
        {
            position[node] = path.Count;
            path.Add((node, 0));
        }

        void Pop()
        {
            var node = path[^1].Node;
            path.RemoveAt(path.Count - 1);
            position[node] = -1;
            done[node] = true;
        }
    }
}
