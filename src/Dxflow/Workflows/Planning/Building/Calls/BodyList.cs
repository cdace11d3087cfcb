namespace Dxflow.Workflows.Planning.Building.Calls;

/// <summary>
/// The bodies of a plan while it is made. Each has its number as soon as somebody calls it; where its nodes lie is known when all are
/// there, so until then its edges count from its own first node.
/// </summary>
internal sealed class BodyList
{
    private readonly List<(BodyPlan Plan, IReadOnlyList<NodePlan> Nodes)?> _bodies = [];

    /// <summary>The number of a body whose nodes follow.</summary>
    public int Reserve()
    {
        _bodies.Add(null);
        return _bodies.Count;
    }

    public void Set(int body, BodyPlan plan, IReadOnlyList<NodePlan> nodes) => _bodies[body - 1] = (plan, nodes);

    /// <summary>All nodes, the document's own first, and the bodies with their places among them.</summary>
    public (IReadOnlyList<NodePlan> Nodes, IReadOnlyList<BodyPlan>? Bodies) Assemble(IReadOnlyList<NodePlan> own)
    {
        if (_bodies.Count == 0)
        {
            return (own, null);
        }

        var (nodes, bodies) = (own.ToList(), new List<BodyPlan>());
        foreach (var (plan, inside) in _bodies.Select(body => body ?? throw new InvalidOperationException("a body without nodes")))
        {
            var first = nodes.Count;
            bodies.Add(plan with { First = first, Count = inside.Count, OnExit = plan.OnExit + first });
            nodes.AddRange(inside.Select(
                node => node with { After = [.. node.After.Select(edge => edge with { Node = edge.Node + first })] }));
        }

        return (nodes, bodies);
    }
}
