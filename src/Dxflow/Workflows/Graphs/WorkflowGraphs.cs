using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Graphs;

/// <summary>Graphs of workflows as they would run now, and of runs with their states.</summary>
internal sealed class WorkflowGraphs(WorkflowRegistry registry, RunBook runs, DocumentPlanner planner, RevisionFiles revisions)
{
    public async Task<WorkflowGraph> GraphAsync(ReadGraph request) =>
        GraphText.Drawn(request.Run is null ? await OfWorkflowAsync(request) : await OfRunAsync(request), request.Format);

    private async Task<WorkflowGraph> OfWorkflowAsync(ReadGraph request)
    {
        var revision = await registry.AskAsync(index => RunLookup.Workflow(index, request.Name).Revision);
        var (plan, problems) = planner.Look(revisions.Read(request.Name, revision));
        return GraphBuilder.Of(request.Name, DocumentPlanner.Valid(request.Name, plan, problems));
    }

    private async Task<WorkflowGraph> OfRunAsync(ReadGraph request)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        return await runs.AskAsync(run, state => GraphBuilder.Of(RunProjection.NameOf(run), state));
    }
}
