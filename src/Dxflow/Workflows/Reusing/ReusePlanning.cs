using Dxflow.Operations;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Reusing.Caching;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Reusing;

/// <summary>Documents planned for show; where an earlier run is named, or steps are cached, with what would be taken over.</summary>
internal sealed class ReusePlanning(WorkflowDocuments documents, DocumentPlanner planner, ReuseDesk desk, RunHouse house)
{
    public async Task<WorkflowPlanInfo> PlanAsync(PlanWorkflow request, Call call)
    {
        var wish = ReuseWish.Of(request.Reuse, request.From, request.Set, request.ForceReuse);
        var info = await documents.PlanAsync(request, call);
        var (plan, problems) = planner.Plan(WorkflowDocuments.Taken(request.Document, request.With, call), request.Runtime);
        if (wish is null && (plan is null || !RunCache.IsWanted(plan)))
        {
            return info;
        }

        var valid = planner.Permit(DocumentPlanner.Valid("this", plan, problems), call);
        var name = request.Name ?? valid.Workflow;
        var made = await new StepMakes(house).OfAsync(valid with { Workflow = name }, call.Ended);
        var given = await planner.WithInputsAsync(made, info.Warnings, request.Input, call);
        if (wish is null)
        {
            return info with { Planned = ReusePreview.Of(given, null, house) };
        }

        var (planned, before) = await desk.PlanAsync(name, given, wish, call);
        return info with { Warnings = planned.Warnings, Planned = ReusePreview.Of(planned, before, house) };
    }
}
