using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// Makes a value one of a type: ints become floats where floats are wanted, and what came through <c>json</c> is checked.
/// After it, the value is exactly of the type, to every depth.
/// </summary>
internal static class FlowConversion
{
    public static FlowValue Into(FlowValue value, FlowType type) => Into(value, type, "");

    private static FlowValue Into(FlowValue value, FlowType type, string path)
    {
        if (value.IsNull)
        {
            return type.Optional ? value
                : throw new FlowException(
                    FlowErrorKind.Null, $"null where {type.Noun} is wanted{At(path)}", $"use '??', or the type '{type}?'");
        }

        return (type.Kind, value) switch
        {
            (FlowKind.String, StringValue) or (FlowKind.Int, IntValue) or (FlowKind.Float, FloatValue) or (FlowKind.Bool, BoolValue)
                or (FlowKind.Secret, SecretValue) or (FlowKind.File, ArtifactValue { Kind: ArtifactKind.File })
                or (FlowKind.Dir, ArtifactValue { Kind: ArtifactKind.Dir }) => value,
            (FlowKind.Float, IntValue number) => new FloatValue(number.Value),
            (FlowKind.Json, _) => value,
            (FlowKind.List, ListValue list) => List(list, type, path),
            (FlowKind.Map, MapValue map) => Map(map, type, path),
            _ => throw new FlowException(
                FlowErrorKind.Type, $"{value} is {FlowType.A(value.TypeName)} where {type.NotNull.Noun} is wanted{At(path)}"),
        };
    }

    /// <summary>
    /// The value as it is kept under a declared type. Artifacts and secrets may not be kept as <c>json</c>, because nothing would say
    /// any more what they are; and what is nested too deep could not be read again.
    /// </summary>
    public static FlowValue Keep(FlowValue value, FlowType type)
    {
        var kept = Into(value, type);
        if (type.HoldsJson)
        {
            RefuseHidden(kept, type, 0);
        }

        return kept;
    }

    private static void RefuseHidden(FlowValue value, FlowType type, int depth)
    {
        if (depth >= FlowJsonReader.DepthMax - 4)
        {
            throw new FlowException(FlowErrorKind.Limit, $"json is nested more than {FlowJsonReader.DepthMax - 4} deep");
        }

        switch (value)
        {
            case ArtifactValue or SecretValue when type.Kind != FlowKind.Json:
                break;
            case ArtifactValue or SecretValue:
                throw new FlowException(FlowErrorKind.Type, $"{value} cannot be kept as json",
                    "give it an input of its own, of type file, dir or secret");
            case ListValue list:
                foreach (var item in list.Items)
                {
                    RefuseHidden(item, type.Element ?? type, depth + 1);
                }

                break;
            case MapValue map:
                foreach (var item in map.Items.Values)
                {
                    RefuseHidden(item, type.Element ?? type, depth + 1);
                }

                break;
        }
    }

    private static ListValue List(ListValue list, FlowType type, string path)
    {
        List<FlowValue>? changed = null;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = Into(list.Items[i], type.Element!, $"{path}[{i}]");
            if (changed is null && !ReferenceEquals(item, list.Items[i]))
            {
                changed = [.. list.Items.Take(i)];
            }

            changed?.Add(item);
        }

        return changed is null ? list : new ListValue(changed);
    }

    private static MapValue Map(MapValue map, FlowType type, string path)
    {
        var items = new OrderedDictionary<string, FlowValue>(StringComparer.Ordinal);
        var changed = false;
        foreach (var (key, item) in map.Items)
        {
            items[key] = Into(item, type.Element!, $"{path}.{key}");
            changed |= !ReferenceEquals(items[key], item);
        }

        return changed ? new MapValue(items) : map;
    }

    private static string At(string path) => path.Length == 0 ? "" : $" at {path.TrimStart('.')}";
}
