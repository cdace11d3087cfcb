using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>Says in a user's words what the parser stumbled over, else hands on the parser's words.</summary>
internal static class YamlMistakes
{
    private const string Neighbours =
        "not valid YAML: this line is indented less or more than its neighbours, or a quoted text goes on after its quote";

    private const string NeighboursFix = "Indent it like the keys beside it; put the whole value in quotes.";

    // The parser's words, by a part that no other message has.
    private static readonly (string Words, string Message, string Fix)[] Known =
    [
        ("found unexpected end of stream", "not valid YAML: a quote is opened and never closed", "Close the quote."),
        ("unknown escape", "not valid YAML: an unknown escape in double quotes", "Write \\\\ for a backslash, or use single quotes."),
        ("invalid mapping", "not valid YAML: a second `: ` in one value", "Put the value in quotes, or begin a new line."),
        ("mapping values are not allowed", "not valid YAML: a second `: ` in one value", "Put the value in quotes, or begin a new line."),
        ("did not find expected key", Neighbours, NeighboursFix),
        ("<document end>", Neighbours, NeighboursFix),
        ("sequence entries are not allowed", "not valid YAML: a list cannot begin here", "Begin the list on a line of its own."),
    ];

    public static (Place At, string Message, string Fix) Explain(SourceText source, int index, string cause)
    {
        var text = source.Text;
        if ((Says(cause, "tab ") || At(text, index) == '\t') && FindTab(source, source.PlaceAt(index).Line) is { } tab)
        {
            return (tab, "not valid YAML: a tab indents this line", "Indent with blanks; YAML forbids tabs.");
        }

        if (At(text, index) is '@' or '`' or '%')
        {
            return (source.PlaceAt(index), $"not valid YAML: a text cannot begin with {text[index]}", "Put the text in quotes.");
        }

        if (At(text, index) == '{' && index > 0 && text[index - 1] == '$')
        {
            return (source.PlaceAt(index), "not valid YAML: a ${…} within [ ] or { } stands without quotes", "Put it in quotes: \"${…}\".");
        }

        foreach (var (words, message, fix) in Known)
        {
            if (Says(cause, words))
            {
                return (source.PlaceAt(index), message, fix);
            }
        }

        if (Says(cause, "Operation is not valid"))
        {
            return (source.PlaceAt(index), "not valid YAML: a bracket or a brace is opened and never closed", "Close it.");
        }

        return (
            source.PlaceAt(index),
            $"not valid YAML: {Tidy(cause)}",
            "Look at the quotes, brackets and indentation here and in the line before.");
    }

    // The parser points at the value before the tab, or at its beginning.
    private static Place? FindTab(SourceText source, int firstLine)
    {
        for (var number = firstLine; source.Line(number) is { } line; number++)
        {
            var indent = line.Length - line.AsSpan().TrimStart(" \t").Length;
            var tab = line.AsSpan(0, indent).IndexOf('\t');
            if (tab >= 0)
            {
                return new Place(source.File, number, tab + 1);
            }
        }

        return null;
    }

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';

    private static bool Says(string cause, string words) => cause.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Tidy(string cause)
    {
        var text = cause.TrimEnd('.');
        return text.Length == 0 ? "the parser gives no reason" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
