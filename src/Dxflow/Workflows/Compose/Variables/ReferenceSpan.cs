namespace Dxflow.Workflows.Compose.Variables;

/// <summary>Where a <c>{{ … }}</c> ends: braces in its quoted texts do not count. The bounds include both pairs of braces.</summary>
internal readonly record struct ReferenceSpan(ReferenceKind Kind, int Start, int End)
{
    public static ReferenceSpan Find(string text, int start)
    {
        var goTemplate = false;
        var quote = '\0';
        for (var i = start + 2; i < text.Length; i++)
        {
            var letter = text[i];
            if (quote != '\0')
            {
                i += letter == '\\' ? 1 : 0;
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '\'' or '"')
            {
                quote = letter;
            }
            else if (letter == '}' && i + 1 < text.Length && text[i + 1] == '}')
            {
                return new ReferenceSpan(goTemplate ? ReferenceKind.GoTemplate : ReferenceKind.Reference, start, i + 2);
            }
            else if (letter == '.' && (i == start + 2 || text[i - 1] == ' '))
            {
                goTemplate |= !IsSpread(text, i);
            }
        }

        // A quote that stays open: end at the first braces, and leave it to the reader of the expression to say so.
        var close = text.IndexOf("}}", start + 2, StringComparison.Ordinal);
        return close < 0
            ? new ReferenceSpan(ReferenceKind.Unclosed, start, text.Length)
            : new ReferenceSpan(ReferenceKind.Reference, start, close + 2);
    }

    private static bool IsSpread(string text, int at) => string.CompareOrdinal(text, at, "...", 0, 3) == 0;
}
