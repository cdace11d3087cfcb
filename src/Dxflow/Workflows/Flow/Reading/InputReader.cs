using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>
/// One entry of <c>inputs</c>: of a step, where the short form is a reference, or of the workflow, where it is a default.
/// </summary>
internal static class InputReader
{
    public static InputSpec? OfStep(MapEntry entry, FlowReading reading)
    {
        var spec = new InputSpec(entry.Key.Text, entry.Key.At);
        if (entry.Value is not MapNode)
        {
            return Missing(entry, "{ from: \"{{ … }}\" }", reading) ? null : Value(spec, entry.Value, reading);
        }

        if (reading.Map(entry.Value, $"the input `{spec.Name}`", FlowKeys.StepInput) is not { } map)
        {
            return null;
        }

        var keys = reading.In(map);
        spec = spec with
        {
            Type = reading.Type(keys),
            Path = reading.Template(keys["path"], "`path`"),
            Writable = keys.Bool("writable")?.Value ?? false,
            Place = keys.Bool("place")?.Value ?? true,
        };
        if (spec.Type is null && keys["type"] is not null)
        {
            return null;
        }

        if (keys["from"] is null && keys["default"] is null && spec.Type is not { Optional: true })
        {
            reading.Problems.Error(map.At, $"the input `{spec.Name}` has no value",
                "Add from: \"{{ steps.NAME.outputs.NAME }}\", or a default.");
            return null;
        }

        var given = keys["from"] is { } from ? Value(spec, from, reading) : spec;
        given = keys["default"] is { } standby && given is not null ? Default(given, standby, reading) : given;
        return given is not null && keys.Text("sha256") is { } sha256 ? SourceReader.Expect(given, sha256, reading) : given;
    }

    /// <summary>What is given to an input of a document that is called, which has a type.</summary>
    public static InputSpec? OfCall(MapEntry entry, FlowType type, FlowReading reading)
    {
        var spec = new InputSpec(entry.Key.Text, entry.Key.At) { Type = type };
        return entry.Value is MapNode { } or ListNode ? Default(spec, entry.Value, reading)
            : Missing(entry, "\"{{ … }}\"", reading) ? null
            : Value(spec, entry.Value, reading);
    }

    public static InputSpec? OfWorkflow(MapEntry entry, FlowReading reading)
    {
        var spec = new InputSpec(entry.Key.Text, entry.Key.At);
        if (entry.Value is not MapNode)
        {
            return Missing(entry, "{ type: string }", reading) ? null : Default(spec, entry.Value, reading);
        }

        if (reading.Map(entry.Value, $"the input `{spec.Name}`", FlowKeys.WorkflowInput) is not { } map)
        {
            return null;
        }

        var keys = reading.In(map);
        var type = reading.Type(keys);
        if (type is null && (keys["type"] is not null || keys["default"] is null))
        {
            if (keys["type"] is null)
            {
                reading.Problems.Error(map.At, $"the input `{spec.Name}` has neither type nor default", "Add type: string, or a default.");
            }

            return null;
        }

        var read = (keys["default"] is { } standby ? Default(spec with { Type = type }, standby, reading) : spec with { Type = type })
            ?? spec with { Type = type ?? FlowType.Json };
        if (keys.Text("sha256") is { } sha256)
        {
            read = SourceReader.Expect(read, sha256, reading) ?? read;
        }

        return InputRulesReader.Read(read, keys, reading) with { Description = keys.Text("description")?.Value };
    }

    private static bool Missing(MapEntry entry, string form, FlowReading reading)
    {
        if (entry.Value is not ScalarNode { IsNull: true })
        {
            return false;
        }

        var name = entry.Key.Text;
        reading.Problems.Error(entry.Key.At, $"the input `{name}` has no value", $"Write a value, or {name}: {form}.");
        return true;
    }

    private static InputSpec? Value(InputSpec spec, Node node, FlowReading reading)
    {
        if (node is not ScalarNode scalar || !scalar.Text.Contains("{{", StringComparison.Ordinal))
        {
            return Default(spec, node, reading);
        }

        var template = reading.Template(scalar, $"the input `{spec.Name}`")!.Value;
        return template.Value.HasExpressions ? spec with { From = template }
            : spec with { Literal = new Placed<string>(template.Value.Text, node.At), Type = spec.Type ?? FlowType.String };
    }

    private static InputSpec? Default(InputSpec spec, Node node, FlowReading reading)
    {
        if (spec.Type is { HoldsArtifact: true }
            || (spec.Type is null && node is ScalarNode { Text: var text } && SourceReader.IsSource(text)))
        {
            return SourceReader.Read(spec, node, reading);
        }

        if (spec.Type is { } type)
        {
            return LiteralReader.Read(node, type, reading) is { } literal
                ? spec with { Literal = new Placed<string>(literal, node.At) }
                : null;
        }

        if (LiteralReader.Infer(node, reading) is not { } inferred)
        {
            return null;
        }

        // A step's input with a reference and a default takes its type from the reference.
        return spec with { Literal = new Placed<string>(inferred.Text, node.At), Type = spec.From is null ? inferred.Type : null };
    }
}
