namespace Dxflow.Workflows.Flow.Values;

/// <summary>Equality and order as the language has them: numbers by value whether int or float, strings by their bytes in UTF-8.</summary>
internal static class FlowOrder
{
    public static bool AreEqual(FlowValue a, FlowValue b) => (a, b) switch
    {
        (IntValue x, FloatValue y) => CompareExactly(x.Value, y.Value) == 0,
        (FloatValue x, IntValue y) => CompareExactly(y.Value, x.Value) == 0,
        (FloatValue x, FloatValue y) => x.Value == y.Value,
        (ListValue x, ListValue y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(pair => AreEqual(pair.First, pair.Second)),
        (MapValue x, MapValue y) => x.Items.Count == y.Items.Count
            && x.Items.All(pair => y.Items.TryGetValue(pair.Key, out var other) && AreEqual(pair.Value, other)),
        _ => a.Equals(b),
    };

    /// <summary>The order of two numbers or two strings; null if they have none.</summary>
    public static int? Compare(FlowValue a, FlowValue b) => (a, b) switch
    {
        (IntValue x, IntValue y) => x.Value.CompareTo(y.Value),
        (FloatValue x, FloatValue y) => x.Value.CompareTo(y.Value),
        (IntValue x, FloatValue y) => CompareExactly(x.Value, y.Value),
        (FloatValue x, IntValue y) => -CompareExactly(y.Value, x.Value),
        (StringValue x, StringValue y) => CompareText(x.Value, y.Value),
        _ => null,
    };

    /// <summary>The order of the UTF-8 bytes, which is that of the code points; UTF-16 differs above U+FFFF.</summary>
    public static int CompareText(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] != b[i])
            {
                return char.IsSurrogate(a[i]) != char.IsSurrogate(b[i]) ? (char.IsSurrogate(a[i]) ? 1 : -1) : a[i].CompareTo(b[i]);
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    // A cast of the int to double would make 2^53 and 2^53 + 1 equal.
    private static int CompareExactly(long a, double b)
    {
        if (b >= 9223372036854775808.0)
        {
            return -1;
        }

        if (b < -9223372036854775808.0)
        {
            return 1;
        }

        var whole = (long)Math.Truncate(b);
        return a != whole ? a.CompareTo(whole) : 0.0.CompareTo(b - Math.Truncate(b));
    }
}
