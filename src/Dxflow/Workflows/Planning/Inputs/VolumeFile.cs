using Dxflow.Foundation.Files;

namespace Dxflow.Workflows.Planning.Inputs;

/// <summary>
/// A file or directory in a volume, as a document names it: <c>volume:NAME/PATH</c>. <see cref="Path"/> is relative, and empty for all of
/// the volume.
/// </summary>
internal sealed record VolumeFile(string Volume, string Path)
{
    public const string Scheme = "volume:";

    /// <summary>What the text names, or why it is none of these.</summary>
    public static (VolumeFile? File, string? Refusal) Parse(string text)
    {
        var rest = text[Scheme.Length..];
        var slash = rest.IndexOf('/');
        var (volume, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..].TrimEnd('/'));
        var refusal = volume.Length == 0 ? "it names no volume" : path.Length == 0 ? null : ConfinedDirectory.Refusal(path);
        return refusal is null ? (new VolumeFile(volume, path), null) : (null, refusal);
    }
}
