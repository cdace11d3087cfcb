using System.Globalization;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary><c>len concat flatten chunk compact unique sort keys values</c>.</summary>
internal static class ListFunctions
{
    public static readonly FlowFunction[] All =
    [
        new("len", "len(list), len(map) or len(string)", 1, 1, CheckLen, Len),
        new("concat", "concat(list, list, …)", 1, FlowFunction.AnyNumber, CheckConcat, Concat),
        new("flatten", "flatten(list of lists)", 1, 1, CheckFlatten, Flatten),
        new("chunk", "chunk(list, size)", 2, 2, CheckChunk, Chunk),
        new("compact", "compact(list)", 1, 1, check => FlowType.ListOf(check.Element(0).NotNull), Compact),
        new("unique", "unique(list)", 1, 1, check => FlowType.ListOf(check.Element(0)), Unique),
        new("sort", "sort(list)", 1, 1, check => FlowType.ListOf(check.Ordered(check.SolidElement(0), 0)), Sort),
        new("keys", "keys(map)", 1, 1, CheckKeys, call => call.Made([.. call.Map(0).Keys.Select(key => new StringValue(key))])),
        new("values", "values(map)", 1, 1, check => FlowType.ListOf(check.MapElement(0)), call => call.Made([.. call.Map(0).Values])),
    ];

    private static FlowType CheckLen(FunctionCheck check)
    {
        if (check.TypeOf(0).Kind == FlowKind.String)
        {
            check.Want(0, FlowType.String);
        }
        else if (check.TypeOf(0).Kind == FlowKind.Map)
        {
            check.MapElement(0);
        }
        else
        {
            check.Element(0);
        }

        return FlowType.Int;
    }

    // Text is counted in characters as a reader sees code points, not in UTF-16 halves.
    private static FlowValue Len(FunctionCall call) => call.Value(0) switch
    {
        ListValue list => new IntValue(list.Items.Count),
        MapValue map => new IntValue(map.Items.Count),
        StringValue text => new IntValue(text.Value.Length - text.Value.Count(char.IsLowSurrogate)),
        _ => throw call.Wrong(0, "a list, map or string"),
    };

    private static FlowType CheckConcat(FunctionCheck check)
    {
        var element = FlowType.Nothing;
        for (var i = 0; i < check.Count; i++)
        {
            var next = check.Element(i);
            if (FlowTypeRules.Join(element, next) is not { } joined)
            {
                return check.Fail(i, $"{check.Role(i)} is {check.TypeOf(i).Noun}, those before it are list<{element}>",
                    "one list has one type of elements");
            }

            element = joined;
        }

        for (var i = 0; i < check.Count; i++)
        {
            check.Want(i, FlowType.ListOf(element));
        }

        return FlowType.ListOf(element);
    }

    private static FlowValue Concat(FunctionCall call) => call.Made([.. Enumerable.Range(0, call.Count).SelectMany(call.List)]);

    private static FlowType CheckFlatten(FunctionCheck check)
    {
        var element = check.SolidElement(0);
        return element.Kind switch
        {
            FlowKind.List => element,
            FlowKind.Nothing => FlowType.ListOf(FlowType.Nothing),
            FlowKind.Json => FlowType.ListOf(FlowType.Json),
            _ => check.Fail(0, $"{check.Role(0)} is {check.TypeOf(0).Noun}, not a list of lists"),
        };
    }

    private static FlowValue Flatten(FunctionCall call)
    {
        var lists = call.List(0);
        return lists.All(item => item is ListValue) ? call.Made([.. lists.SelectMany(item => ((ListValue)item).Items)])
            : throw call.Wrong(0, "a list of lists");
    }

    private static FlowType CheckChunk(FunctionCheck check)
    {
        var element = check.Element(0);
        check.Want(1, FlowType.Int);
        return FlowType.ListOf(FlowType.ListOf(element));
    }

    private static FlowValue Chunk(FunctionCall call)
    {
        var size = call.Int(1);
        if (size < 1)
        {
            throw call.Bad($"a size of {size.ToString(CultureInfo.InvariantCulture)} makes no chunks", "give a size from 1");
        }

        return call.Made([.. call.List(0).Chunk((int)Math.Min(size, int.MaxValue)).Select(part => call.Made(part))]);
    }

    private static FlowValue Compact(FunctionCall call) => call.Made([.. call.List(0).Where(item => !item.IsNull)]);

    private static FlowValue Unique(FunctionCall call) => call.Made([.. call.List(0).Distinct(Same)]);

    private static FlowValue Sort(FunctionCall call)
    {
        var items = call.List(0);
        for (var i = 0; i < items.Count; i++)
        {
            if (FlowOrder.Compare(items[0], items[i]) is null)
            {
                throw call.Wrong(0, "a list of numbers or of texts");
            }
        }

        return call.Made([.. items.Order(Comparer<FlowValue>.Create((a, b) => FlowOrder.Compare(a, b) ?? 0))]);
    }

    private static FlowType CheckKeys(FunctionCheck check)
    {
        check.MapElement(0);
        return FlowType.ListOf(FlowType.String);
    }

    // Equal as '==' has it; the hash must then be the same for 1 and 1.0, at every depth.
    private static readonly IEqualityComparer<FlowValue> Same =
        EqualityComparer<FlowValue>.Create((a, b) => FlowOrder.AreEqual(a!, b!), Hash);

    private static int Hash(FlowValue value) => value switch
    {
        IntValue number => ((double)number.Value).GetHashCode(),
        FloatValue number => (number.Value == 0 ? 0.0 : number.Value).GetHashCode(),
        ListValue list => list.Items.Count,
        MapValue map => map.Items.Count,
        _ => value.GetHashCode(),
    };
}
