using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>The workflow's own inputs and outputs, and its <c>on_exit</c>.</summary>
internal static class WorkflowBuilder
{
    public static IReadOnlyList<InputPlan> Inputs(PlanContext context) =>
        [.. context.Flow.Workflow.Inputs.Select(input => Input(input, context))];

    public static IReadOnlyList<OutputPlan> Outputs(PlanContext context)
    {
        var outside = new SymbolReader(Step: null, Inputs: null);
        return [.. context.Flow.Workflow.Outputs.Select(output =>
        {
            var found = context.Check(output.Value.Value, TemplateUse.Value, outside);
            if (found.Type.HoldsSecret)
            {
                context.Problems.Error(output.Value.At, $"the output `{output.Key}` is a secret", "Leave it out: outputs are shown.");
            }

            return new OutputPlan(output.Key, found.Type.ToString(), Value: output.Value.Value, At: output.Value.At);
        })];
    }

    public static int? OnExit(PlanContext context)
    {
        if (context.Flow.Workflow.OnExit is not { } last)
        {
            return null;
        }

        if (context.IndexOf(last.Value) is { } index && context.Enabled[index].IsStep)
        {
            return index;
        }

        var steps = context.Enabled.Where(service => service.IsStep).Select(service => service.Name);
        context.Problems.Error(
            last.At, $"`on_exit` names `{last.Value}`, which is no enabled step{Flow.NearestName.Hint(last.Value, steps)}",
                "Name a service with `x-step`.");
        return null;
    }

    private static InputPlan Input(InputSpec input, PlanContext context)
    {
        var type = input.Type ?? FlowType.Json;
        var plan = new InputPlan(
            input.Name, type.ToString(), Default: input.Literal?.Value,
            Sources: input.Sources is null ? null : [.. input.Sources.Select(source => source.Value)],
            Description: input.Description, Values: input.Values, Min: input.Min, Max: input.Max, Pattern: input.Pattern, At: input.At);
        if (input.Literal is { } literal
            && InputRules.Broken(InputText.Read(
                literal.Value, type), type, input.Values, input.Min, input.Max, input.Pattern) is { } broken)
        {
            context.Problems.Error(literal.At, $"the default of the input `{input.Name}` {broken}",
                "Change the default, or what is allowed.");
        }

        return plan;
    }
}
