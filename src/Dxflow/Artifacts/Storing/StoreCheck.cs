using System.Security.Cryptography;
using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Storing;

/// <summary>Walks stored directories: what is reachable, and whether its bytes are still what their names say.</summary>
internal sealed class StoreCheck(ObjectShelf shelf, CancellationToken cancel)
{
    /// <summary>The entries of a stored directory, whose list is checked against its hash.</summary>
    public IReadOnlyList<TreeEntry> TreeOf(string sha256)
    {
        cancel.ThrowIfCancellationRequested();
        var path = shelf.PathOf(ArtifactKind.Dir, sha256);
        var list = AtomicFile.Read(LocalDisk.Instance, path, TreeList.BytesMax)
            ?? throw new ArtifactException(ArtifactProblem.Missing, path, "the store does not hold this directory");
        return Convert.ToHexStringLower(SHA256.HashData(list)) == sha256
            ? TreeList.Read(list, path)
            : throw new ArtifactException(ArtifactProblem.Damaged, path, "its bytes have changed");
    }

    /// <summary>Everything below directories, themselves included, each once.</summary>
    public (HashSet<string> Files, HashSet<string> Trees) Reach(IEnumerable<(ArtifactKind Kind, string Sha256)> roots)
    {
        var (files, trees) = (new HashSet<string>(), new HashSet<string>());
        var open = new Stack<(ArtifactKind Kind, string Sha256)>(roots);
        while (open.TryPop(out var next))
        {
            if (next.Kind == ArtifactKind.File)
            {
                files.Add(next.Sha256);
            }
            else if (trees.Add(next.Sha256))
            {
                foreach (var entry in TreeOf(next.Sha256))
                {
                    open.Push((entry.Kind, entry.Sha256));
                }
            }
        }

        return (files, trees);
    }

    /// <summary>What is wrong with an artifact, one sentence each; empty if it is whole.</summary>
    public async Task<IReadOnlyList<string>> VerifyAsync(Artifact artifact)
    {
        var problems = new List<string>();
        var seen = new HashSet<(ArtifactKind, string)>();
        var open = new Stack<(ArtifactKind Kind, string Sha256)>([(artifact.Kind, artifact.Sha256)]);
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            try
            {
                if (next.Kind == ArtifactKind.File)
                {
                    await VerifyFileAsync(next.Sha256);
                }
                else
                {
                    TreeOf(next.Sha256).ToList().ForEach(entry => open.Push((entry.Kind, entry.Sha256)));
                }
            }
            catch (ArtifactException bad)
            {
                problems.Add(bad.Message);
            }
        }

        return problems;
    }

    private async Task VerifyFileAsync(string sha256)
    {
        var path = shelf.PathOf(ArtifactKind.File, sha256);
        if (FileStat.Find(path) is null)
        {
            throw new ArtifactException(ArtifactProblem.Missing, path, "the store does not hold this file");
        }

        await using var content = File.OpenRead(path);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)) != sha256)
        {
            throw new ArtifactException(ArtifactProblem.Damaged, path, "its bytes have changed");
        }
    }
}
