using Dxflow.Artifacts.Fetching;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Inputs;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>
/// Artifacts named in the document: <c>file:PATH</c>, relative to the project, <c>text:…</c>, whose text is the content,
/// <c>object:PATH</c> in the engine's object storage, <c>volume:NAME/PATH</c> in a volume of the workflow, and <c>https://…</c>, which is
/// fetched at the start of a run. What an address has to give is said by <c>sha256</c> beside it, or by <c>#sha256=</c> behind it.
/// </summary>
internal static class SourceReader
{
    public const string File = "file:";
    public const string Text = "text:";
    public const string Object = "object:";

    private const string Fix =
        "Write file:PATH, object:PATH, volume:NAME/PATH, https://…, or text:CONTENT; another file is given with -p NAME=@PATH.";

    private const string Unsafe = "http://";

    /// <summary>An untyped text that can only be meant as a file; an address may be meant as the text that it is.</summary>
    public static bool IsSource(string text) =>
        text.StartsWith(File, StringComparison.Ordinal) || text.StartsWith(Object, StringComparison.Ordinal)
        || (text.StartsWith(VolumeFile.Scheme, StringComparison.Ordinal) && text.Contains('/'));

    /// <summary>Says of the address that is the source of an input what lies there.</summary>
    public static InputSpec? Expect(InputSpec spec, Placed<string> sha256, FlowReading reading)
    {
        if (spec.Sources is not [{ Value: var text, At: var at }]
            || !text.StartsWith(SourceUrl.Scheme, StringComparison.Ordinal) || text.Contains(SourceUrl.Checksum, StringComparison.Ordinal))
        {
            reading.Problems.Error(
                sha256.At, $"`sha256` of the input `{spec.Name}` is said of one address", "Write it beside `from: https://…`, once.");
            return null;
        }

        var whole = text + SourceUrl.Checksum + sha256.Value;
        if (SourceUrl.Parse(whole).Refusal is { } refusal)
        {
            reading.Problems.Error(sha256.At, $"the input `{spec.Name}`: {refusal}", "Write what sha256sum prints.");
            return null;
        }

        return spec with { Sources = [new Placed<string>(whole, at)] };
    }

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

        if (text.StartsWith(Object, StringComparison.Ordinal) && text.Length > Object.Length)
        {
            return new Placed<string>(text, node.At);
        }

        if (text.StartsWith(VolumeFile.Scheme, StringComparison.Ordinal))
        {
            if (VolumeFile.Parse(text).Refusal is not { } wrong)
            {
                return new Placed<string>(text, node.At);
            }

            reading.Problems.Error(
                node.At, $"`{ReadingContext.Short(text)}` names nothing in a volume: {wrong}", "Write volume:NAME/PATH.");
            return null;
        }

        if (text.StartsWith(SourceUrl.Scheme, StringComparison.Ordinal))
        {
            if (SourceUrl.Parse(text).Refusal is not { } refusal)
            {
                return new Placed<string>(text, node.At);
            }

            reading.Problems.Error(node.At, $"the input `{name}` cannot be fetched: {refusal}", Fix);
            return null;
        }

        reading.Problems.Error(
            node.At, text.StartsWith(Unsafe, StringComparison.Ordinal)
                ? $"`{Unsafe}` is not taken as a source: on the way anybody could change what comes"
                : $"`{ReadingContext.Short(text)}` names no file", Fix);
        return null;
    }
}
