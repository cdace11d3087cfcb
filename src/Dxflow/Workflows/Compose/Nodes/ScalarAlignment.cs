namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// Finds the index in the file that gave a character of a scalar's text. It walks both side by side, treating every run of
/// blanks and line ends as equal, because folding and indentation change only those. Used only to place problems.
/// </summary>
internal static class ScalarAlignment
{
    public static int SourceIndex(string source, int start, string text, int offset, ScalarStyle style)
    {
        var at = ContentStart(source, start, style);
        for (var i = 0; i < offset && i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                at = SkipBlanks(source, at, style);
                at += UnitLength(source, at, style);
            }
        }

        return offset < text.Length && char.IsWhiteSpace(text[offset]) ? at : SkipBlanks(source, at, style);
    }

    private static int ContentStart(string source, int start, ScalarStyle style)
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

    private static bool IsBlankEscape(char letter) => letter is 'n' or 'r' or 't' or 'v' or 'f' or ' ' or '\t' or '\n' or '\r' or 'N' or '_' or 'L' or 'P';

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
