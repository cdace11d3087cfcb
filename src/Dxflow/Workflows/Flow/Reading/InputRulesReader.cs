using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>
/// Reads <c>values</c>, <c>min</c>, <c>max</c> and <c>pattern</c> of a workflow's input, each only where its type has a use for it.
/// </summary>
internal static class InputRulesReader
{
    public static InputSpec Read(InputSpec spec, MapReader keys, FlowReading reading)
    {
        var element = InputRules.Element(spec.Type!);
        var numbers = element.IsNumber;
        return spec with
        {
            Values = keys["values"] is { } values ? LiteralReader.Read(values, FlowType.ListOf(element), reading) : null,
            Min = Bound(keys["min"], "min", numbers, element, reading),
            Max = Bound(keys["max"], "max", numbers, element, reading),
            Pattern = Pattern(keys["pattern"], element, reading),
        };
    }

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
            _ = InputRules.Whole(pattern);
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
