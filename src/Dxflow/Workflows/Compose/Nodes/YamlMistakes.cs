namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>Says in a user's words what the parser stumbled over, from the text at that place; else hands on the parser's words.</summary>
internal static class YamlMistakes
{
    public static (string Message, string Fix) Explain(SourceText source, int index, string cause)
    {
        var text = source.Text;
        var place = source.PlaceAt(index);
        var line = source.Line(place.Line) ?? "";
        var indent = line.Length - line.TrimStart(' ', '\t').Length;
        if (line.AsSpan(0, indent).Contains('\t') || (index < text.Length && text[index] == '\t') || cause.Contains("tab character", StringComparison.Ordinal))
        {
            return ("not valid YAML: a tab indents this line or the next", "Indent with blanks; YAML forbids tabs.");
        }

        if (index < text.Length && text[index] is '@' or '`' or '%')
        {
            return ($"not valid YAML: a text cannot begin with {text[index]}", "Put the text in quotes.");
        }

        return cause switch
        {
            _ when cause.Contains("found unexpected end of stream", StringComparison.Ordinal) => ("not valid YAML: a quote is opened and never closed", "Close the quote."),
            _ when cause.Contains("unknown escape", StringComparison.Ordinal) => ("not valid YAML: an unknown escape in double quotes", "Write \\\\ for a backslash, or use single quotes."),
            _ when cause.Contains("invalid mapping", StringComparison.Ordinal) || cause.Contains("mapping values are not allowed", StringComparison.OrdinalIgnoreCase)
                => ("not valid YAML: a second `: ` in one value", "Put the value in quotes, or begin a new line."),
            _ when cause.Contains("did not find expected key", StringComparison.Ordinal) || cause.Contains("<document end>", StringComparison.Ordinal)
                => ("not valid YAML: this line is indented less or more than its neighbours, or a quoted text goes on after its quote", "Indent it like the keys beside it; put the whole value in quotes."),
            _ when cause.Contains("sequence entries are not allowed", StringComparison.OrdinalIgnoreCase) => ("not valid YAML: a list cannot begin here", "Begin the list on a line of its own."),
            _ => ($"not valid YAML: {Tidy(cause)}", "Look at the quotes, brackets and indentation here and in the line before."),
        };
    }

    private static string Tidy(string cause)
    {
        var text = cause.TrimEnd('.');
        return text.StartsWith("Operation is not valid", StringComparison.Ordinal) || text.Length == 0
            ? "a bracket or a brace is opened and never closed"
            : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
