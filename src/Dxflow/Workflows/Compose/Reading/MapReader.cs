using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>Typed reading of one map's keys: null if a key is missing, empty or wrong (then there is a problem).</summary>
internal readonly struct MapReader(MapNode map, ReadingContext context)
{
    public Node? this[string key] => map.TryGet(key, out var node) && node is not ScalarNode { IsNull: true } ? node : null;

    public Placed<string>? Text(string key) =>
        this[key] is { } node && context.Text(node, $"`{key}`") is { } text ? new Placed<string>(text, node.At) : null;

    public Placed<bool>? Bool(string key) => this[key] is { } node ? context.Bool(node, $"`{key}`") : null;

    public Placed<int>? Int(string key, int min, int max = int.MaxValue) =>
        this[key] is { } node ? context.Int(node, $"`{key}`", min, max) : null;

    public Placed<double>? Number(string key) => this[key] is { } node ? context.Number(node, $"`{key}`") : null;

    public Placed<TimeSpan>? Duration(string key) => this[key] is { } node ? context.Duration(node, $"`{key}`") : null;

    public Placed<long>? Bytes(string key) => this[key] is { } node ? context.Bytes(node, $"`{key}`") : null;

    public MapNode? Map(string key) => this[key] is { } node ? context.Map(node, $"`{key}`") : null;

    /// <summary>A list of texts; where <paramref name="orText"/>, one text is a list of one.</summary>
    public IReadOnlyList<Placed<string>> Texts(string key, bool orText = false)
    {
        switch (this[key])
        {
            case null:
                return [];
            case ListNode list:
                var texts = new List<Placed<string>>(list.Items.Count);
                foreach (var item in list.Items)
                {
                    if (context.Text(item, $"an entry of `{key}`") is { } text)
                    {
                        texts.Add(new(text, item.At));
                    }
                }

                return texts;
            case ScalarNode scalar when orText:
                return context.Text(scalar, $"`{key}`") is { } one ? [new(one, scalar.At)] : [];
            case var other:
                context.Error(
                    other.At, $"`{key}` must be a list, and this is {other.Kind}", "Write each entry on a line of its own: `- entry`.");
                return [];
        }
    }
}
