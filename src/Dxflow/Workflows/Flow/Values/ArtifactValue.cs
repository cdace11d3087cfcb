using Dxflow.Artifacts;
namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// A file or directory in the store, named by its content. <see cref="Path"/> is where the task at hand sees it; it is no part of the
/// value, and only a step's own inputs have it. <see cref="Executable"/> is how the file lies in a work directory, no part of what it is.
/// </summary>
internal sealed record ArtifactValue(string Sha256, ArtifactKind Kind, string Name, long Size, string? Path = null, bool Executable = false)
    : FlowValue
{
    public bool Equals(ArtifactValue? other) => other is not null && Sha256 == other.Sha256 && Kind == other.Kind;

    public override int GetHashCode() => HashCode.Combine(Sha256, Kind);
}
