namespace Dxflow.Foundation.Files;

/// <summary>The order of names by their bytes in UTF-8, the same on every machine and in every locale.</summary>
internal static class ByteOrder
{
    public static readonly Comparer<string> Comparer = Comparer<string>.Create(Compare);

    private static int Compare(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        // UTF-16 puts what lies above U+FFFF (surrogates) before U+E000; UTF-8 behind it.
        var (x, y) = (a[same], b[same]);
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x) ? 1 : -1;
    }
}
