using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>A list, in the order of the document.</summary>
internal sealed class ListNode(Place at, IReadOnlyList<Node> items, string? tag = null) : Node(at, tag)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public override string Kind => "a list";
}
