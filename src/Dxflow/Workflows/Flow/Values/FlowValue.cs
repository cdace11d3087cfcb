namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// A value of a flow: immutable, compared by content. Derived: null, bool, int (64 bits), float (finite), string, list, map,
/// artifact and secret. In the language's own <c>==</c> an int may equal a float (<see cref="FlowOrder.AreEqual"/>); here it does not.
/// </summary>
internal abstract record FlowValue
{
    public static readonly FlowValue Null = new NullValue();

    public bool IsNull => this is NullValue;

    /// <summary>The word for this value's type in messages.</summary>
    public string TypeName => this switch
    {
        NullValue => "null",
        BoolValue => "bool",
        IntValue => "int",
        FloatValue => "float",
        StringValue => "string",
        ListValue => "list",
        MapValue => "map",
        ArtifactValue { Kind: ArtifactKind.Dir } => "dir",
        ArtifactValue => "file",
        _ => "secret",
    };

    /// <summary>For messages: short, and never a secret.</summary>
    public sealed override string ToString() => FlowText.Show(this);
}

internal sealed record NullValue : FlowValue;

internal sealed record BoolValue(bool Value) : FlowValue
{
    public static readonly BoolValue True = new(true);
    public static readonly BoolValue False = new(false);

    public static BoolValue Of(bool value) => value ? True : False;
}

internal sealed record IntValue(long Value) : FlowValue;

internal sealed record FloatValue(double Value) : FlowValue;

internal sealed record StringValue(string Value) : FlowValue;

/// <summary>A text that is written nowhere but into the environment of the step that asks for it.</summary>
internal sealed record SecretValue(string Reveal) : FlowValue;

internal enum ArtifactKind
{
    File,
    Dir,
}

/// <summary>
/// A file or directory in the store, named by its content. <see cref="Path"/> is where the task at hand sees it; it is no part of the
/// value, and only a step's own inputs have it.
/// </summary>
internal sealed record ArtifactValue(string Sha256, ArtifactKind Kind, string Name, long Size, string? Path = null) : FlowValue
{
    public bool Equals(ArtifactValue? other) => other is not null && Sha256 == other.Sha256 && Kind == other.Kind;

    public override int GetHashCode() => HashCode.Combine(Sha256, Kind);
}

internal sealed record ListValue(IReadOnlyList<FlowValue> Items) : FlowValue
{
    public static readonly ListValue Empty = new([]);

    public bool Equals(ListValue? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}

/// <summary>Keys keep the order in which they were written; two maps are equal whatever the order.</summary>
internal sealed record MapValue(IReadOnlyDictionary<string, FlowValue> Items) : FlowValue
{
    public bool Equals(MapValue? other) =>
        other is not null && Items.Count == other.Items.Count
        && Items.All(pair => other.Items.TryGetValue(pair.Key, out var value) && pair.Value.Equals(value));

    public override int GetHashCode() => Items.Aggregate(Items.Count, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}
