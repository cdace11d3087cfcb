namespace Dxflow.Workflows.Graphs;

/// <summary>Draws a graph, and the words that all drawings share.</summary>
internal static class GraphText
{
    public static WorkflowGraph Drawn(WorkflowGraph graph, GraphFormat format) => format switch
    {
        GraphFormat.Mermaid => graph with { Text = MermaidText.Of(graph) },
        GraphFormat.Dot => graph with { Text = DotText.Of(graph) },
        _ => graph,
    };

    /// <summary>The lines of a node's label: its name, how many there are, and its state with what failed.</summary>
    public static IReadOnlyList<string> Label(GraphNode node)
    {
        var state = node.State is { } known ? Views.EventProjection.Word(known) : null;
        var failed = node is { Slices: > 1, Failed: > 0 } ? $", {node.Failed} failed" : "";
        var done = node is { Slices: > 1, Ok: { } ok } ? $" {ok} of {node.Slices}" : "";
        return
        [
            node.Name + (node.Slices is { } count && count != 1 ? $" × {count}" : "") + (node.OnExit ? " (on exit)" : ""),
            .. state is null ? (string[])[] : [state + done + failed],
        ];
    }

    /// <summary>What is written on an edge; null where the arrow says it all.</summary>
    public static string? Label(GraphEdge edge) => edge.Kind switch
    {
        GraphEdgeKind.Needs => null,
        GraphEdgeKind.Data => edge.Output,
        var kind => Views.EventProjection.Word(kind),
    };

    /// <summary>Neither data nor a plain wait: a condition of Compose's.</summary>
    public static bool IsCondition(GraphEdge edge) =>
        edge.Kind is GraphEdgeKind.Started or GraphEdgeKind.Healthy or GraphEdgeKind.Succeeded;

    /// <summary>The colour of a state, as everywhere: green is well, red is not, yellow is at work.</summary>
    public static string? Colour(GraphNode node) => node.State switch
    {
        Running.UnitStatus.Succeeded or Running.UnitStatus.Reused => "#c8e6c9",
        Running.UnitStatus.Failed or Running.UnitStatus.Cancelled => "#ffcdd2",
        Running.UnitStatus.Starting or Running.UnitStatus.Running or Running.UnitStatus.Finishing => "#fff9c4",
        Running.UnitStatus.Skipped or Running.UnitStatus.Omitted or Running.UnitStatus.Stopped => "#e0e0e0",
        _ => null,
    };
}
