using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
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

    public static InputSpec Read(InputSpec spec, MapReader keys, FlowReading reading)
    {
        var element = Element(spec.Type!);
        var numbers = element.IsNumber;
        return spec with
        {
            Values = keys["values"] is { } values ? LiteralReader.Read(values, FlowType.ListOf(element), reading) : null,
            Min = Bound(keys["min"], "min", numbers, element, reading),
            Max = Bound(keys["max"], "max", numbers, element, reading),
            Pattern = Pattern(keys["pattern"], element, reading),
        };
    }

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

    private static FlowType Element(FlowType type) => (type.Kind == FlowKind.List ? type.Element! : type).NotNull;

    private static string Shown(double bound, FlowType type) => type.Kind == FlowKind.Int && Math.Abs(bound) < 1e15
        ? ((long)bound).ToString(System.Globalization.CultureInfo.InvariantCulture) : FlowText.Float(bound);

    private static Regex Whole([StringSyntax("Regex")] string pattern) => new($@"\A(?:{pattern})\z", Options);

    private static double? Bound(Node? node, string key, bool fits, FlowType element, FlowReading reading)
    {
        if (node is null)
        {
            return null;
        }

        if (!fits)
        {
            reading.Problems.Error(node.At, $"`{key}` bounds numbers, and this is {element.Noun}", "Remove it.");
            return null;
        }

        return reading.Plain.Text(node, $"`{key}`") is { } text && CoreSchema.TryGetFloat(text, out var bound) && double.IsFinite(bound)
            ? bound : Refused(node, $"`{key}` must be a number", reading);
    }

    private static double? Refused(Node node, string message, FlowReading reading)
    {
        reading.Problems.Error(node.At, message, "Write a number, as in 0.5.");
        return null;
    }

    private static string? Pattern(Node? node, FlowType element, FlowReading reading)
    {
        if (node is null || reading.Plain.Text(node, "`pattern`") is not { } pattern)
        {
            return null;
        }

        if (element.Kind != FlowKind.String)
        {
            reading.Problems.Error(node.At, $"`pattern` is for strings, and this is {element.Noun}", "Remove it.");
            return null;
        }

        try
        {
            _ = Whole(pattern);
            return pattern;
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            reading.Problems.Error(node.At, $"`pattern` cannot be used: {refused.Message}",
                "Write a regular expression without look-around and back references.");
            return null;
        }
    }
}
