namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>Gathers a map's entries: keys of its own once each, then what merge keys (<c>&lt;&lt;</c>) bring beside them.</summary>
internal sealed class MapBuilder(Problems problems, bool silent)
{
    private const string MergeKey = "<<";

    private readonly List<MapEntry> _entries = [];
    private readonly Dictionary<string, ScalarNode> _keys = new(StringComparer.Ordinal);
    private List<Node>? _merged;

    public void Add(ScalarNode key, Node value)
    {
        if (key.Text == MergeKey && !key.IsQuoted)
        {
            (_merged ??= []).Add(value);
        }
        else if (_keys.TryAdd(key.Text, key))
        {
            _entries.Add(new MapEntry(key, value));
        }
        else if (!silent)
        {
            problems.Error(
                key.At, $"`{key.Text}` is here a second time, first on line {_keys[key.Text].At.Line}", "Remove or rename one of the two.");
        }
    }

    public List<MapEntry> Build()
    {
        foreach (var value in _merged ?? [])
        {
            Merge(value);
        }

        return _entries;
    }

    private void Merge(Node value)
    {
        if (value is ListNode list)
        {
            // In a list of maps an earlier one wins.
            foreach (var item in list.Items)
            {
                MergeOne(item);
            }
        }
        else
        {
            MergeOne(value);
        }
    }

    private void MergeOne(Node value)
    {
        if (value is not MapNode map)
        {
            problems.Error(value.At, $"`<<` merges maps, and this is {value.Kind}", "Name the anchor of a map: <<: *name");
            return;
        }

        foreach (var entry in map.Entries)
        {
            if (_keys.TryAdd(entry.Key.Text, entry.Key))
            {
                _entries.Add(entry);
            }
        }
    }
}
