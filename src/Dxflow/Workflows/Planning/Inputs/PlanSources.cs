using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Inputs;

/// <summary>
/// An artifact that the document names: the file or directory at <see cref="Path"/>, or a file with <see cref="Content"/>. The
/// plan knows it by <see cref="Text"/>.
/// </summary>
internal sealed record ArtifactSource(string Text, ArtifactKind Kind, string Name, string? Path, string? Content, Place At);

/// <summary>The artifacts a plan still needs, and the plan once they are in the store.</summary>
internal static class PlanSources
{
    public static IReadOnlyList<ArtifactSource> In(RunPlan plan) =>
        [.. All(plan).SelectMany(Sources).DistinctBy(source => (source.Text, source.Kind))];

    /// <summary>Puts the stored artifacts in the place of their sources; all of <see cref="In"/> must be there.</summary>
    public static RunPlan Resolve(RunPlan plan, Func<ArtifactSource, ArtifactValue> stored) => plan with
    {
        Inputs = [.. plan.Inputs.Select(input => Resolve(input, stored))],
        Nodes = [.. plan.Nodes.Select(node => node.Step is null ? node
            : node with { Step = node.Step with { Inputs = [.. node.Step.Inputs.Select(input => Resolve(input, stored))] } })],
    };

    private static IEnumerable<InputPlan> All(RunPlan plan) => plan.Inputs.Concat(plan.Nodes.SelectMany(node => node.Step?.Inputs ?? []));

    private static IEnumerable<ArtifactSource> Sources(InputPlan input)
    {
        var type = FlowTypeText.Parse(input.Type);
        var kind = (type.Element ?? type).Kind == FlowKind.Dir ? ArtifactKind.Dir : ArtifactKind.File;
        return (input.Sources ?? []).Select(source => Of(source, kind, input));
    }

    private static ArtifactSource Of(string source, ArtifactKind kind, InputPlan input)
    {
        if (source.StartsWith(SourceReader.Text, StringComparison.Ordinal))
        {
            return new ArtifactSource(source, ArtifactKind.File, input.Name + ".txt", null, source[SourceReader.Text.Length..], input.At);
        }

        var path = source[SourceReader.File.Length..];
        return new ArtifactSource(source, kind, Path.GetFileName(path.TrimEnd('/')), path, null, input.At);
    }

    private static InputPlan Resolve(InputPlan input, Func<ArtifactSource, ArtifactValue> stored)
    {
        if (input.Sources is null)
        {
            return input;
        }

        var type = FlowTypeText.Parse(input.Type);
        var values = Sources(input).Select(source => (FlowValue)stored(source)).ToList();
        return input with { Sources = null, Default = InputText.Write(
            type.Kind == FlowKind.List ? new ListValue(values) : values[0], type) };
    }
}
