using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Graphs;

/// <summary>The graph of a plan, and of a run's state: a node for each step however many slices it has. Pure.</summary>
internal static class GraphBuilder
{
    public static WorkflowGraph Of(string name, RunPlan plan) => Of(name, plan, BodyPlan.All(plan), []);

    /// <summary>A document that is called is drawn inside the step that calls it; one that calls itself is drawn once.</summary>
    private static WorkflowGraph Of(string name, RunPlan plan, IReadOnlyList<BodyPlan> bodies, IReadOnlyList<int> around)
    {
        var body = bodies[around.Count == 0 ? 0 : around[^1]];
        var nodes = Enumerable.Range(body.First, body.Count).ToList();
        return new WorkflowGraph(
            name, null, [.. nodes.Select(node => Node(plan, bodies, around, node, node == body.OnExit))], Edges(plan, bodies, nodes));
    }

    private static GraphNode Node(RunPlan plan, IReadOnlyList<BodyPlan> bodies, IReadOnlyList<int> around, int index, bool isOnExit)
    {
        var node = plan.Nodes[index];
        var isDrawn = node.Step?.Call is { Inline: false, Body: > 0 and var called } && !around.Contains(called);
        return new GraphNode(
            node.Name, node.Kind, node.Runtime, Slices: node.Step?.Fan is null ? node.Replicas : null, OnExit: isOnExit,
            Inner: isDrawn ? Of(node.Name, plan, bodies, [.. around, node.Step!.Call!.Body]) : null);
    }

    public static WorkflowGraph Of(string name, RunState state)
    {
        var graph = Of(name, state.Plan);
        return graph with { State = state.Status, Nodes = [.. graph.Nodes.Select((node, index) => WithState(node, state, index))] };
    }

    private static GraphNode WithState(GraphNode node, RunState state, int index)
    {
        var step = state.Steps[index];
        var skipped = step.Status == UnitStatus.Skipped ? step.Count : 0;
        return node with
        {
            State = RunProjection.Shown(state, state.Telling(index)),
            Slices = step.Count,
            Ok = step.Succeeded + skipped,
            Failed = step.Failed,
        };
    }

    private static List<GraphEdge> Edges(RunPlan plan, IReadOnlyList<BodyPlan> bodies, IReadOnlyList<int> nodes)
    {
        var index = nodes.ToDictionary(node => plan.Nodes[node].Name, StringComparer.Ordinal);
        return [.. nodes.SelectMany(node => EdgesOf(plan, bodies, node, index))];
    }

    /// <summary>By what is waited for, in the order of the document. A plain wait is said only where nothing else says why.</summary>
    private static IEnumerable<GraphEdge> EdgesOf(RunPlan plan, IReadOnlyList<BodyPlan> bodies, int at, Dictionary<string, int> index)
    {
        var node = plan.Nodes[at];
        var turn = node.Step?.Call is { Inline: true } call ? Templates(plan.Nodes[bodies[call.Body].First]) : [];
        var found = Templates(node).Concat(turn).SelectMany(TemplateReferences.Of).Select(reference => Edge(reference, node))
            .OfType<GraphEdge>().Where(edge => index.ContainsKey(edge.From)).ToList();
        var taken = found.Select(static edge => edge.From).ToHashSet(StringComparer.Ordinal);
        found.AddRange(node.After
            .Where(edge => edge.Condition != DependencyCondition.Final || !taken.Contains(plan.Nodes[edge.Node].Name))
            .Select(edge => new GraphEdge(plan.Nodes[edge.Node].Name, node.Name, Kind(edge.Condition))));
        return found.Distinct().OrderBy(edge => index[edge.From]).ThenBy(static edge => edge.Kind)
            .ThenBy(static edge => edge.Output, StringComparer.Ordinal);
    }

    private static GraphEdge? Edge(Reference reference, NodePlan node) => reference.Kind switch
    {
        ReferenceKind.StepOutput or ReferenceKind.StepTurns =>
            new GraphEdge(reference.Name, node.Name, GraphEdgeKind.Data, reference.Member),
        _ when reference.Step is { } step => new GraphEdge(step, node.Name, GraphEdgeKind.Status),
        _ => null,
    };

    private static GraphEdgeKind Kind(DependencyCondition condition) => condition switch
    {
        DependencyCondition.Started => GraphEdgeKind.Started,
        DependencyCondition.Healthy => GraphEdgeKind.Healthy,
        DependencyCondition.Succeeded => GraphEdgeKind.Succeeded,
        _ => GraphEdgeKind.Needs,
    };

    private static IEnumerable<Template> Templates(NodePlan node)
    {
        var step = node.Step;
        return new IEnumerable<Template?>[]
        {
            step?.Inputs.SelectMany(static input => new[] { input.From, input.Path }) ?? [],
            step?.Fan?.Each.Select(static each => each.From) ?? [],
            step?.Call?.With.Select(static input => input.From) ?? [],
            step?.Repeat?.Carry.Select(static carry => carry.From) ?? [],
            step?.Outputs.SelectMany(static output => new[] { output.File, output.Path, output.Glob }) ?? [],
            [step?.When, step?.Key, node.WorkingDirectory],
            node.Command,
            node.Environment.Values,
            node.Labels?.Values ?? [],
        }.SelectMany(static each => each).OfType<Template>();
    }
}
