namespace Dxflow.Workflows.Flow;

/// <summary>The name a user probably meant: the candidate with the smallest edit distance, if that is small for the word's length.</summary>
internal static class NearestName
{
    private const int LengthMax = 128;

    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LengthMax)
        {
            return null;
        }

        var allowed = Math.Max(1, name.Length / 3);
        return candidates
            .Where(candidate => Math.Abs(candidate.Length - name.Length) <= allowed && candidate.Length <= LengthMax)
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(found => found.Distance <= allowed)
            .OrderBy(found => found.Distance).ThenBy(found => found.Name, StringComparer.Ordinal)
            .Select(found => found.Name).FirstOrDefault();
    }

    /// <summary>"; did you mean 'x'?" or nothing: to be put behind a message.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) => Find(name, candidates) is { } near ? $"; did you mean '{near}'?" : "";

    // Optimal string alignment: two letters swapped count once, which is the commonest slip.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
