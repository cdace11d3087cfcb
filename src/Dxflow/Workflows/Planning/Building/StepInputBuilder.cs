using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>
/// A step's inputs: the type of each, declared or its source's, and that its value fits. An input has its type even after an error,
/// so that its readers are not blamed. They are not in scope of their own values: there would be circles.
/// </summary>
internal sealed class StepInputBuilder(SymbolReader outside, PlanContext context, EdgeCollector edges)
{
    public IReadOnlyList<InputPlan> Build(IReadOnlyList<InputSpec> specs) => [.. specs.Select(Build)];

    /// <summary>Where the inputs are put, which may itself refer to inputs.</summary>
    public IReadOnlyList<InputPlan> Place(IReadOnlyList<InputSpec> specs, IReadOnlyList<InputPlan> plans, SymbolReader inside)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (spec, plan) in specs.Zip(plans))
        {
            var type = FlowTypeText.Parse(plan.Type);
            if (!type.HoldsArtifact && (spec.Path is not null || spec.Writable || !spec.Place) && type.Kind != FlowKind.Json)
            {
                context.Problems.Error(
                    spec.Path?.At ?? spec.At, $"the input `{spec.Name}` is {type.Noun}, which is put nowhere",
                        "Remove path, writable and place.");
            }

            if (spec.Path is { } path)
            {
                var found = context.Check(path.Value, TemplateUse.Text, inside);
                AddEdges(found, path.At);
                CheckPath(spec.Name, path.Value, path.At, taken);
            }
        }

        return plans;
    }

    private InputPlan Build(InputSpec spec)
    {
        var plan = new InputPlan(
            spec.Name, "", spec.From?.Value, null, spec.Sources is null ? null : [.. spec.Sources.Select(source => source.Value)],
            spec.Path?.Value, spec.Writable, spec.Place, At: spec.At);
        var type = spec.From is { } from ? Referred(spec, from.Value, from.At) : spec.Type ?? FlowType.Json;
        return plan with { Type = type.ToString(), Default = Standby(spec, type) };
    }

    private FlowType Referred(InputSpec spec, Template from, Place at)
    {
        var found = context.Check(from, TemplateUse.Value, outside);
        AddEdges(found, at);
        if (found.Errors.Count > 0)
        {
            return spec.Type ?? FlowType.Json;
        }

        var hasDefault = spec.Literal is not null || spec.Sources is not null;
        if (spec.Type is { } declared)
        {
            CheckFit(spec, found, hasDefault ? declared.OrNull : declared, at);
            return declared;
        }

        if (!IsWhole(found.Type))
        {
            context.Problems.Error(at, $"the type of the input `{spec.Name}` cannot be told from its value", "Add a type.");
            return FlowType.Json;
        }

        return hasDefault ? found.Type.NotNull : found.Type;
    }

    private void CheckFit(InputSpec spec, CheckedTemplate found, FlowType wanted, Place at)
    {
        if (found.Lone is { } lone)
        {
            foreach (var error in Checker.Fit(lone, wanted, $"the input `{spec.Name}`").Errors)
            {
                context.Problems.Add(error);
            }
        }
        else if (!FlowTypeRules.Fits(FlowType.String, wanted))
        {
            context.Problems.Error(
                at, $"the input `{spec.Name}` is {wanted.NotNull.Noun}, and text around a reference makes a string",
                "Write the reference alone in its quotes.");
        }
    }

    private string? Standby(InputSpec spec, FlowType type)
    {
        if (spec.Literal is not { } literal)
        {
            return null;
        }

        try
        {
            _ = InputText.Read(literal.Value, type);
        }
        catch (FlowException wrong)
        {
            context.Problems.Add(literal.At, $"the default of the input `{spec.Name}` is no {type}", wrong);
        }

        return literal.Value;
    }

    private void CheckPath(string name, Template path, Place at, Dictionary<string, string> taken)
    {
        if (path.HasExpressions)
        {
            return;
        }

        if (OutputPath.Refusal(path.Text) is { } refusal)
        {
            context.Problems.Error(at, $"the input `{name}` {refusal}", "Paths of inputs are relative to the work directory: inputs/NAME.");
        }
        else if (!path.Text.EndsWith('/') && !taken.TryAdd(path.Text, name))
        {
            context.Problems.Error(at, $"the inputs `{taken[path.Text]}` and `{name}` have the same path", "Give each a path of its own.");
        }
    }

    private void AddEdges(CheckedTemplate template, Place at)
    {
        foreach (var reference in template.References)
        {
            edges.Add(reference, at);
        }
    }

    private static bool IsWhole(FlowType type) => type.Kind != FlowKind.Nothing && (type.Element is null || IsWhole(type.Element));
}
