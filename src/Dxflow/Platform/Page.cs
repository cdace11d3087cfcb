using Dxflow.Operations;

namespace Dxflow.Platform;

/// <summary>A part of a list: what follows the cursor, in the order of a key that is unique.</summary>
internal static class Page
{
    public const int ItemsMax = 1000;

    public static (IReadOnlyList<T> Items, string? Next) Of<T>(IEnumerable<T> all, Func<T, string> key, int limit, string? cursor)
    {
        if (limit is < 1 or > ItemsMax)
        {
            throw Fault.Invalid($"limit must be from 1 to {ItemsMax}, not {limit}");
        }

        var found = all.OrderBy(key, StringComparer.Ordinal)
            .Where(item => cursor is null || string.CompareOrdinal(key(item), cursor) > 0).Take(limit + 1).ToList();
        return found.Count <= limit ? (found, null) : (found[..^1], key(found[^2]));
    }
}
