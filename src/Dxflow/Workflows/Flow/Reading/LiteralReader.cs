using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>
/// Values that stand in the document: of a given type, or of the type that YAML sees in them. Numbers and bools may be quoted where
/// the type is known, because <c>${N:-10}</c> may be.
/// </summary>
internal static class LiteralReader
{
    /// <summary>The value as text of its type; null with a problem if it is none.</summary>
    public static string? Read(Node node, FlowType type, FlowReading reading) =>
        Value(node, type, reading) is { } value ? InputText.Write(value, type) : null;

    /// <summary>The value and the type that it has by itself; null with a problem if it has none.</summary>
    public static (FlowType Type, string Text)? Infer(Node node, FlowReading reading)
    {
        if (Value(node, null, reading) is not { } value || TypeOf(value) is not { } type)
        {
            return null;
        }

        try
        {
            return (type, InputText.Write(FlowConversion.Into(value, type), type));
        }
        catch (FlowException mixed)
        {
            reading.Problems.Error(node.At, mixed.Error.Message, "Give the input a type.");
            return null;
        }
    }

    private static FlowValue? Value(Node node, FlowType? type, FlowReading reading)
    {
        switch (node)
        {
            case ScalarNode scalar:
                return Scalar(scalar, type, reading);
            case ListNode list when type is null or { Kind: FlowKind.List or FlowKind.Json }:
                var items = list.Items.Select(item => Value(item, Inner(type), reading)).ToList();
                return items.Contains(null) ? null : new ListValue(items!);
            case MapNode map when type is null or { Kind: FlowKind.Map or FlowKind.Json }:
                var entries = new OrderedDictionary<string, FlowValue>(StringComparer.Ordinal);
                foreach (var (key, value) in map.Entries)
                {
                    if (Value(value, Inner(type), reading) is not { } entry)
                    {
                        return null;
                    }

                    entries[key.Text] = entry;
                }

                return new MapValue(entries);
            default:
                reading.Problems.Error(node.At, $"{node.Kind} where {(type ?? FlowType.Json).Noun} is wanted",
                    "Write a value of the type, or change the type.");
                return null;
        }
    }

    private static FlowType? Inner(FlowType? type) => type?.Kind == FlowKind.Json ? FlowType.Json.OrNull : type?.Element;

    private static FlowValue? Scalar(ScalarNode scalar, FlowType? type, FlowReading reading)
    {
        if (scalar.Text.Contains("{{", StringComparison.Ordinal))
        {
            reading.Problems.Error(scalar.At, "a reference cannot stand here",
                "References are for `from`, and a list of them is one: \"{{ [a, b] }}\".");
            return null;
        }

        if (scalar.IsNull && type is null or { Optional: true })
        {
            return FlowValue.Null;
        }

        var text = reading.Plain.Interpolation.ToText(scalar);
        try
        {
            return type is null or { Kind: FlowKind.Json } ? Free(scalar, text) : Typed(text, type);
        }
        catch (FlowException wrong)
        {
            reading.Problems.Error(scalar.At, wrong.Error.Message, FlowProblems.Sentence(wrong.Error.Fix));
            return null;
        }
    }

    private static FlowValue Free(ScalarNode scalar, string text)
    {
        if (scalar.IsQuoted)
        {
            return new StringValue(text);
        }

        return CoreSchema.IsNull(text) ? FlowValue.Null
            : CoreSchema.TryGetBool(text, out var flag) ? BoolValue.Of(flag)
            : CoreSchema.TryGetInt(text, out var whole) ? new IntValue(whole)
            : CoreSchema.TryGetFloat(text, out var real) && double.IsFinite(real) ? new FloatValue(real)
            : new StringValue(text);
    }

    // YAML writes some numbers as JSON and -p do not (0x10, .5); what is no number here is told by the common reader.
    private static FlowValue Typed(string text, FlowType type) => type.Kind switch
    {
        FlowKind.Int when CoreSchema.TryGetInt(text, out var whole) => new IntValue(whole),
        FlowKind.Float when CoreSchema.TryGetFloat(text, out var real) && double.IsFinite(real) => new FloatValue(real),
        FlowKind.Bool when CoreSchema.TryGetBool(text, out var flag) => BoolValue.Of(flag),
        _ => InputText.Read(text, type),
    };

    private static FlowType? TypeOf(FlowValue value) => value switch
    {
        BoolValue => FlowType.Bool,
        IntValue => FlowType.Int,
        FloatValue => FlowType.Float,
        StringValue => FlowType.String,
        ListValue list => Joined(list.Items) is { } element ? FlowType.ListOf(element) : FlowType.Json,
        MapValue map => Joined(map.Items.Values) is { } element ? FlowType.MapOf(element) : FlowType.Json,
        _ => FlowType.Null,
    };

    private static FlowType? Joined(IEnumerable<FlowValue> items)
    {
        FlowType? joined = FlowType.Nothing;
        foreach (var item in items)
        {
            joined = joined is null || TypeOf(item) is not { } type ? null : FlowTypeRules.Join(joined, type);
        }

        return joined is { Kind: FlowKind.Nothing } ? null : joined;
    }
}
