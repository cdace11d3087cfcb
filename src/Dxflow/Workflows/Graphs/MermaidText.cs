using System.Globalization;
using System.Text;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Graphs;

/// <summary>
/// A graph as a Mermaid flowchart. Nodes are called n0, n1, … because names may hold what is grammar there; every text is quoted, and in it
/// whatever Mermaid or HTML would read is written as an entity.
/// </summary>
internal sealed class MermaidText
{
    private readonly StringBuilder _text = new();

    private MermaidText()
    {
    }

    public static string Of(WorkflowGraph graph)
    {
        var drawing = new MermaidText();
        drawing._text.Append("flowchart TD\n");
        drawing.Draw(graph, "n", "  ");
        return drawing._text.ToString();
    }

    private void Draw(WorkflowGraph graph, string prefix, string indent)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (index, node) in graph.Nodes.Index())
        {
            var id = ids[node.Name] = prefix + index.ToString(CultureInfo.InvariantCulture);
            Node(node, id, indent);
            if (GraphText.Colour(node) is { } colour)
            {
                _text.Append(CultureInfo.InvariantCulture, $"{indent}style {id} fill:{colour}\n");
            }
        }

        foreach (var edge in graph.Edges)
        {
            var arrow = GraphText.IsCondition(edge) ? "-.->" : "-->";
            var label = GraphText.Label(edge) is { } text ? $"|\"{Escaped(text)}\"|" : "";
            _text.Append(CultureInfo.InvariantCulture, $"{indent}{ids[edge.From]} {arrow}{label} {ids[edge.To]}\n");
        }
    }

    private void Node(GraphNode node, string id, string indent)
    {
        var label = string.Join("<br/>", GraphText.Label(node).Select(Escaped));
        if (node.Inner is { } inner)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{indent}subgraph {id}[\"{label}\"]\n");
            Draw(inner, id + "_", indent + "  ");
            _text.Append(CultureInfo.InvariantCulture, $"{indent}end\n");
            return;
        }

        var (open, close) = node.Kind switch
        {
            NodeKind.Service => ("([", "])"),
            NodeKind.OneShot => ("[[", "]]"),
            _ => ("[", "]"),
        };
        _text.Append(CultureInfo.InvariantCulture, $"{indent}{id}{open}\"{label}\"{close}\n");
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isPlain = Rune.IsLetterOrDigit(rune) || (rune.Value is ' ' or '.' or '-' or '_' or '/' or ',' or '(' or ')' or '×');
            _ = isPlain ? escaped.Append(rune) : escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }

        return escaped.ToString();
    }
}
