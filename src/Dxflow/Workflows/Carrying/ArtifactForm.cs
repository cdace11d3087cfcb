using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Carrying;

/// <summary>The same artifact as the language and as the store know it.</summary>
internal static class ArtifactForm
{
    public static Artifact Of(ArtifactValue value) =>
        new(value.Sha256, value.Kind, value.Name, value.Size, value.Executable);

    public static ArtifactValue Of(Artifact artifact) =>
        new(artifact.Sha256, artifact.Kind, artifact.Name, artifact.Size, Executable: artifact.Executable);

    /// <summary>The artifacts in a value.</summary>
    public static IEnumerable<ArtifactValue> In(FlowValue value) => value switch
    {
        ArtifactValue artifact => [artifact],
        ListValue list => list.Items.SelectMany(In),
        MapValue map => map.Items.Values.SelectMany(In),
        _ => [],
    };
}
