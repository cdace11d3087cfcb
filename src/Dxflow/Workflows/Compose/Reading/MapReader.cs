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

    public long? Long(string key, long min, long max = long.MaxValue) =>
        this[key] is { } node ? context.Long(node, $"`{key}`", min, max) : null;

    /// <summary>A size in bytes that needs no unit; where <paramref name="orUnlimited"/>, -1 is no limit.</summary>
    public long? Size(string key, bool orUnlimited = false) => this[key] is { } node ? context.Size(node, $"`{key}`", orUnlimited) : null;

    /// <summary>One of a few words.</summary>
    public string? OneOf(string key, params IReadOnlyList<string> words) =>
        this[key] is { } node ? context.OneOf(node, $"`{key}`", words) : null;

    /// <summary>Names with texts, as a map or a list of <c>NAME=value</c>; null if there is none.</summary>
    public IReadOnlyDictionary<string, string>? Pairs(string key, Func<string, string?>? inherit = null) =>
        TextPairs.Read(this[key], key, context, inherit);

    /// <summary>As <see cref="Texts"/>, without places; null if there is none.</summary>
    public IReadOnlyList<string>? Words(string key, bool orText = false) =>
        Texts(key, orText) is { Count: > 0 } texts ? [.. texts.Select(text => text.Value)] : null;

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
