using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building.Slices;

/// <summary>
/// <c>when</c> and <c>until</c>: a condition is a bool by type, not by how its text looks; <c>${}</c> may have brought in a plain true or
/// false.
/// </summary>
internal sealed class ConditionCheck(PlanContext context, EdgeCollector edges)
{
    public void Check(Placed<Template>? condition, string what, SymbolReader reader)
    {
        if (condition is not { } given)
        {
            return;
        }

        var found = context.Check(given.Value, TemplateUse.Value, reader);
        foreach (var reference in found.References)
        {
            edges.Add(reference, given.At);
        }

        if (found.Lone is { IsValid: true } lone)
        {
            foreach (var error in Checker.Fit(lone, FlowType.Bool, what).Errors)
            {
                context.Problems.Add(error);
            }
        }
        else if (found.Errors.Count == 0 && (given.Value.HasExpressions || given.Value.Text is not ("true" or "false")))
        {
            context.Problems.Error(given.At, $"{what} is no condition", "Write one reference that is a bool: \"{{ inputs.n > 0 }}\".");
        }
    }
}
