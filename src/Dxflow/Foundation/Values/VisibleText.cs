using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dxflow.Foundation.Values;

/// <summary>
/// Text that others wrote, shown as text: control characters, and those that turn the direction of writing, are made visible, so that
/// no name, path or log line can drive the terminal or look like something else.
/// </summary>
internal static class VisibleText
{
    private const char Escape = '\u001b';
    private const string Reset = "\u001b[0m";

    /// <summary>But tabs, which stay in a line of output.</summary>
    private static readonly SearchValues<char> UnsafeInLine = SearchValues.Create(
        [
            .. Enumerable.Range(0, char.MaxValue + 1).Select(static code => (char)code)
                .Where(static letter => IsUnsafe(letter) && letter != '\t'),
        ]);

    private static readonly SearchValues<char> UnsafeInLines = SearchValues.Create(
        [
            .. Enumerable.Range(0, char.MaxValue + 1).Select(static code => (char)code)
                .Where(static letter => IsUnsafe(letter) && letter is not ('\t' or '\n')),
        ]);

    /// <summary>One line, whatever the text holds.</summary>
    public static string Of(string text) => text.Any(IsUnsafe) ? Rewritten(text, keepsTabs: false, colour: false) : text;

    /// <summary>
    /// A line of a program's output: tabs stay. Its colours (ESC [ … m) stay where colour is wanted, and end with the line; elsewhere
    /// they are left out.
    /// </summary>
    public static string Line(string text, bool colour) =>
        text.AsSpan().ContainsAny(UnsafeInLine) ? Rewritten(text, keepsTabs: true, colour) : text;

    /// <summary>Lines of a program's output, with newlines between them.</summary>
    public static string Lines(string text, bool colour) => text.AsSpan().ContainsAny(UnsafeInLines)
        ? string.Join('\n', text.Split('\n').Select(line => Line(line, colour)))
        : text;

    private static string Rewritten(string text, bool keepsTabs, bool colour)
    {
        var visible = new StringBuilder(text.Length + 16);
        var coloured = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (keepsTabs && text[at] == Escape && ColourLength(text.AsSpan(at)) is > 0 and var length)
            {
                coloured |= colour;
                visible.Append(text, at, colour ? length : 0);
                at += length - 1;
            }
            else if (!IsUnsafe(text[at]) || (keepsTabs && text[at] == '\t'))
            {
                visible.Append(text[at]);
            }
            else
            {
                Write(visible, text[at]);
            }
        }

        return visible.Append(coloured ? Reset : "").ToString();
    }

    private static void Write(StringBuilder visible, char letter) => _ = letter switch
    {
        '\n' => visible.Append("\\n"),
        '\t' => visible.Append("\\t"),
        '\r' => visible.Append("\\r"),
        <= '\u00ff' => visible.Append(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}"),
        _ => visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
    };

    private static bool IsUnsafe(char letter) => char.IsControl(letter)
        || letter is >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069';

    private static int ColourLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[1] != '[')
        {
            return 0;
        }

        var end = text[2..].IndexOfAnyExcept("0123456789;:");
        return end >= 0 && text[2 + end] == 'm' ? 3 + end : 0;
    }
}
