using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary>
/// The operators on numbers, texts and lists. Ints stay within 64 bits and floats finite, or it is an error; null means that the
/// operands are of types the operator does not have.
/// </summary>
internal static class Arithmetic
{
    public static FlowValue? Add(FlowValue a, FlowValue b) => (a, b) switch
    {
        (IntValue x, IntValue y) => Whole((Int128)x.Value + y.Value, a, "+", b),
        (StringValue x, StringValue y) => new StringValue(x.Value + y.Value),
        (ListValue x, ListValue y) => new ListValue([.. x.Items, .. y.Items]),
        _ => Floats(a, b, static (x, y) => x + y, "+"),
    };

    public static FlowValue? Subtract(FlowValue a, FlowValue b) => (a, b) is (IntValue x, IntValue y)
        ? Whole((Int128)x.Value - y.Value, a, "-", b) : Floats(a, b, static (x, y) => x - y, "-");

    public static FlowValue? Multiply(FlowValue a, FlowValue b) => (a, b) is (IntValue x, IntValue y)
        ? Whole((Int128)x.Value * y.Value, a, "*", b) : Floats(a, b, static (x, y) => x * y, "*");

    /// <summary>Always a float.</summary>
    public static FlowValue? Divide(FlowValue a, FlowValue b)
    {
        RefuseZero(a, b, "/");
        return Floats(a, b, static (x, y) => x / y, "/");
    }

    /// <summary>The sign is the dividend's, so that <c>div(a, b) * b + a % b == a</c>.</summary>
    public static FlowValue? Remainder(FlowValue a, FlowValue b)
    {
        RefuseZero(a, b, "%");
        return (a, b) is (IntValue x, IntValue y)
            ? new IntValue(y.Value == -1 ? 0 : x.Value % y.Value)
            : Floats(a, b, static (x, y) => x % y, "%");
    }

    public static FlowValue? Negate(FlowValue value) => value switch
    {
        IntValue { Value: long.MinValue } => throw new FlowException(FlowErrorKind.Overflow, $"-({value}) does not fit 64 bits"),
        IntValue number => new IntValue(-number.Value),
        FloatValue number => new FloatValue(-number.Value),
        _ => null,
    };

    private static IntValue Whole(Int128 result, FlowValue a, string symbol, FlowValue b) =>
        result >= long.MinValue && result <= long.MaxValue ? new IntValue((long)result)
            : throw new FlowException(
                FlowErrorKind.Overflow, $"{a} {symbol} {b} does not fit 64 bits", "compute with floats: add '.0' to a number");

    private static FloatValue? Floats(FlowValue a, FlowValue b, Func<double, double, double> compute, string symbol)
    {
        if (Number(a) is not { } x || Number(b) is not { } y)
        {
            return null;
        }

        var result = compute(x, y);
        return double.IsFinite(result) ? new FloatValue(result)
            : throw new FlowException(FlowErrorKind.Overflow, $"{a} {symbol} {b} is beyond the floats");
    }

    private static void RefuseZero(FlowValue a, FlowValue b, string symbol)
    {
        if (Number(a) is not null && Number(b) == 0.0)
        {
            throw new FlowException(FlowErrorKind.Overflow, $"{a} {symbol} {b} is a division by zero");
        }
    }

    private static double? Number(FlowValue value) => value switch
    {
        IntValue number => number.Value,
        FloatValue number => number.Value,
        _ => null,
    };
}
