using Dxflow.Workflows.Compose.Nodes;

namespace Dxflow.Workflows.Compose.Merging;

/// <summary>
/// The tags by which a later file takes back what an earlier one said: <c>!reset</c> removes it, <c>!override</c> replaces it.
/// </summary>
internal static class MergeTags
{
    public const string Reset = "!reset";
    public const string Override = "!override";

    public static bool MayBeIn(string text) =>
        text.Contains(Reset, StringComparison.Ordinal) || text.Contains(Override, StringComparison.Ordinal);

    public static bool Replaces(Node node) => node.Tag is Reset or Override;

    /// <summary>Without what is reset; the very node if nothing is.</summary>
    public static Node Clean(Node node)
    {
        switch (node)
        {
            case MapNode map:
                var entries = new List<MapEntry>(map.Entries.Count);
                var changed = false;
                foreach (var entry in map.Entries)
                {
                    var value = Clean(entry.Value);
                    changed |= value.Tag == Reset || !ReferenceEquals(value, entry.Value);
                    if (value.Tag != Reset)
                    {
                        entries.Add(entry with { Value = value });
                    }
                }

                return changed ? new MapNode(map.At, entries, map.Tag) : map;
            case ListNode list:
                var items = list.Items.Select(Clean).Where(static item => item.Tag != Reset).ToList();
                return items.SequenceEqual(list.Items, ReferenceEqualityComparer.Instance) ? list : new ListNode(list.At, items, list.Tag);
            default:
                return node;
        }
    }
}
