using System.Text.Json;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Workflows.Commands;
using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows.Graphs;

/// <summary><c>dxflow workflow graph</c>: the drawing itself; a document's file is read and drawn here, without any engine.</summary>
internal static class GraphCommands
{
    public static async Task<int> GraphAsync(ReadGraph request, ClientContext context)
    {
        context.InstantAllowed = true;
        var graph = IsFile(request.Name)
            ? OfFile(request, context)
            : await context.CallAsync<ReadGraph, WorkflowGraph>("workflow.graph", request);
        var ended = context.Interrupts.Ended;
        await (context.Output.IsForPeople
            ? context.Output.WriteAsync(graph.Text ?? JsonText.Indented(
                JsonSerializer.SerializeToElement(graph, WorkflowJson.Default.WorkflowGraph)) + "\n", ended)
            : context.Output.ShowAsync(WorkflowJson.Default.WorkflowGraph, graph, ended));
        return 0;
    }

    /// <summary>No workflow has a dot or a slash in its name.</summary>
    private static bool IsFile(string name) => name == "-" || name.AsSpan().IndexOfAny('.', '/') >= 0;

    private static WorkflowGraph OfFile(ReadGraph request, ClientContext context)
    {
        var (_, plan, _) = DocumentCommands.Read([request.Name], new DocumentChoices(), context, null);
        return GraphText.Drawn(GraphBuilder.Of(plan!.Workflow, plan), request.Format);
    }
}
