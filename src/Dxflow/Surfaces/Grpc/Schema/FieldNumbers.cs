namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>
/// Gives numbers for ever. A name that the approved file has keeps its number, a new one gets the next that nobody ever had, and
/// what is not asked for any more is reserved.
/// </summary>
internal sealed class FieldNumbers(IEnumerable<KeyValuePair<string, int>> approved, ProtoReserved reserved, int first)
{
    private readonly Dictionary<string, int> _approved = approved.ToDictionary(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private int _next = approved.Select(static one => one.Value).Concat(reserved.Numbers).Append(first - 1).Max() + 1;

    public static FieldNumbers Of(ProtoMessage? approved) => new(
        approved?.Fields.Select(static field => KeyValuePair.Create(field.Name, field.Number)) ?? [],
        approved?.Reserved ?? ProtoReserved.None,
        first: 1);

    /// <summary>Values of an enum begin with 0, the real default.</summary>
    public static FieldNumbers Of(ProtoEnum? approved) => new(
        approved?.Values.Select(static value => KeyValuePair.Create(value.Name, value.Number)) ?? [],
        approved?.Reserved ?? ProtoReserved.None,
        first: 0);

    public int Of(string name)
    {
        _used.Add(name);
        return _approved.TryGetValue(name, out var number) ? number : _next++;
    }

    /// <summary>Asked last. A name that came back is not reserved any more; its old number stays so.</summary>
    public ProtoReserved Reserved()
    {
        var gone = _approved.Where(one => !_used.Contains(one.Key)).ToList();
        var names = reserved.Names.Where(name => !_used.Contains(name)).Concat(gone.Select(static one => one.Key));
        return new ProtoReserved(
            [.. reserved.Numbers.Concat(gone.Select(static one => one.Value)).Order()], [.. names.Order(StringComparer.Ordinal)]);
    }
}
