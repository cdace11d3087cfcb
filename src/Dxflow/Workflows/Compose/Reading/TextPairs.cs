using Dxflow.Workflows.Compose.Nodes;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>
/// Names with texts in either form: a map, or a list of <c>NAME=value</c>. A name without a value is handed to <c>inherit</c>, and left
/// out if that has none; where nobody inherits it has an empty value.
/// </summary>
internal static class TextPairs
{
    public static IReadOnlyDictionary<string, string>? Read(
        Node? node, string key, ReadingContext context, Func<string, string?>? inherit = null)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (node)
        {
            case null or ScalarNode { IsNull: true }:
                return null;
            case MapNode map:
                foreach (var (name, value) in map.Entries)
                {
                    Set(name.Text, value is ScalarNode { IsNull: true } ? null : context.Text(value, $"`{Short(name)}` in `{key}`") ?? "");
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    if (context.Text(item, $"an entry of `{key}`") is { } text)
                    {
                        var equals = text.IndexOf('=');
                        Set(equals < 0 ? text : text[..equals], equals < 0 ? null : text[(equals + 1)..]);
                    }
                }

                break;
            default:
                context.Error(node.At, $"`{key}` must be a map or a list, and this is {node.Kind}", "Write `NAME: value` lines below it.");
                break;
        }

        return pairs.Count > 0 ? pairs : null;

        void Set(string name, string? value)
        {
            if (name.Length == 0)
            {
                context.Error(node.At, $"`{key}` has an entry without a name", "Write NAME=value.");
            }
            else if ((value ?? (inherit is null ? "" : inherit(name))) is { } given)
            {
                pairs[name] = given;
            }
        }
    }

    private static string Short(ScalarNode name) => ReadingContext.Short(name.Text);
}
