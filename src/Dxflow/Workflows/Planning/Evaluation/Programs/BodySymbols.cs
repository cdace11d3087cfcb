using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Evaluation.Programs;

/// <summary>
/// What references name in one document of a plan: the types, and the nodes by their names. The body of a loop is no document: its node
/// refers to what stands around the loop.
/// </summary>
internal sealed record BodySymbols(FlowSymbols Symbols, IReadOnlyDictionary<string, int> Index, int First, int Count)
{
    public bool Holds(int node) => node >= First && node < First + Count;

    /// <summary>Of all bodies by their number.</summary>
    public static IReadOnlyList<BodySymbols> Of(RunPlan plan)
    {
        var bodies = BodyPlan.All(plan);
        var all = bodies.Select(body => Of(plan, body)).ToArray();
        foreach (var (node, call) in plan.Nodes.Index().Where(each => each.Item.Step?.Call is { Inline: true })
            .Select(each => (each.Index, each.Item.Step!.Call!)))
        {
            var around = bodies.Index().First(body => node >= body.Item.First && node < body.Item.First + body.Item.Count).Index;
            all[call.Body] = all[call.Body] with { Symbols = all[around].Symbols, Index = all[around].Index };
        }

        return all;
    }

    private static BodySymbols Of(RunPlan plan, BodyPlan body)
    {
        var nodes = plan.Nodes.Skip(body.First).Take(body.Count).ToList();
        var last = body.OnExit is { } exit ? plan.Nodes[exit].Name : null;
        return new BodySymbols(
            FlowSymbols.Of(nodes, body.Inputs, last),
            nodes.Index().ToDictionary(node => node.Item.Name, node => body.First + node.Index, StringComparer.Ordinal),
            body.First,
            body.Count);
    }
}
