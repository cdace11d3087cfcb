using System.Globalization;

namespace Dxflow.Foundation.Values;

/// <summary>A version by semver.org: numbers, and for what comes before a release words that are compared one by one.</summary>
internal sealed record Release(int Major, int Minor, int Patch, string Before) : IComparable<Release>
{
    public static Release? Parse(string text)
    {
        var parts = text.Split('+')[0].Split('-', 2);
        return parts[0].Split('.') is [var major, var minor, var patch]
            && TryNumber(major, out var first) && TryNumber(minor, out var second) && TryNumber(patch, out var third)
            ? new Release(first, second, third, parts.Length > 1 ? parts[1] : "")
            : null;
    }

    public int CompareTo(Release? other)
    {
        if (other is null)
        {
            return 1;
        }

        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : CompareBefore(Before, other.Before);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{(Before.Length > 0 ? "-" + Before : "")}");

    /// <summary>None is the release itself, later than all before it; numbers by value and before words; more words are later.</summary>
    private static int CompareBefore(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0)
        {
            return (one.Length == 0).CompareTo(other.Length == 0);
        }

        var (ours, theirs) = (one.Split('.'), other.Split('.'));
        for (var at = 0; at < Math.Min(ours.Length, theirs.Length); at++)
        {
            var (isNumber, isOther) = (TryNumber(ours[at], out var number), TryNumber(theirs[at], out var otherNumber));
            var order = isNumber && isOther ? number.CompareTo(otherNumber)
                : isNumber != isOther ? (isNumber ? -1 : 1)
                : string.CompareOrdinal(ours[at], theirs[at]);
            if (order != 0)
            {
                return order;
            }
        }

        return ours.Length.CompareTo(theirs.Length);
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
