namespace Dxflow.Workflows.Flow.Values;

/// <summary>Keys keep the order in which they were written; two maps are equal whatever the order.</summary>
internal sealed record MapValue(IReadOnlyDictionary<string, FlowValue> Items) : FlowValue
{
    public bool Equals(MapValue? other) =>
        other is not null && Items.Count == other.Items.Count
        && Items.All(pair => other.Items.TryGetValue(pair.Key, out var value) && pair.Value.Equals(value));

    public override int GetHashCode() => Items.Aggregate(Items.Count, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}
