using System.Buffers;
using System.Text;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// A line of a log as text that does nothing to the terminal it is shown on: bytes that are no UTF-8 become U+FFFD, control characters
/// become visible (<c>\x07</c>), only tabs and colours (ESC [ … m) stay. What a carriage return overwrites on a terminal is
/// left out: of a progress bar there is the last state.
/// </summary>
internal static class SafeText
{
    private const char Escape = '\u001b';

    /// <summary>Looked for in every line that is shown, so many letters at once.</summary>
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(static code => (char)code).Where(IsUnsafe)]);

    /// <summary>The same, of lines with newlines between them.</summary>
    private static readonly SearchValues<char> UnsafeInLines = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(static code => (char)code).Where(static letter => IsUnsafe(letter) && letter != '\n')]);

    /// <summary>Several lines, with newlines between them before and after.</summary>
    public static string OfLines(ReadOnlySpan<byte> lines)
    {
        var text = Encoding.UTF8.GetString(lines);
        if (!text.AsSpan().ContainsAny(UnsafeInLines))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var line in lines.Split((byte)'\n'))
        {
            safe.Append(Of(lines[line])).Append('\n');
        }

        return safe.ToString(0, safe.Length - 1);
    }

    public static string Of(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r\n"u8);
        var text = Encoding.UTF8.GetString(line[(line.LastIndexOf((byte)'\r') + 1)..]);
        if (!text.AsSpan().ContainsAny(Unsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        for (var index = 0; index < text.Length; index++)
        {
            if (!IsUnsafe(text[index]))
            {
                safe.Append(text[index]);
            }
            else if (text[index] == Escape && ColourLength(text.AsSpan(index)) is > 0 and var length)
            {
                safe.Append(text, index, length);
                index += length - 1;
            }
            else
            {
                safe.Append("\\x").Append(((int)text[index]).ToString("x2"));
            }
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char letter) => char.IsControl(letter) && letter != '\t';

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
