using System.Security.Cryptography;
using Dxflow.Artifacts.Storing;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Artifacts.Packing;

/// <summary>What a file or directory would be called in any store, without one: it is read once and nothing is kept.</summary>
internal sealed class TreeHash : ITreeSink
{
    private TreeHash()
    {
    }

    /// <summary>What is at a path; a file wherever links lead, a directory with the links that stay within it.</summary>
    public static Artifact Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var isDirectory = Directory.Exists(full);
        using var within = ConfinedDirectory.Open(isDirectory ? full : "/");
        return new TreeReader(within, new TreeHash()).Add(
            isDirectory ? "." : full[1..], Path.GetFileName(full), isDirectory ? ArtifactKind.Dir : ArtifactKind.File).Artifact;
    }

    public (string Sha256, long Length) Add(SafeFileHandle source, FileStat stat, string path, string relative)
    {
        using var content = new FileStream(source, FileAccess.Read);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return (hash, content.Position);
    }

    public string AddTree(byte[] list, string relative) => Convert.ToHexStringLower(SHA256.HashData(list));
}
