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
    public static FlowSymbols Of(IEnumerable<NodePlan> nodes, IEnumerable<InputPlan> inputs, string? onExit) => new(
        nodes.ToDictionary(node => node.Name, NodeSymbol.Of, StringComparer.Ordinal),
        inputs.ToDictionary(input => input.Name, input => FlowTypeText.Parse(input.Type), StringComparer.Ordinal),
        new HashSet<string>(),
        onExit);
}
