using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Merging;

/// <summary>
/// Lists in which names stand as maps: <c>[A=1, B]</c> is <c>{ A: 1, B: }</c>. A value stays the piece of text that it is, with its
/// place, its variables and its references. Null: the node has neither form, which its reader will say.
/// </summary>
internal sealed class PairForms(Interpolation interpolation)
{
    public MapNode? Pairs(Node node) => Map(node, Pair);

    /// <summary>Names alone, each with nothing, or with what <paramref name="value"/> makes of its place.</summary>
    public MapNode? Names(Node node, Func<ScalarNode, Node>? value = null) => Map(
        node, name => new MapEntry(Key(name, interpolation.ToText(name)), value is null ? new ScalarNode(name.At, "") : value(name)));

    /// <summary>Each host with its address on a line of its own, as a map may not name a host twice.</summary>
    public ListNode? Hosts(Node node) => node switch
    {
        ListNode list => list,
        MapNode map => new ListNode(map.At, [.. map.Entries.SelectMany(entry => entry.Value is ListNode several
            ? several.Items.OfType<ScalarNode>().Select(address => Host(entry.Key, address))
            : entry.Value is ScalarNode one ? [Host(entry.Key, one)] : [])]),
        _ => null,
    };

    private ScalarNode Host(ScalarNode name, ScalarNode address) => address.Resolved($"{name.Text}={interpolation.ToText(address)}");

    private static ScalarNode Key(ScalarNode at, string name) => new(at.At, name, ScalarStyle.DoubleQuoted);

    private static MapNode? Map(Node node, Func<ScalarNode, MapEntry> entry)
    {
        if (node is not ListNode list)
        {
            return node as MapNode;
        }

        var entries = new Dictionary<string, MapEntry>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            if (item is not ScalarNode scalar)
            {
                return null;
            }

            var made = entry(scalar);
            entries[made.Key.Text] = made;
        }

        return new MapNode(list.At, [.. entries.Values], list.Tag);
    }

    private MapEntry Pair(ScalarNode item)
    {
        var equals = item.Text.IndexOf('=');
        var name = equals < 0 ? item.Text : item.Text[..equals];
        if (!name.Contains('$') || item.IsResolved || item.Text.Contains("{{", StringComparison.Ordinal))
        {
            return equals < 0
                ? new MapEntry(item, new ScalarNode(item.At, ""))
                : new MapEntry(Key(item, name), item.From(equals + 1));
        }

        // Variables may bring in the name, and the sign after it.
        var text = interpolation.ToText(item);
        equals = text.IndexOf('=');
        return equals < 0
            ? new MapEntry(Key(item, text), new ScalarNode(item.At, ""))
            : new MapEntry(Key(item, text[..equals]), item.Resolved(text[(equals + 1)..]));
    }
}
