namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// Finds the index in the file that gave a character of a scalar's text. It walks both side by side, treating every run of
/// blanks and line ends as equal, because folding and indentation change only those. Used only to place problems.
/// </summary>
internal static class ScalarAlignment
{
    /// <summary>The index of the first character inside quotes, below a block's header, or of a plain text.</summary>
    public static int ContentStart(string source, int start, ScalarStyle style)
    {
        switch (style)
        {
            case ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted:
                return Math.Min(start + 1, source.Length);
            case ScalarStyle.Literal or ScalarStyle.Folded:
                var end = source.IndexOf('\n', Math.Min(start, source.Length));
                return end < 0 ? source.Length : end + 1;
            default:
                return start;
        }
    }

    /// <summary>Walks from one offset of the text to a later one; blanks before the character there may still lie ahead.</summary>
    public static int Advance(string source, int index, string text, int from, int to, ScalarStyle style)
    {
        for (var i = from; i < to && i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                index = SkipBlanks(source, index, style);
                index += UnitLength(source, index, style);
            }
        }

        return index;
    }

    /// <summary>Steps over the blanks (indentation, folds) before the character at an offset, unless it is a blank itself.</summary>
    public static int Settle(string source, int index, string text, int offset, ScalarStyle style) =>
        offset < text.Length && char.IsWhiteSpace(text[offset]) ? index : SkipBlanks(source, index, style);

    private static int SkipBlanks(string source, int at, ScalarStyle style)
    {
        while (at < source.Length)
        {
            if (char.IsWhiteSpace(source[at]))
            {
                at++;
            }
            else if (style == ScalarStyle.DoubleQuoted && source[at] == '\\' && at + 1 < source.Length && IsBlankEscape(source[at + 1]))
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static bool IsBlankEscape(char letter) => "nrtvf \t\n\rN_LP".Contains(letter);

    private static int UnitLength(string source, int at, ScalarStyle style)
    {
        if (at + 1 >= source.Length)
        {
            return at < source.Length ? 1 : 0;
        }

        return (style, source[at], source[at + 1]) switch
        {
            (ScalarStyle.SingleQuoted, '\'', '\'') => 2,
            (ScalarStyle.DoubleQuoted, '\\', 'x') => 4,
            (ScalarStyle.DoubleQuoted, '\\', 'u') => 6,
            (ScalarStyle.DoubleQuoted, '\\', 'U') => 10,
            (ScalarStyle.DoubleQuoted, '\\', _) => 2,
            _ => 1,
        };
    }
}
