using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Graphs;

internal sealed record ReadGraph(
    [Description("Name of the workflow; on the command line also a document's file, which is read and not kept.")] string Name,
    [Description("Number of a run, which is shown with its states; otherwise the workflow as it would run now."), Suffix] int? Run = null,
    [Description("How it is drawn: as Mermaid, for Graphviz, or not at all.")] GraphFormat Format = GraphFormat.Mermaid);

[JsonConverter(typeof(WireEnum<GraphFormat>))]
internal enum GraphFormat
{
    Mermaid,
    Dot,
    Json,
}

/// <summary>
/// A document as nodes and what each waits for. Nodes stand in the order of the document, edges in the order of the nodes they lead to.
/// A step that is a document of its own has that one's graph within.
/// </summary>
internal sealed record WorkflowGraph(
    [Description("The workflow, or the run.")] string Name,
    [Description("State of the run.")] RunStatus? State,
    [Description("Steps, one-shots and services.")] IReadOnlyList<GraphNode> Nodes,
    [Description("What waits for what, and why.")] IReadOnlyList<GraphEdge> Edges,
    [Description("The drawing, unless none was asked for.")] string? Text = null);

internal sealed record GraphNode(
    [Description("Name of the step or service.")] string Name,
    [Description("Step, one-shot or service.")] NodeKind Kind,
    [Description("What executes it.")] string Runtime,
    [Description("Its state in the run.")] UnitStatus? State = null,
    [Description("How many of it there are; absent where only the run will tell.")] int? Slices = 1,
    [Description("How many of them ended well.")] int? Ok = null,
    [Description("How many of them failed.")] int? Failed = null,
    [Description("It runs last, whatever the result.")] bool OnExit = false,
    [Description("Of a step that is a document of its own: what is in it.")] WorkflowGraph? Inner = null);

[JsonConverter(typeof(WireEnum<GraphEdgeKind>))]
internal enum GraphEdgeKind
{
    /// <summary>It waits for the other's end.</summary>
    Needs,

    /// <summary>It takes an output of the other.</summary>
    Data,

    /// <summary>It asks what became of the other.</summary>
    Status,

    Started,
    Healthy,
    Succeeded,
}

internal sealed record GraphEdge(
    [Description("What is waited for.")] string From,
    [Description("What waits.")] string To,
    [Description("Its end, its data, what became of it, or a condition of depends_on.")] GraphEdgeKind Kind,
    [Description("The output that is taken.")] string? Output = null);
