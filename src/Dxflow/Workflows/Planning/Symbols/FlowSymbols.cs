using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Planning.Symbols;

/// <summary>
/// Everything in a document that references can name, by what it is. Made from the document when a plan is made, and from the plan
/// when it runs, so that both type an expression alike.
/// </summary>
internal sealed record FlowSymbols(
    IReadOnlyDictionary<string, NodeSymbol> Nodes,
    IReadOnlyDictionary<string, FlowType> Inputs,
    IReadOnlySet<string> DisabledNodes,
    string? OnExit)
{
    public static FlowSymbols Of(RunPlan plan) => new(
        plan.Nodes.ToDictionary(node => node.Name, NodeSymbol.Of, StringComparer.Ordinal),
        plan.Inputs.ToDictionary(input => input.Name, input => FlowTypeText.Parse(input.Type), StringComparer.Ordinal),
        new HashSet<string>(),
        plan.OnExit is { } last ? plan.Nodes[last].Name : null);
}
