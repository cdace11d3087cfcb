using Dxflow.Artifacts;
using Dxflow.Artifacts.Fetching;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Inputs;

/// <summary>
/// An artifact that the document names: the file or directory at <see cref="Path"/>, a file with <see cref="Content"/>, what was
/// uploaded as <see cref="Reference"/>, what lies at <see cref="Url"/>, at <see cref="Object"/> in the object storage, or in a
/// <see cref="Volume"/>. The plan knows it by <see cref="Text"/>.
/// </summary>
internal sealed record ArtifactSource(
    string Text, ArtifactKind Kind, string Name, string? Path, string? Content, Place At, Artifact? Reference = null,
    SourceUrl? Url = null, string? Object = null, VolumeFile? Volume = null)
{
    /// <summary>As it can be told to anybody.</summary>
    public string Shown => Url?.Shown ?? Text;
}

/// <summary>The artifacts a plan still needs, and the plan once they are in the store.</summary>
internal static class PlanSources
{
    /// <summary><paramref name="given"/>: inputs of the workflow whose own sources are not needed.</summary>
    public static IReadOnlyList<ArtifactSource> In(RunPlan plan, IEnumerable<string>? given = null)
    {
        var needless = given?.ToHashSet() ?? [];
        return
        [
            .. All(plan with { Inputs = [.. plan.Inputs.Where(input => !needless.Contains(input.Name))] })
                .SelectMany(Sources).DistinctBy(source => (source.Text, source.Kind)),
        ];
    }

    /// <summary>Puts what was uploaded in the place of the paths that the document names.</summary>
    public static RunPlan Uploaded(RunPlan plan, IReadOnlyDictionary<string, string> references)
    {
        return Each(plan, input => input.Sources is null ? input : input with { Sources = [.. input.Sources.Select(Of)] });

        string Of(string source) => source.StartsWith(SourceReader.File, StringComparison.Ordinal)
            ? references.GetValueOrDefault(source[SourceReader.File.Length..]) ?? source
            : source;
    }

    /// <summary>Puts the stored artifacts in the place of their sources; all of <see cref="In"/> must be there.</summary>
    public static RunPlan Resolve(RunPlan plan, Func<ArtifactSource, ArtifactValue> stored) => Each(plan, input => Resolve(input, stored));

    private static RunPlan Each(RunPlan plan, Func<InputPlan, InputPlan> change) => plan with
    {
        Inputs = [.. plan.Inputs.Select(change)],
        Nodes = [.. plan.Nodes.Select(node => node.Step is null ? node : node with { Step = Each(node.Step, change) })],
        Bodies = plan.Bodies is null ? null : [.. plan.Bodies.Select(body => body with { Inputs = [.. body.Inputs.Select(change)] })],
    };

    private static StepPlan Each(StepPlan step, Func<InputPlan, InputPlan> change) => step with
    {
        Inputs = [.. step.Inputs.Select(change)],
        Call = step.Call is null ? null : step.Call with { With = [.. step.Call.With.Select(change)] },
    };

    private static IEnumerable<InputPlan> All(RunPlan plan) => plan.Inputs
        .Concat(plan.Nodes.SelectMany(node => (node.Step?.Inputs ?? []).Concat(node.Step?.Call?.With ?? [])))
        .Concat((plan.Bodies ?? []).SelectMany(body => body.Inputs));

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

        if (ArtifactReference.Parse(source) is { } uploaded)
        {
            return new ArtifactSource(source, kind, uploaded.Name, null, null, input.At, uploaded);
        }

        if (SourceUrl.Parse(source).Url is { } url)
        {
            return new ArtifactSource(source, kind, url.NameOf(kind) ?? input.Name, null, null, input.At, Url: url);
        }

        if (source.StartsWith(SourceReader.Object, StringComparison.Ordinal))
        {
            var place = source[SourceReader.Object.Length..];
            var name = Path.GetFileName(place.TrimEnd('/'));
            return new ArtifactSource(
                source, kind, ArtifactReference.IsName(name) ? name : input.Name, null, null, input.At, Object: place);
        }

        if (source.StartsWith(VolumeFile.Scheme, StringComparison.Ordinal) && VolumeFile.Parse(source).File is { } inside)
        {
            var name = Path.GetFileName(inside.Path);
            return new ArtifactSource(
                source, kind, ArtifactReference.IsName(name) ? name : inside.Volume, null, null, input.At, Volume: inside);
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
        return input with
        {
            Sources = null,
            Default = InputText.Write(
            type.Kind == FlowKind.List ? new ListValue(values) : values[0], type)
        };
    }
}
