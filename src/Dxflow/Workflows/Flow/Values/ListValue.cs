namespace Dxflow.Workflows.Flow.Values;

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
