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
    public static WorkflowGraph Of(string name, RunPlan plan) => new(
        name,
        null,
        [.. plan.Nodes.Select((node, index) => new GraphNode(
            node.Name, node.Kind, node.Runtime, Slices: node.Replicas, OnExit: index == plan.OnExit))],
        Edges(plan));

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

    private static List<GraphEdge> Edges(RunPlan plan)
    {
        var index = plan.Nodes.Index().ToDictionary(node => node.Item.Name, node => node.Index, StringComparer.Ordinal);
        return [.. plan.Nodes.SelectMany(node => EdgesOf(node, plan, index))];
    }

    /// <summary>By what is waited for, in the order of the document. A plain wait is said only where nothing else says why.</summary>
    private static IEnumerable<GraphEdge> EdgesOf(NodePlan node, RunPlan plan, Dictionary<string, int> index)
    {
        var found = Templates(node).SelectMany(TemplateReferences.Of).Select(reference => Edge(reference, node)).OfType<GraphEdge>()
            .Where(edge => index.ContainsKey(edge.From)).ToList();
        var taken = found.Select(static edge => edge.From).ToHashSet(StringComparer.Ordinal);
        found.AddRange(node.After
            .Where(edge => edge.Condition != DependencyCondition.Final || !taken.Contains(plan.Nodes[edge.Node].Name))
            .Select(edge => new GraphEdge(plan.Nodes[edge.Node].Name, node.Name, Kind(edge.Condition))));
        return found.Distinct().OrderBy(edge => index[edge.From]).ThenBy(static edge => edge.Kind)
            .ThenBy(static edge => edge.Output, StringComparer.Ordinal);
    }

    private static GraphEdge? Edge(Reference reference, NodePlan node) => reference.Kind switch
    {
        ReferenceKind.StepOutput => new GraphEdge(reference.Name, node.Name, GraphEdgeKind.Data, reference.Member),
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
            step?.Outputs.SelectMany(static output => new[] { output.File, output.Path, output.Glob }) ?? [],
            [step?.When, step?.Key, node.WorkingDirectory],
            node.Command,
            node.Environment.Values,
            node.Labels?.Values ?? [],
        }.SelectMany(static each => each).OfType<Template>();
    }
}
