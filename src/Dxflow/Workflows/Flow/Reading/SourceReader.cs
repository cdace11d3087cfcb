using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>
/// Artifacts named in the document: <c>file:PATH</c>, relative to the project, and <c>text:…</c>, whose text is the content.
/// </summary>
internal static class SourceReader
{
    public const string File = "file:";
    public const string Text = "text:";

    private const string Fix = "Write file:PATH, or text:CONTENT; another file is given with -p NAME=@PATH.";

    private static readonly string[] Later = ["object:", "https://", "http://", "volume:"];

    /// <summary>An untyped text that can only be meant as a file.</summary>
    public static bool IsSource(string text) => text.StartsWith(File, StringComparison.Ordinal);

    public static InputSpec? Read(InputSpec spec, Node node, FlowReading reading)
    {
        var type = spec.Type ?? FlowType.File;
        var nodes = (type.Kind, node) switch
        {
            (FlowKind.List, ListNode list) => list.Items,
            (FlowKind.File or FlowKind.Dir, ScalarNode) => [node],
            _ => null,
        };
        if (nodes is null || (type.Kind == FlowKind.List && !type.Element!.IsArtifact))
        {
            reading.Problems.Error(node.At, $"the input `{spec.Name}` is {type.Noun}, and this is {node.Kind}", Fix);
            return null;
        }

        var sources = nodes.Select(item => One(spec.Name, item, reading)).ToList();
        return sources.Contains(null) ? null : spec with { Type = type, Sources = [.. sources.Select(source => source!.Value)] };
    }

    private static Placed<string>? One(string name, Node node, FlowReading reading)
    {
        if (reading.Plain.Scalar(node, $"the input `{name}`") is not { } scalar)
        {
            return null;
        }

        var text = reading.Plain.Interpolation.ToText(scalar);
        if (text.StartsWith(Text, StringComparison.Ordinal))
        {
            return new Placed<string>(text, node.At);
        }

        if (text.StartsWith(File, StringComparison.Ordinal) && text.Length > File.Length)
        {
            var full = Path.GetFullPath(Path.Combine(reading.ProjectDirectory, text[File.Length..]));
            return new Placed<string>(File + full, node.At);
        }

        var later = Later.FirstOrDefault(scheme => text.StartsWith(scheme, StringComparison.Ordinal));
        reading.Problems.Error(
            node.At, later is null ? $"`{ReadingContext.Short(text)}` names no file" : $"`{later}` as a source is not supported yet", Fix);
        return null;
    }
}
