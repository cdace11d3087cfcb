using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>
/// <c>values</c>, <c>min</c>, <c>max</c> and <c>pattern</c> of a workflow's input. On a list they hold for each element. A pattern is
/// for the whole text, and is matched without backtracking, so that no value can make it slow.
/// </summary>
internal static class InputRules
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    /// <summary>What a value breaks, as the end of a sentence; null if nothing.</summary>
    public static string? Broken(FlowValue value, FlowType type, string? values, double? min, double? max, string? pattern)
    {
        if (value.IsNull)
        {
            return null;
        }

        if (value is ListValue list && type.Kind == FlowKind.List)
        {
            return list.Items.Select(item => Broken(item, type.Element!, values, min, max, pattern)).FirstOrDefault(
                broken => broken is not null);
        }

        if (values is not null && FlowJsonReader.Parse(values, FlowType.ListOf(type.NotNull)) is ListValue allowed
            && !allowed.Items.Any(item => FlowOrder.AreEqual(item, value)))
        {
            return $"is {value}, and may be {string.Join(", ", allowed.Items)}";
        }

        return min is { } least && FlowOrder.Compare(value, new FloatValue(least)) < 0
            ? $"is {value}, and must be at least {Shown(least, type)}"
            : max is { } most && FlowOrder.Compare(value, new FloatValue(most)) > 0 ? $"is {value}, and must be at most {Shown(most, type)}"
            : pattern is not null && value is StringValue text && !Whole(pattern).IsMatch(text.Value)
                ? $"is {value}, and must match {pattern}"
            : null;
    }

    public static FlowType Element(FlowType type) => (type.Kind == FlowKind.List ? type.Element! : type).NotNull;

    private static string Shown(double bound, FlowType type) => type.Kind == FlowKind.Int && Math.Abs(bound) < 1e15
        ? ((long)bound).ToString(System.Globalization.CultureInfo.InvariantCulture) : FlowText.Float(bound);

    public static Regex Whole([StringSyntax("Regex")] string pattern) => new($@"\A(?:{pattern})\z", Options);
}
