using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>JSON as block-style YAML 1.2. Text that could be read as something else is quoted as in JSON, which YAML understands.</summary>
internal static partial class YamlText
{
    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        if (IsBlock(value))
        {
            Block(text, value, 0);
        }
        else
        {
            text.Append(Scalar(value)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Letters first, then nothing that YAML gives a meaning to; the words that mean something are excluded beside it.</summary>
    [GeneratedRegex(@"^[A-Za-z_/][A-Za-z0-9_./@+-]*( [A-Za-z0-9_./@+(][A-Za-z0-9_./@+()-]*)*$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(?:y|n|yes|no|on|off|true|false|null)$", RegexOptions.IgnoreCase)]
    private static partial Regex Meaningful();

    private static bool IsBlock(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
        || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0);

    private static void Block(StringBuilder text, JsonElement value, int depth)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                text.Append(' ', depth * 2).Append(Text(member.Name)).Append(':');
                Child(text, member.Value, depth + (member.Value.ValueKind == JsonValueKind.Array ? 0 : 1));
            }

            return;
        }

        foreach (var element in value.EnumerateArray())
        {
            var begin = text.Length + (depth * 2);
            if (IsBlock(element))
            {
                // The first line of the element stands behind the dash.
                Block(text, element, depth + 1);
                text[begin] = '-';
            }
            else
            {
                text.Append(' ', depth * 2).Append("- ").Append(Scalar(element)).Append('\n');
            }
        }
    }

    private static void Child(StringBuilder text, JsonElement value, int depth)
    {
        if (IsBlock(value))
        {
            text.Append('\n');
            Block(text, value, depth);
        }
        else
        {
            text.Append(' ').Append(Scalar(value)).Append('\n');
        }
    }

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value.GetString()!),
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        _ => value.GetRawText(),
    };

    private static string Text(string text) => Plain().IsMatch(text) && !Meaningful().IsMatch(text)
        ? text
        : JsonText.Compact(JsonSerializer.SerializeToElement(text, Wire.WireJson.Default.String));
}
