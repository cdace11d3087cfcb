using System.Globalization;
using System.Text;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Graphs;

/// <summary>
/// A graph in Graphviz's language. A step that holds a graph is a cluster; its edges go to a point in it that stands for the whole.
/// </summary>
internal sealed class DotText
{
    private readonly StringBuilder _text = new();

    private DotText()
    {
    }

    public static string Of(WorkflowGraph graph)
    {
        var drawing = new DotText();
        drawing._text.Append(CultureInfo.InvariantCulture, $"digraph {Quoted(graph.Name)} {{\n")
            .Append("  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n")
            .Append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
        drawing.Draw(graph, "n", "  ");
        return drawing._text.Append("}\n").ToString();
    }

    private void Draw(WorkflowGraph graph, string prefix, string indent)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (index, node) in graph.Nodes.Index())
        {
            var id = ids[node.Name] = prefix + index.ToString(CultureInfo.InvariantCulture);
            Node(node, id, indent);
        }

        foreach (var edge in graph.Edges)
        {
            var label = GraphText.Label(edge) is { } text ? $"label={Quoted(text)}" : "";
            var style = GraphText.IsCondition(edge) ? "style=dashed" : "";
            var attributes = string.Join(", ", new[] { label, style }.Where(static one => one.Length > 0));
            _text.Append(CultureInfo.InvariantCulture, $"{indent}{ids[edge.From]} -> {ids[edge.To]}")
                .Append(attributes.Length > 0 ? $" [{attributes}]" : "").Append(";\n");
        }
    }

    private void Node(GraphNode node, string id, string indent)
    {
        var label = Quoted(string.Join('\n', GraphText.Label(node)));
        var colour = GraphText.Colour(node);
        if (node.Inner is { } inner)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{indent}subgraph cluster_{id} {{\n{indent}  label={label};\n")
                .Append(colour is null ? "" : $"{indent}  bgcolor=\"{colour}\";\n")
                .Append(CultureInfo.InvariantCulture, $"{indent}  {id} [shape=point, style=invis];\n");
            Draw(inner, id + "_", indent + "  ");
            _text.Append(CultureInfo.InvariantCulture, $"{indent}}}\n");
            return;
        }

        var shape = node.Kind switch
        {
            NodeKind.Service => ", shape=ellipse, style=filled",
            NodeKind.OneShot => ", peripheries=2",
            _ => "",
        };
        _text.Append(CultureInfo.InvariantCulture, $"{indent}{id} [label={label}{shape}")
            .Append(colour is null ? "" : $", fillcolor=\"{colour}\"").Append("];\n");
    }

    private static string Quoted(string text) => '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + '"';
}
