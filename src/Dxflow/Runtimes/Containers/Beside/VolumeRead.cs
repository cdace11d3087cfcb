using Dxflow.Artifacts;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Beside;

/// <summary>
/// What is to be read of a volume, by its name in the container engine: <see cref="Path"/> is relative, and empty for all of it.
/// <see cref="Images"/>: a container of one of these serves for it, the first that is there.
/// </summary>
internal sealed record VolumeRead(
    string Volume, string Path, ArtifactKind Kind, IReadOnlyList<ContainerImage> Images, ProjectSpec? Project)
{
    /// <summary>Why what was found there is not what was asked for.</summary>
    public static string Refusal(string volume, string path, ArtifactKind? found, ArtifactKind wanted)
    {
        var where = path.Length == 0 ? $"the volume `{volume}`" : $"{path} in the volume `{volume}`";
        return found is null ? $"the volume `{volume}` has nothing at {path}"
            : wanted == ArtifactKind.Dir ? $"{where} is a file, and the input is a dir"
            : $"{where} is a directory, and the input is a file";
    }
}
