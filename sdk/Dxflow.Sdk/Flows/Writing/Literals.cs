using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Dxflow.Sdk.Flows.Writing;

/// <summary>Values of the program as the document writes them: inside an expression, and as YAML.</summary>
internal static class Literals
{
    public static Formula Formula(JsonElement value, DocumentType type)
    {
        if (type.HoldsSecret)
        {
            throw new FlowException("a secret would stand in the document: make it an input of the flow, and give it to the run.");
        }

        var isNegative = value.ValueKind == JsonValueKind.Number && value.GetRawText().StartsWith('-');
        var level = isNegative ? Writing.Formula.Unary : Writing.Formula.Primary;
        return new Formula(_ => Expression(value, type), level, []) { Literal = value };
    }

    /// <summary>A text in quotes; signs that would be taken for something around the expression are escaped.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder("'");
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' or '\'' => text.Append('\\').Append(letter),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                // `${` begins a variable, `}}` ends the reference for readers that do not know of quotes.
                '$' or '{' or '}' or < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        return text.Append('\'').ToString();
    }

    /// <summary>The value as YAML; null if only an expression can say it, because it holds two braces.</summary>
    public static YamlNode? Node(JsonElement value, DocumentType type) => value.ValueKind switch
    {
        JsonValueKind.String when type.IsArtifact => YamlNode.Of(Source(value.GetString()!)),
        JsonValueKind.String => value.GetString()!.Contains("{{", StringComparison.Ordinal) ? null
            : YamlNode.Of(value.GetString()!, isText: true),
        JsonValueKind.Number => YamlNode.Plain(Number(value, type)),
        JsonValueKind.Array => Items(value, type) is { } items ? new YamlList(items) : null,
        JsonValueKind.Object => Members(value, type) is { } members ? new YamlMap(members) : null,
        _ => YamlNode.Plain(value.GetRawText()),
    };

    private static string Expression(JsonElement value, DocumentType type) => value.ValueKind switch
    {
        JsonValueKind.String when type.IsArtifact =>
            throw new FlowException($"the {type} `{value}` stands in an expression: give it as an input of its own."),
        JsonValueKind.String => Quote(value.GetString()!),
        JsonValueKind.Number => Number(value, type),
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(item => Expression(item, Inner(type))))}]",
        JsonValueKind.Object => throw new FlowException("a map cannot be written in an expression: give it as an input of its own."),
        _ => value.GetRawText(),
    };

    private static string Source(string path) => path.StartsWith(FileArtifact.TextScheme, StringComparison.Ordinal) ? path : "file:" + path;

    // A float always has a dot, so that it stays one wherever the type is not written beside it.
    private static string Number(JsonElement value, DocumentType type)
    {
        var text = value.GetRawText();
        if (type.Name != "float" || text.Contains('.', StringComparison.Ordinal))
        {
            return text.Replace("E+", "e", StringComparison.Ordinal).Replace('E', 'e');
        }

        var exponent = text.IndexOf('E', StringComparison.OrdinalIgnoreCase);
        return exponent < 0
            ? text + ".0"
            : $"{text[..exponent]}.0e{int.Parse(text[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}";
    }

    private static List<YamlNode>? Items(JsonElement value, DocumentType type)
    {
        var items = value.EnumerateArray().Select(item => Node(item, Inner(type))).ToList();
        return items.Contains(null) ? null : [.. items.OfType<YamlNode>()];
    }

    private static List<KeyValuePair<string, YamlNode>>? Members(JsonElement value, DocumentType type)
    {
        var members = value.EnumerateObject().Select(member => (member.Name, Node: Node(member.Value, Inner(type)))).ToList();
        return members.Exists(static member => member.Node is null)
            ? null
            : [.. members.Select(member => KeyValuePair.Create(member.Name, member.Node!))];
    }

    private static DocumentType Inner(DocumentType type) => type.Element ?? new DocumentType("json");
}
