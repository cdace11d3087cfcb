namespace Dxflow.Workflows.Flow.Types;

/// <summary>
/// Which type fits where. <see cref="Fits"/> is the rule of every boundary (an argument, a declared input); <see cref="Join"/> is
/// the type that can hold either of two (the branches of <c>?:</c>, the elements of a list). Null is judged by the caller,
/// which knows why it may be there.
/// </summary>
internal static class FlowTypeRules
{
    /// <summary>
    /// Whether a value of one type is one of the other, apart from null at the top. <c>json</c> fits where a check follows at run
    /// time.
    /// </summary>
    public static bool Fits(FlowType from, FlowType into)
    {
        if (from.Kind == FlowKind.Nothing || (from.Kind == FlowKind.Json && into.Kind != FlowKind.Secret))
        {
            return true;
        }

        return into.Kind switch
        {
            FlowKind.Json => !from.HoldsArtifact && !from.HoldsSecret,
            FlowKind.Float => from.IsNumber,
            FlowKind.List or FlowKind.Map => from.Kind == into.Kind && ElementFits(from.Element!, into.Element!),
            _ => from.Kind == into.Kind,
        };
    }

    /// <summary>
    /// Whether a conversion happens when <paramref name="from"/> becomes <paramref name="into"/>: some int becomes a float, or json
    /// is checked.
    /// </summary>
    public static bool Changes(FlowType from, FlowType into)
    {
        if (from.Kind == FlowKind.Nothing)
        {
            return false;
        }

        return from.Kind != into.Kind || (from.Element is { } element && Changes(element, into.Element!));
    }

    /// <summary>The smallest type that holds both, or null: then they have nothing in common.</summary>
    public static FlowType? Join(FlowType a, FlowType b)
    {
        var optional = a.Optional || b.Optional;
        var joined = JoinKinds(a, b);
        return joined is null ? null : optional ? joined.OrNull : joined.NotNull;
    }

    /// <summary>
    /// As <see cref="Join"/>, but what has nothing in common is <c>json</c>: the elements of <c>zip</c> and <c>product</c>.
    /// </summary>
    public static FlowType JoinOrJson(FlowType a, FlowType b) =>
        Join(a, b) ?? new FlowType(FlowKind.Json, Optional: a.Optional || b.Optional);

    private static bool ElementFits(FlowType from, FlowType into) => (into.Optional || !from.Optional) && Fits(from, into);

    private static FlowType? JoinKinds(FlowType a, FlowType b)
    {
        if (a.Kind == FlowKind.Nothing)
        {
            return b;
        }

        if (b.Kind == FlowKind.Nothing)
        {
            return a;
        }

        if (a.Kind == FlowKind.Json || b.Kind == FlowKind.Json)
        {
            return a.HoldsSecret || b.HoldsSecret ? null : FlowType.Json;
        }

        if (a.IsNumber && b.IsNumber)
        {
            return a.Kind == b.Kind ? a : FlowType.Float;
        }

        if (a.Kind != b.Kind)
        {
            return null;
        }

        if (a.Element is null)
        {
            return a;
        }

        return Join(a.Element, b.Element!) is { } element ? new FlowType(a.Kind, element) : null;
    }
}
