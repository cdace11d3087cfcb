using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>One entry of a step's <c>outputs</c>: its type and the one place where it is found.</summary>
internal static class OutputReader
{
    private static readonly Dictionary<string, Collect> Collects = new()
    {
        ["success"] = Collect.Success,
        ["always"] = Collect.Always,
        ["failure"] = Collect.Failure,
    };

    public static OutputSpec? Read(MapEntry entry, FlowReading reading)
    {
        var name = entry.Key.Text;
        if (entry.Value is ScalarNode)
        {
            reading.Problems.Error(
                entry.Value.At, $"the output `{name}` says neither its type nor where it is",
                    $"Write {name}: {{ type: file, path: outputs/{name} }}.");
            return null;
        }

        if (reading.Map(entry.Value, $"the output `{name}`", FlowKeys.Output) is not { } map)
        {
            return null;
        }

        var keys = reading.In(map);
        if (keys["type"] is null)
        {
            reading.Problems.Error(map.At, $"the output `{name}` has no type", "Add type: file, or type: float with file: for a value.");
        }

        if (reading.Type(keys) is not { } type)
        {
            return null;
        }

        var spec = new OutputSpec(name, entry.Key.At, type)
        {
            File = reading.Template(keys["file"], "`file`"),
            Path = reading.Template(keys["path"], "`path`"),
            Glob = reading.Template(keys["glob"], "`glob`"),
            Collect = reading.Word(keys.Text("collect"), "collect", Collects) ?? Collect.Success,
            Default = Default(keys["default"], type, reading),
        };
        CheckPlace(spec, map, reading);
        return spec;
    }

    private static Placed<string>? Default(Node? node, FlowType type, FlowReading reading)
    {
        if (node is null)
        {
            return null;
        }

        if (type.HoldsArtifact)
        {
            reading.Problems.Error(node.At, $"{type.Noun} has no default", $"Write type: {type.OrNull}, and '??' where it is read.");
            return null;
        }

        return LiteralReader.Read(node, type, reading) is { } text ? new Placed<string>(text, node.At) : null;
    }

    private static void CheckPlace(OutputSpec spec, MapNode map, FlowReading reading)
    {
        var given = new[] { spec.File, spec.Path, spec.Glob }.Count(place => place is not null);
        if (given != 1)
        {
            reading.Problems.Error(
                map.At, $"the output `{spec.Name}` has {(given == 0 ? "no" : "more than one")} place",
                "Give one of file (a value to read), path (a file or directory) and glob (all that match).");
            return;
        }

        var (message, fix) = Mismatch(spec);
        if (message is not null)
        {
            reading.Problems.Error(map.At, $"the output `{spec.Name}` {message}", fix);
        }

        foreach (var place in new[] { spec.File, spec.Path, spec.Glob }.OfType<Placed<Template>>())
        {
            if (!place.Value.HasExpressions && OutputPath.Refusal(place.Value.Text) is { } refusal)
            {
                reading.Problems.Error(place.At, $"the output `{spec.Name}` {refusal}",
                    "Paths of outputs are relative to the work directory: outputs/NAME.");
            }
        }
    }

    private static (string? Message, string? Fix) Mismatch(OutputSpec spec)
    {
        var type = spec.Type;
        var isArtifacts = type.Kind is FlowKind.List or FlowKind.Map && type.Element!.IsArtifact && !type.Element.Optional;
        return spec switch
        {
            _ when type.HoldsSecret => ("is a secret, and what a step writes is none", "Keep secrets inside the step."),
            { File: not null } when type.IsArtifact =>
                ($"is {type.NotNull.Noun}, which is not read from a text", "Write `path:` instead of `file:`."),
            { Path: not null } when !type.IsArtifact && !(type.Kind == FlowKind.Map && isArtifacts) =>
                ($"is {type.Noun}, and `path` gives a file, a dir or a map<file>", type.HoldsArtifact
                    ? "Write `glob:` for a list of files."
                    : "Write `file:` to read a value."),
            { Glob: not null } when !(type.Kind == FlowKind.List && isArtifacts) =>
                ($"is {type.Noun}, and `glob` gives a list<file>", "Write type: list<file>."),
            _ => (null, null),
        };
    }
}
