using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Merging;

/// <summary>
/// Merges one tree over another by compose-spec's rules; neither is changed. What a later file resets or overrides keeps its tag, so
/// that it holds against everything below it; <see cref="MergeTags.Clean"/> comes last. All work together is bounded.
/// </summary>
internal sealed class NodeMerger(Interpolation interpolation, Problems problems)
{
    /// <summary>Entries looked at, over all merges of a document.</summary>
    public const int EntriesMax = 2_000_000;

    private readonly PairForms _forms = new(interpolation);
    private readonly EntryKeys _keys = new(interpolation);
    private int _entries;

    /// <summary><paramref name="name"/> is the key of both, for what is said about them.</summary>
    public Node Merge(Node under, Node over, KeyTable<MergeRule>? rules, string name)
    {
        if (MergeTags.Replaces(over) || under.Tag == MergeTags.Reset || rules?.Value == MergeRule.Replace || IsNothing(under))
        {
            return over;
        }

        if (IsNothing(over))
        {
            return under;
        }

        var merged = rules?.Value switch
        {
            MergeRule.Pairs => Maps(_forms.Pairs(under), _forms.Pairs(over), rules, nothingWins: true),
            MergeRule.Names => Maps(_forms.Names(under), _forms.Names(over), rules),
            MergeRule.Dependencies when under is not ListNode || over is not ListNode =>
                Maps(_forms.Names(under, Started), _forms.Names(over, Started), rules),
            MergeRule.Dependencies => Lists(under, over, MergeRule.Entries),
            MergeRule.Build => Maps(Build(under), Build(over), rules),
            MergeRule.Logging => Logging(under, over, rules),
            MergeRule.Hosts => Lists(_forms.Hosts(under), _forms.Hosts(over), MergeRule.Hosts),
            { } rule => Lists(List(under, rule), List(over, rule), rule),
            null => null,
        };
        return merged ?? ByForm(under, over, rules, name);
    }

    private static bool IsNothing(Node node) => node is ScalarNode { IsNull: true };

    private static Node List(Node node, MergeRule rule) =>
        node is ScalarNode || (node is MapNode && rule == MergeRule.Files) ? new ListNode(node.At, [node]) : node;

    private static MapNode Started(ScalarNode name) => new(
        name.At, [new MapEntry(new ScalarNode(name.At, "condition"), new ScalarNode(name.At, "service_started"))]);

    private static MapNode? Build(Node node) => node is ScalarNode context
        ? new MapNode(node.At, [new MapEntry(new ScalarNode(node.At, "context"), context)])
        : node as MapNode;

    private Node ByForm(Node under, Node over, KeyTable<MergeRule>? rules, string name)
    {
        switch (under, over)
        {
            case (MapNode, MapNode):
                return Maps((MapNode)under, (MapNode)over, rules)!;
            case (ListNode, ListNode):
                return Lists(under, over, null)!;
            case (ScalarNode, ScalarNode):
                return over;
            default:
                problems.Error(
                    over.At,
                    $"`{name}` is {over.Kind} here and {under.Kind} at {under.At}, and the two cannot be merged",
                    "Write it in the same form, or put !override before it.");
                return under;
        }
    }

    private Node? Logging(Node under, Node over, KeyTable<MergeRule> rules)
    {
        if (under is not MapNode below || over is not MapNode above)
        {
            return null;
        }

        return below["driver"] is ScalarNode { IsNull: false } one && above["driver"] is ScalarNode { IsNull: false } other
            && interpolation.ToText(one) != interpolation.ToText(other) ? over : Maps(below, above, rules);
    }

    private MapNode? Maps(MapNode? under, MapNode? over, KeyTable<MergeRule>? rules, bool nothingWins = false)
    {
        if (under is null || over is null)
        {
            return null;
        }

        if (!Count(under.Entries.Count + over.Entries.Count, over))
        {
            return over;
        }

        var entries = new List<MapEntry>(under.Entries.Count + over.Entries.Count);
        foreach (var below in under.Entries)
        {
            var key = below.Key.Text;
            entries.Add(!over.TryGet(key, out var above) ? below
                : nothingWins ? new MapEntry(below.Key, above)
                : new MapEntry(below.Key, Merge(below.Value, above, rules?.Below(key), key)));
        }

        entries.AddRange(over.Entries.Where(entry => !under.TryGet(entry.Key.Text, out _)));
        return new MapNode(under.At, entries);
    }

    private ListNode? Lists(Node? under, Node? over, MergeRule? rule)
    {
        if (under is not ListNode below || over is not ListNode above)
        {
            return null;
        }

        var items = new List<Node>(below.Items.Count + above.Items.Count);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in Count(below.Items.Count + above.Items.Count, over) ? below.Items.Concat(above.Items) : [])
        {
            if (rule is not { } by || _keys.Of(by, item) is not { } key || known.TryAdd(key, items.Count))
            {
                items.Add(item);
            }
            else
            {
                items[known[key]] = by == MergeRule.Pools ? Maps(items[known[key]] as MapNode, item as MapNode, null) ?? item : item;
            }
        }

        return new ListNode(below.At, items);
    }

    private bool Count(int entries, Node at)
    {
        if (_entries <= EntriesMax && (_entries += entries) > EntriesMax)
        {
            problems.Error(
                at.At,
                $"merging the document's files takes more than {EntriesMax:N0} steps",
                "Merge fewer files, or extend smaller services.");
        }

        return _entries <= EntriesMax;
    }
}
