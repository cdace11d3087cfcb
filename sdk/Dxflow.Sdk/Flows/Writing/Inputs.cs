using System.Text.Json;

namespace Dxflow.Sdk.Flows.Writing;

/// <summary>An input of a step as the document says it: by the short form where its source has its type.</summary>
internal static class Inputs
{
    public static YamlNode Of(Formula from, DocumentType type, bool isTyped, YamlMap? options = null)
    {
        var literal = from.Literal is { } value ? Literals.Node(value, type) : null;
        var node = literal ?? new YamlScalar($"{{{{ {from.Write(Place.Values)} }}}}", YamlStyle.Text);
        var saysItself = literal is null ? from.IsName
            : type is { IsPlain: true, Optional: false } && from.Literal?.ValueKind != JsonValueKind.Null;
        if (saysItself && !isTyped && options is null)
        {
            return node;
        }

        var map = new YamlMap();
        map.Add("type", YamlNode.Plain(type.ToString()));
        map.Add(literal is null ? "from" : "default", node);
        options?.Entries.ForEach(entry => map.Add(entry.Key, entry.Value));
        return map;
    }
}
