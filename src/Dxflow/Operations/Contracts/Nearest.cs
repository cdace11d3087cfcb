namespace Dxflow.Operations.Contracts;

/// <summary>What somebody who mistyped a word most likely meant.</summary>
internal static class Nearest
{
    /// <summary>Longer words are compared by their beginning only, so that a hostile one costs nothing.</summary>
    private const int LettersMax = 64;

    /// <summary>The known word with the fewest edits, if they are few for its length.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var best = default(string);
        var bestEdits = int.MaxValue;
        foreach (var candidate in known)
        {
            var edits = candidate.StartsWith(word, StringComparison.Ordinal) && word.Length >= 2 ? 1 : Edits(word, candidate);
            if (edits < bestEdits)
            {
                (best, bestEdits) = (candidate, edits);
            }
        }

        return best is not null && bestEdits <= Math.Max(1, Math.Min(word.Length, best.Length) / 3) ? best : null;
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).</summary>
    internal static int Edits(string from, string to)
    {
        var a = from.AsSpan(0, Math.Min(from.Length, LettersMax));
        var b = to.AsSpan(0, Math.Min(to.Length, LettersMax));
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
