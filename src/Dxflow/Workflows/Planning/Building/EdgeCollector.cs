using Dxflow.Workflows.Flow.Expressions;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>One reason to wait for another node: the edge, where it stands in the document, and how a message calls it.</summary>
internal sealed record Wait(DependencyPlan Edge, Place At, string How);

/// <summary>
/// Gathers what one node waits for: <c>depends_on</c>, <c>needs</c> and references add up; the same edge is kept once.
/// </summary>
internal sealed class EdgeCollector(PlanContext context)
{
    private readonly List<Wait> _waits = [];

    public IReadOnlyList<Wait> Waits => _waits;

    public IReadOnlyList<DependencyPlan> Edges => [.. _waits.Select(wait => wait.Edge)];

    public void Add(int node, DependencyCondition condition, bool required, Place at, string how, bool restart = false)
    {
        var same = _waits.FindIndex(wait => wait.Edge.Node == node && wait.Edge.Condition == condition);
        if (same < 0)
        {
            _waits.Add(new Wait(new DependencyPlan(node, condition, required, restart), at, how));
            return;
        }

        var edge = _waits[same].Edge;
        _waits[same] = (required && !edge.Required ? new Wait(edge, at, how) : _waits[same]) with
        {
            Edge = edge with { Required = required || edge.Required, Restart = restart || edge.Restart },
        };
    }

    /// <summary>A reference to a result waits for the step's end, one to an address for the service to be up.</summary>
    public void Add(Reference reference, Place at)
    {
        var how = $"{{{{ {reference} }}}}";
        if (reference.Step is { } step && context.IndexOf(step) is { } before)
        {
            Add(before, DependencyCondition.Final, required: true, at, how);
        }
        else if (reference.Service is { } name && context.IndexOf(name) is { } service)
        {
            var healthy = HealthBuilder.Build(context.Enabled[service]) is not null;
            Add(service, healthy ? DependencyCondition.Healthy : DependencyCondition.Started, required: true, at, how);
        }
    }
}
