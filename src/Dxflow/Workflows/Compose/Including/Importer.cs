using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>
/// Copies the resources of an included document into the one that includes it. Two of one name must say the same, as when a file is
/// included twice; else it is a problem, because neither is meant to change the other.
/// </summary>
internal sealed class Importer(Interpolation interpolation, Problems problems)
{
    private static readonly string[] Kinds = ["services", "networks", "volumes", "configs", "secrets", "models"];

    public MapNode Import(MapNode included, MapNode into)
    {
        var entries = into.Entries.ToList();
        foreach (var kind in Kinds)
        {
            if (!included.TryGet(kind, out var given) || given is not MapNode from)
            {
                continue;
            }

            var at = entries.FindIndex(entry => entry.Key.Text == kind);
            if (at < 0)
            {
                entries.Add(new MapEntry(included.Entries.First(entry => entry.Key.Text == kind).Key, from));
            }
            else if (entries[at].Value is MapNode own)
            {
                entries[at] = entries[at] with { Value = Join(kind, from, own) };
            }
            else if (entries[at].Value is ScalarNode { IsNull: true })
            {
                entries[at] = entries[at] with { Value = from };
            }
        }

        return new MapNode(into.At, entries, into.Tag);
    }

    private MapNode Join(string kind, MapNode from, MapNode own)
    {
        var entries = own.Entries.ToList();
        foreach (var entry in from.Entries)
        {
            if (!own.TryGet(entry.Key.Text, out var mine))
            {
                entries.Add(entry);
            }
            else if (!Same(mine, entry.Value))
            {
                var first = own.Entries.First(other => other.Key.Text == entry.Key.Text).Key;
                problems.Error(
                    first.At,
                    $"`{entry.Key.Text}` in `{kind}` stands here and in what is included, at {entry.Key.At}",
                    "Rename one of them; or put what changes into a file merged over it: include: [{ path: [FILE, CHANGES] }].");
            }
        }

        return new MapNode(own.At, entries, own.Tag);
    }

    private bool Same(Node one, Node other) => (one, other) switch
    {
        (MapNode a, MapNode b) => a.Entries.Count == b.Entries.Count
            && a.Entries.All(entry => b.TryGet(entry.Key.Text, out var value) && Same(entry.Value, value)),
        (ListNode a, ListNode b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => Same(pair.First, pair.Second)),
        (ScalarNode a, ScalarNode b) => ReferenceEquals(a, b)
            || (a.IsNull == b.IsNull && interpolation.ToText(a) == interpolation.ToText(b)),
        _ => false,
    };
}
