using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary><c>sum min max div range</c>.</summary>
internal static class NumberFunctions
{
    public static readonly FlowFunction[] All =
    [
        new("sum", "sum(list)", 1, 1, CheckSum, Sum),
        new("min", "min(list) or min(a, b, …)", 1, FlowFunction.AnyNumber, CheckExtreme, call => Extreme(call, -1)),
        new("max", "max(list) or max(a, b, …)", 1, FlowFunction.AnyNumber, CheckExtreme, call => Extreme(call, 1)),
        new("div", "div(a, b)", 2, 2, CheckDiv, Div),
        new("range", "range(end), range(start, end) or range(start, end, step)", 1, 3, CheckRange, Range),
    ];

    private static FlowType CheckSum(FunctionCheck check)
    {
        var element = check.SolidElement(0);
        return element.Kind == FlowKind.Nothing ? FlowType.Int
            : element.IsNumber || element.Kind == FlowKind.Json ? element
            : check.Fail(0, $"sum adds numbers, and these are {element}");
    }

    private static FlowValue Sum(FunctionCall call)
    {
        FlowValue total = new IntValue(0);
        foreach (var item in call.List(0))
        {
            total = Arithmetic.Add(total, item) is { } sum and (IntValue or FloatValue) ? sum : throw call.Wrong(0, "a list of numbers");
        }

        return total;
    }

    private static FlowType CheckExtreme(FunctionCheck check)
    {
        if (check.Count == 1)
        {
            return check.Ordered(check.SolidElement(0), 0).OrNull;
        }

        var joined = FlowType.Nothing;
        for (var i = 0; i < check.Count; i++)
        {
            if (FlowTypeRules.Join(joined, check.TypeOf(i).NotNull) is not { } wider)
            {
                return check.Fail(i, $"{check.Role(i)} is {check.TypeOf(i).Noun}, the others are {joined}");
            }

            joined = check.Ordered(wider, i);
        }

        for (var i = 0; i < check.Count; i++)
        {
            check.Want(i, joined);
        }

        return joined;
    }

    private static FlowValue Extreme(FunctionCall call, int sign)
    {
        var items = call.Count == 1 ? call.List(0) : [.. Enumerable.Range(0, call.Count).Select(call.Value)];
        var best = FlowValue.Null;
        foreach (var item in items)
        {
            if (FlowOrder.Compare(item, best.IsNull ? item : best) is not { } order)
            {
                throw call.Wrong(0, "ordered: numbers or texts");
            }

            best = best.IsNull || order * sign > 0 ? item : best;
        }

        return best;
    }

    private static FlowType CheckDiv(FunctionCheck check)
    {
        check.Want(0, FlowType.Int);
        check.Want(1, FlowType.Int);
        return FlowType.Int;
    }

    private static FlowValue Div(FunctionCall call) => call.Int(1) switch
    {
        0 => throw new FlowException(FlowErrorKind.Overflow, $"div({call.Int(0)}, 0) is a division by zero"),
        -1 when call.Int(0) == long.MinValue =>
            throw new FlowException(FlowErrorKind.Overflow, $"div({call.Int(0)}, -1) does not fit 64 bits"),
        var divisor => new IntValue(call.Int(0) / divisor),
    };

    private static FlowType CheckRange(FunctionCheck check)
    {
        for (var i = 0; i < check.Count; i++)
        {
            check.Want(i, FlowType.Int);
        }

        return FlowType.ListOf(FlowType.Int);
    }

    private static FlowValue Range(FunctionCall call)
    {
        var start = call.Count == 1 ? 0 : call.Int(0);
        var end = call.Int(call.Count == 1 ? 0 : 1);
        var step = call.Count == 3 ? call.Int(2) : 1;
        if (step == 0)
        {
            throw call.Bad("a step of 0 never ends");
        }

        var count = (Int128)0;
        if (step > 0 ? start < end : start > end)
        {
            count = (((Int128)end - start) + (step > 0 ? step - 1 : step + (Int128)1)) / step;
        }

        call.Fuel.Burn((long)Int128.Min(count, long.MaxValue));
        var items = new FlowValue[(int)count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new IntValue(start + (i * step));
        }

        return new ListValue(items);
    }
}
