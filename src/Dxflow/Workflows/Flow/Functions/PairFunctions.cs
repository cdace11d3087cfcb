using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary>
/// <c>zip product enumerate</c>: lists of small lists. Where the members have different types the inner elements are <c>json</c>,
/// which is checked where it is used.
/// </summary>
internal static class PairFunctions
{
    public static readonly FlowFunction[] All =
    [
        new("zip", "zip(list, list, …)", 1, FlowFunction.AnyNumber, CheckTogether, Zip),
        new("product", "product(list, list, …)", 1, FlowFunction.AnyNumber, CheckTogether, Product),
        new("enumerate", "enumerate(list)", 1, 1, CheckEnumerate, Enumerate),
    ];

    private static FlowType CheckTogether(FunctionCheck check)
    {
        var element = FlowType.Nothing;
        for (var i = 0; i < check.Count; i++)
        {
            element = Together(check, i, element, check.Element(i));
        }

        return FlowType.ListOf(FlowType.ListOf(element));
    }

    private static FlowType CheckEnumerate(FunctionCheck check) =>
        FlowType.ListOf(FlowType.ListOf(Together(check, 0, FlowType.Int, check.Element(0))));

    // Numbers are not widened here: a zip of ints and floats must give the ints back as ints.
    private static FlowType Together(FunctionCheck check, int i, FlowType a, FlowType b)
    {
        if (a.Kind == FlowKind.Nothing || b.Kind == FlowKind.Nothing)
        {
            return FlowTypeRules.Join(a, b)!;
        }

        if (a.HoldsSecret || b.HoldsSecret)
        {
            return check.Fail(i, $"{check.Role(i)} holds secrets, which stay alone");
        }

        return FlowTypeRules.Changes(a, b) || FlowTypeRules.Changes(b, a)
            ? new FlowType(FlowKind.Json, Optional: a.Optional || b.Optional) : FlowTypeRules.JoinOrJson(a, b);
    }

    private static FlowValue Zip(FunctionCall call)
    {
        var lists = Enumerable.Range(0, call.Count).Select(call.List).ToList();
        if (lists.Any(list => list.Count != lists[0].Count))
        {
            throw call.Bad($"the lists have {string.Join(", ", lists.Select(list => list.Count))} elements",
                "zip takes lists of one length");
        }

        call.Fuel.Burn((long)lists[0].Count * lists.Count);
        return call.Made([.. Enumerable.Range(0, lists[0].Count).Select(i => new ListValue([.. lists.Select(list => list[i])]))]);
    }

    // The last list turns fastest, as nested loops would.
    private static FlowValue Product(FunctionCall call)
    {
        var lists = Enumerable.Range(0, call.Count).Select(call.List).ToList();
        IReadOnlyList<FlowValue[]> rows = [[]];
        foreach (var list in lists)
        {
            call.Fuel.Burn((long)rows.Count * list.Count * (rows.Count == 0 ? 0 : rows[0].Length + 1));
            rows = [.. rows.SelectMany(row => list.Select(item => (FlowValue[])[.. row, item]))];
        }

        return call.Made([.. rows.Select(row => new ListValue(row))]);
    }

    private static FlowValue Enumerate(FunctionCall call)
    {
        call.Fuel.Burn(call.List(0).Count * 2L);
        return call.Made([.. call.List(0).Select((item, i) => new ListValue([new IntValue(i), item]))]);
    }
}
