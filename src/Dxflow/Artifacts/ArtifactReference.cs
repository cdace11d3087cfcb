using System.Text;
using Dxflow.Artifacts.Storing;

namespace Dxflow.Artifacts;

/// <summary>
/// An artifact of a store as text, <c>artifact:KIND/SHA256/NAME</c>: the kind is <c>file</c>, <c>file+x</c> (can be executed) or
/// <c>dir</c>, the name is escaped as in a URL. Its size is the store's to know.
/// </summary>
internal static class ArtifactReference
{
    public const string Scheme = "artifact:";
    public const int NameBytesMax = 255;

    public static string Of(Artifact artifact) =>
        $"{Scheme}{KindOf(artifact)}/{artifact.Sha256}/{Uri.EscapeDataString(artifact.Name)}";

    /// <summary>Null: it is no reference, or names something that cannot be.</summary>
    public static Artifact? Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)
            || text[Scheme.Length..].Split('/') is not [var kind, var sha256, var escaped]
            || kind is not ("file" or "file+x" or "dir")
            || !ObjectShelf.IsHash(sha256))
        {
            return null;
        }

        var name = Uri.UnescapeDataString(escaped);
        return IsName(name)
            ? new Artifact(sha256, kind == "dir" ? ArtifactKind.Dir : ArtifactKind.File, name, 0, kind == "file+x")
            : null;
    }

    /// <summary>Whether an artifact may have this name: it becomes a file's name in the directories of tasks.</summary>
    public static bool IsName(string name) =>
        name is not ("" or "." or "..") && !name.AsSpan().ContainsAny('/', '\0') && Encoding.UTF8.GetByteCount(name) <= NameBytesMax;

    private static string KindOf(Artifact artifact) => artifact switch
    {
        { Kind: ArtifactKind.Dir } => "dir",
        { Executable: true } => "file+x",
        _ => "file",
    };
}
