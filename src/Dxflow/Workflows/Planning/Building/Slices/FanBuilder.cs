using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building.Slices;

/// <summary>
/// <c>each</c> of a step, resolved: what its lists are made of, of what type their elements are, and the inputs that they are. What a list
/// refers to is waited for.
/// </summary>
internal sealed class FanBuilder(string step, RunIf runIf, PlanContext context, EdgeCollector edges)
{
    private readonly SymbolReader _before = new(step, Inputs: null, runIf, Unsliced: true);

    /// <summary>Whether a condition has to be asked of each slice: it mentions <c>each</c>, <c>index</c> or <c>inputs</c>.</summary>
    public static bool IsOfSlice(Template? when) => when is not null && when.Parts.Where(part => part.IsExpression)
        .Any(part => ExpressionParser.Parse(part.Text, part.At).Root?.References.Any(reference => reference.IsOfSlice) ?? false);

    public FanPlan? Build(FanSpec spec) => spec.IsGiven ? new FanPlan([.. spec.Each.Select(Build)]) : null;

    /// <summary>Each name is also an input: the slice's element.</summary>
    public static IEnumerable<InputPlan> Inputs(FanPlan? fan) => (fan?.Each ?? []).Select(each => new InputPlan(
        each.Name, each.Type, new Template([new TemplatePart("each." + each.Name, IsExpression: true, each.At)]), At: each.At));

    public static IReadOnlyDictionary<string, FlowType>? Types(FanPlan? fan) => fan?.Each.DistinctBy(each => each.Name)
        .ToDictionary(each => each.Name, each => FlowTypeText.Parse(each.Type), StringComparer.Ordinal);

    private EachPlan Build(EachSpec spec) => spec.From is { } from
        ? new EachPlan(spec.Name, Element(spec, from.Value, from.At).ToString(), from.Value, spec.At)
        : new EachPlan(spec.Name, spec.Element!.ToString(), null, spec.At, spec.Values);

    // An element has a type even after an error, so that its readers are not blamed.
    private FlowType Element(EachSpec spec, Template from, Place at)
    {
        var found = context.Check(from, TemplateUse.Value, _before);
        foreach (var reference in found.References)
        {
            edges.Add(reference, at);
        }

        if (found.Errors.Count > 0)
        {
            return FlowType.Json;
        }

        if (found.Lone is not { } lone)
        {
            context.Problems.Error(at, $"`each.{spec.Name}` is a list, and text around a reference makes a string",
                "Write the reference alone in its quotes.");
            return FlowType.Json;
        }

        var type = lone.Type;
        if (type.Kind is not (FlowKind.List or FlowKind.Json))
        {
            context.Problems.Add(lone.Source.Locate(
                new FlowError(FlowErrorKind.Type, $"`each.{spec.Name}` is a list, and this is {type.Noun}", Hint(type)), 0));
            return FlowType.Json;
        }

        if (type.Optional)
        {
            context.Problems.Add(lone.Source.Locate(new FlowError(
                FlowErrorKind.Null, $"`each.{spec.Name}` may be null: {lone.Because ?? "its type is " + type}",
                "give a list for that case with '?? []'"), 0));
        }

        // The elements of an empty list have no type; there will be none.
        return type.Element is { } element && element.Kind != FlowKind.Nothing ? element : FlowType.Json;
    }

    private static string? Hint(FlowType type) => type.Kind switch
    {
        FlowKind.Int => "a number of slices is range(n)",
        FlowKind.Map => "the values of a map are values(m), its names keys(m)",
        FlowKind.Dir => "the files of a directory are files(d)",
        FlowKind.String or FlowKind.Float or FlowKind.Bool or FlowKind.File => "put it in brackets: [x]",
        _ => null,
    };
}
