using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dxflow.Sdk.Flows.Writing;

/// <summary>
/// Nodes as YAML 1.2: blocks, but a list of texts or a small map in one line where it fits. Whatever could be read as something else,
/// by a reader of YAML 1.1 too, is in quotes.
/// </summary>
internal static partial class YamlText
{
    private const int ColumnsMax = 120;

    public static string Of(YamlMap document)
    {
        var text = new StringBuilder();
        Block(text, document, 0);
        return text.ToString();
    }

    [GeneratedRegex(@"^[A-Za-z_/.][A-Za-z0-9_./@+<>?-]*( [A-Za-z0-9_./@+(<>][A-Za-z0-9_./@+()<>?-]*)*\z")]
    private static partial Regex Harmless();

    [GeneratedRegex(@"^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?\.(?:inf|nan)|[-+.]?[0-9].*|\.\.?)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Meaningful();

    private static void Block(StringBuilder text, YamlMap map, int indent)
    {
        foreach (var (key, value) in map.Entries)
        {
            text.Append(' ', indent).Append(Quoted(key)).Append(':');
            Value(text, value, indent, text.Length - LineStart(text));
        }
    }

    private static void Value(StringBuilder text, YamlNode value, int indent, int column)
    {
        if (value is YamlScalar { Style: YamlStyle.Verbatim } script && Lines(script.Text, indent + 2) is { } lines)
        {
            text.Append(lines);
        }
        else if (Line(value) is { } line && (value is YamlScalar || column + 1 + line.Length <= ColumnsMax))
        {
            text.Append(' ').Append(line).Append('\n');
        }
        else if (value is YamlMap map)
        {
            text.Append('\n');
            Block(text, map, indent + 2);
        }
        else
        {
            text.Append('\n');
            Items(text, (YamlList)value, indent + 2);
        }
    }

    private static void Items(StringBuilder text, YamlList list, int indent)
    {
        foreach (var item in list.Items)
        {
            var start = text.Length;
            if (Line(item) is { } line)
            {
                text.Append(' ', indent).Append("- ").Append(line).Append('\n');
            }
            else if (item is YamlMap map)
            {
                Block(text, map, indent + 2);
                text[start + indent] = '-';
            }
            else
            {
                // The first line of the inner list stands behind the outer dash.
                Items(text, (YamlList)item, indent + 2);
                text[start + indent] = '-';
            }
        }
    }

    /// <summary>In one line: scalars, lists of them, maps of them and of such lists; what is deeper is a block.</summary>
    private static string? Line(YamlNode node, int depth = 0)
    {
        switch (node)
        {
            case YamlScalar { Style: YamlStyle.Verbatim } script when Lines(script.Text, 0) is not null:
                return null;
            case YamlScalar scalar:
                return scalar.Style == YamlStyle.Plain ? scalar.Text : Quoted(scalar.Text);
            case YamlList list when list.Items.Count == 0:
                return "[]";
            case YamlMap map when map.Entries.Count == 0:
                return "{}";
            case YamlList list when depth < 2:
                var items = list.Items.Select(item => Line(item, depth + 1)).ToList();
                return items.Contains(null) ? null : $"[{string.Join(", ", items)}]";
            case YamlMap map when depth == 0 || (depth == 1 && map.Entries.Count <= 4):
                var entries = map.Entries.Select(entry => (entry.Key,
                    Value: entry.Value is YamlMap && depth > 0 ? null : Line(entry.Value, depth + 1)))
                    .ToList();
                return depth == 0 && map.Entries.Exists(static entry => entry.Value is YamlMap) ? null
                    : entries.Exists(static entry => entry.Value is null) ? null
                    : $"{{ {string.Join(", ", entries.Select(static entry => $"{Quoted(entry.Key)}: {entry.Value}"))} }}";
            default:
                return null;
        }
    }

    private static int LineStart(StringBuilder text)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (text[i] == '\n')
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>A literal block, or null where YAML has none for the text.</summary>
    private static string? Lines(string text, int indent)
    {
        var isPossible = text.Length > 0 && text[0] is not (' ' or '\n')
            && text.All(static letter => letter == '\n' || (letter >= ' '
                && letter is not ('\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff')
                && !char.IsSurrogate(letter)));
        var body = text.TrimEnd('\n');
        if (!isPossible || body.Length == 0)
        {
            return null;
        }

        var mark = (text.Length - body.Length) switch { 0 => "|-", 1 => "|", _ => "|+" };
        var block = new StringBuilder(" ").Append(mark).Append('\n');
        foreach (var line in body.Split('\n'))
        {
            block.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        }

        return block.Append('\n', Math.Max(0, text.Length - body.Length - 1)).ToString();
    }

    private static string Quoted(string text)
    {
        if (Harmless().IsMatch(text) && !Meaningful().IsMatch(text))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\\' or '"' => quoted.Append('\\').Append(letter),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff' =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }
}
