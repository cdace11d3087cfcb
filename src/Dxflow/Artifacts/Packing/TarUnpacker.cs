using System.Text;
using Dxflow.Artifacts.Storing;
using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// A tar archive from outside made into a directory of the store. Nothing is ever written under a name that the archive says: contents
/// go under their hashes and names into lists, so there is no path to escape by. Files and directories are taken, of their modes only
/// whether they can be executed; links, devices and everything else are refused, as are names that stay not below the top, names that come
/// twice, and more entries or levels than a directory may have.
/// </summary>
internal sealed class TarUnpacker(Ingest ingest, CancellationToken cancel)
{
    private readonly Node _root = new();
    private int _entries;

    public async Task<TreeEntry> UnpackAsync(Stream archive, string name)
    {
        try
        {
            var entries = new TarEntries(archive, cancel);
            while (await entries.NextAsync() is { } entry)
            {
                await TakeAsync(entry, entries.Content);
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new ArtifactException(ArtifactProblem.Damaged, name, $"it is no whole tar archive: {damaged.Message}", damaged);
        }

        return Close(_root, name);
    }

    private async Task TakeAsync(TarHead entry, Stream content)
    {
        Count(entry.Name);
        switch (entry.Type)
        {
            case '5':
                Directory(Parts(entry.Name), entry.Name);
                break;
            case '0' or '7':
                var parts = Parts(entry.Name);
                if (parts.Count == 0)
                {
                    throw new ArtifactException(ArtifactProblem.BadName, entry.Name, "a file needs a name");
                }

                var directory = Directory(parts[..^1], entry.Name);
                var (sha256, length) = await ingest.AddAsync(content);
                if (directory.Directories.ContainsKey(parts[^1])
                    || !directory.Files.TryAdd(parts[^1], new TreeEntry(parts[^1], sha256, ArtifactKind.File, length, entry.Executable)))
                {
                    throw Twice(entry.Name);
                }

                break;
            default:
                throw new ArtifactException(
                    ArtifactProblem.WrongKind, entry.Name, "it is neither a file nor a directory; nothing else can be kept");
        }
    }

    private Node Directory(List<string> parts, string path)
    {
        if (parts.Count > TreeReader.DepthMax)
        {
            throw new ArtifactException(ArtifactProblem.TooLarge, path, $"it is more than {TreeReader.DepthMax} directories deep");
        }

        var node = _root;
        foreach (var part in parts)
        {
            if (node.Files.ContainsKey(part))
            {
                throw Twice(path);
            }

            if (!node.Directories.TryGetValue(part, out var next))
            {
                // Names alone could ask for a thousand directories in each entry.
                Count(path);
                node.Directories[part] = next = new Node();
            }

            node = next;
        }

        return node;
    }

    private void Count(string name)
    {
        if (++_entries > TreeReader.EntriesMax)
        {
            throw TreeReader.TooLarge(name);
        }
    }

    private static List<string> Parts(string name)
    {
        if (ConfinedDirectory.Refusal(name) is { } refusal)
        {
            throw new ArtifactException(ArtifactProblem.Outside, name, refusal);
        }

        var parts = name.Split('/').Where(static part => part is not ("" or ".")).ToList();
        return parts.Exists(static part => Encoding.UTF8.GetByteCount(part) > ArtifactReference.NameBytesMax)
            ? throw new ArtifactException(
                ArtifactProblem.BadName, name, $"a name in it is longer than {ArtifactReference.NameBytesMax} bytes")
            : parts;
    }

    private TreeEntry Close(Node node, string name)
    {
        var entries = node.Directories.Select(inner => Close(inner.Value, inner.Key)).Concat(node.Files.Values)
            .OrderBy(static entry => entry.Name, ByteOrder.Comparer).ToList();
        var sha256 = ingest.AddTree(TreeList.Write(entries), name);
        return new TreeEntry(name, sha256, ArtifactKind.Dir, entries.Sum(static entry => entry.Size));
    }

    private static ArtifactException Twice(string path) =>
        new(ArtifactProblem.InTheWay, path, "the archive names it twice, or as a file and a directory");

    private sealed class Node
    {
        public Dictionary<string, Node> Directories { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, TreeEntry> Files { get; } = new(StringComparer.Ordinal);
    }
}
