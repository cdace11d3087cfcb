using System.Text.Json;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Exports;

/// <summary>Workflows and runs as documents that <c>workflow create</c> takes again.</summary>
internal sealed class WorkflowExports(WorkflowRegistry registry, RunBook runs, DocumentPlanner planner, RevisionFiles revisions)
{
    public async Task<ExportedDocument> ExportAsync(ExportWorkflow request)
    {
        var (revision, run) = await registry.AskAsync(index =>
        {
            var workflow = RunLookup.Workflow(index, request.Name);
            return request.Run is null ? (workflow.Revision, null) : RunLookup.Run(index, request.Name, request.Run) is var found
                ? (found.Revision, found) : default;
        });
        var bundle = revisions.Read(request.Name, revision);
        var (plan, problems) = planner.Look(bundle);
        var (document, variables) = DocumentExport.Of(
            bundle, DocumentPlanner.Valid(request.Name, plan, problems), run is null ? null : runs.PlanOf(run));
        return new ExportedDocument(
            run is null ? request.Name : RunProjection.NameOf(run), revision,
            JsonDocument.Parse(document.ToJsonString()).RootElement, variables);
    }
}
