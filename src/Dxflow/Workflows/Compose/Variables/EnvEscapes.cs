using System.Text;

namespace Dxflow.Workflows.Compose.Variables;

/// <summary>
/// Escapes in double quotes of an env file: <c>\n \r \t \a \b \f \v \" \\</c> and octal <c>\0…</c>; <c>\$</c> is a dollar that
/// begins no variable (<c>$$</c> for the scanner). Any other backslash stays.
/// </summary>
internal static class EnvEscapes
{
    public static string Resolve(string text)
    {
        if (!text.Contains('\\'))
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : '\0';
            if (next == '0')
            {
                i = Octal(text, i + 2, output) - 1;
                continue;
            }

            var replaced = Single(next);
            output.Append(replaced ?? text[i].ToString());
            i += replaced is null ? 0 : 1;
        }

        return output.ToString();
    }

    private static string? Single(char letter) => letter switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'a' => "\a",
        'b' => "\b",
        'f' => "\f",
        'v' => "\v",
        '"' => "\"",
        '\\' => "\\",
        '$' => "$$",
        _ => null,
    };

    private static int Octal(string text, int at, StringBuilder output)
    {
        var value = 0;
        var end = Math.Min(at + 3, text.Length);
        for (; at < end && text[at] is >= '0' and <= '7'; at++)
        {
            value = (value * 8) + (text[at] - '0');
        }

        output.Append((char)(value & 0xff));
        return at;
    }
}
