namespace Dxflow.Workflows.Compose.Keys;

/// <summary>
/// What holds at which keys of a document, such as <c>services.*.build.args</c>: walked down beside the nodes, one key at a time.
/// A star is any key and any item of a list; a key written out goes before it.
/// </summary>
internal sealed class KeyTable<T>
    where T : struct
{
    private const string Any = "*";

    private readonly Dictionary<string, KeyTable<T>> _below = new(StringComparer.Ordinal);

    public T? Value { get; private set; }

    /// <summary>Each value with its keys, a blank between them.</summary>
    public static KeyTable<T> Of(params ReadOnlySpan<(T Value, string Keys)> rows)
    {
        var table = new KeyTable<T>();
        foreach (var (value, keys) in rows)
        {
            foreach (var path in keys.Split(' '))
            {
                var at = table;
                foreach (var key in path.Split('.'))
                {
                    if (!at._below.TryGetValue(key, out var next))
                    {
                        at._below[key] = next = new KeyTable<T>();
                    }

                    at = next;
                }

                at.Value = value;
            }
        }

        return table;
    }

    /// <summary>The table of one key; null if nothing holds there nor further down.</summary>
    public KeyTable<T>? Below(string key) => _below.TryGetValue(key, out var exact) ? exact : _below.GetValueOrDefault(Any);

    public KeyTable<T>? Items => _below.GetValueOrDefault(Any);
}
