using System.Diagnostics.CodeAnalysis;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>A map with its entries in the order of the document, each key once (a second one is a problem of the reading).</summary>
internal sealed class MapNode(Place at, IReadOnlyList<MapEntry> entries, string? tag = null) : Node(at, tag)
{
    // Below this size a walk is quicker than a dictionary.
    private const int WalkedEntriesMax = 12;

    private Dictionary<string, Node>? _index;

    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    public override string Kind => "a map";

    public Node? this[string key] => TryGet(key, out var value) ? value : null;

    public bool TryGet(string key, [NotNullWhen(true)] out Node? value)
    {
        if (Entries.Count > WalkedEntriesMax)
        {
            _index ??= Entries.ToDictionary(entry => entry.Key.Text, entry => entry.Value, StringComparer.Ordinal);
            return _index.TryGetValue(key, out value);
        }

        foreach (var entry in Entries)
        {
            if (entry.Key.Text == key)
            {
                value = entry.Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}
