namespace Dxflow.Foundation.Files;

/// <summary>
/// A shell pattern over paths: <c>*</c> and <c>?</c> within a name, <c>[a-z]</c> and <c>[!a-z]</c>, <c>**</c> as a whole name for any
/// number of directories. As in a shell, a leading dot has to be written out, and a bracket that is not closed means itself.
/// </summary>
internal static class GlobPattern
{
    public const string AnyDepth = "**";

    public static bool HasWildcard(string text) => text.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    /// <summary>Whether one name matches one part of a pattern. Takes time in the product of their lengths at most.</summary>
    public static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (name.StartsWith('.') && !pattern.StartsWith('.'))
        {
            return false;
        }

        var (p, n) = (0, 0);
        var (star, resume) = (-1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, n);
            }
            else if (p < pattern.Length && TryOne(pattern[p..], name[n..], out var patternLength, out var nameLength))
            {
                p += patternLength;
                n += nameLength;
            }
            else if (star >= 0)
            {
                // The last star takes one character more; earlier ones need not be tried again.
                (p, n) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    private static bool TryOne(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name, out int patternLength, out int nameLength)
    {
        (patternLength, nameLength) = (1, name.Length > 1 && char.IsSurrogatePair(name[0], name[1]) ? 2 : 1);
        if (pattern[0] == '?')
        {
            return true;
        }

        if (pattern[0] == '[' && TrySet(pattern, name[0], out patternLength, out var isIn))
        {
            return isIn && nameLength == 1;
        }

        (patternLength, nameLength) = (1, 1);
        return pattern[0] == name[0];
    }

    /// <summary>A set from its opening bracket on; false if it is none. A closing bracket in first place belongs to the set.</summary>
    private static bool TrySet(ReadOnlySpan<char> pattern, char wanted, out int length, out bool isIn)
    {
        var start = pattern.Length > 1 && pattern[1] is '!' or '^' ? 2 : 1;
        var end = pattern.Length > start ? pattern[(start + 1)..].IndexOf(']') : -1;
        (length, isIn) = (1, false);
        if (end < 0)
        {
            return false;
        }

        end += start + 1;
        for (var i = start; i < end; i++)
        {
            if (i + 2 < end && pattern[i + 1] == '-')
            {
                isIn |= wanted >= pattern[i] && wanted <= pattern[i + 2];
                i += 2;
            }
            else
            {
                isIn |= wanted == pattern[i];
            }
        }

        isIn ^= start == 2;
        length = end + 1;
        return true;
    }
}
