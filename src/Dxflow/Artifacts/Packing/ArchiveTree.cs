using System.Text;
using Dxflow.Artifacts.Storing;
using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// What an archive from outside holds, as a tree of names. Refused are names that stay not below the top, names that come twice, more
/// entries or levels than a directory may have, and more bytes than <c>bytesMax</c> says at that moment; the target hears only of names
/// that passed, each directory once and before what is in it. In the store nothing is ever written under a name that the archive says:
/// contents go under their hashes and names into lists, so there is no path to escape by.
/// </summary>
internal sealed class ArchiveTree(ArchiveTarget target, Func<long> bytesMax)
{
    private readonly Node _root = new();
    private long _bytes;

    /// <summary>Entries of the archive, and directories that they only name.</summary>
    public int Entries { get; private set; }

    /// <summary>Whether an entry is taken; one that is not counts, and nothing else of it matters.</summary>
    public bool Wants(string name)
    {
        if (target.Wants?.Invoke(name) != false)
        {
            return true;
        }

        Count(name);
        return false;
    }

    public void AddDirectory(string name)
    {
        Count(name);
        Directory(Parts(name), name);
    }

    public async Task AddFileAsync(string name, Stream content, bool executable)
    {
        Count(name);
        var parts = Parts(name);
        if (parts.Count == 0)
        {
            throw new ArtifactException(ArtifactProblem.BadName, name, "a file needs a name");
        }

        var directory = Directory(parts[..^1], name);
        if (directory.Directories.ContainsKey(parts[^1]) || directory.Files.ContainsKey(parts[^1]))
        {
            throw Twice(name);
        }

        var (sha256, length) = await target.Keep(
            string.Join('/', parts), new CountedContent(content, read => Take(read, name)), executable);
        directory.Files.Add(parts[^1], new TreeEntry(parts[^1], sha256, ArtifactKind.File, length, executable));
    }

    /// <summary>All of it as a directory; <paramref name="addTree"/> takes its lists, as they are stored, and gives their hashes.</summary>
    public TreeEntry Close(string name, Func<byte[], string, string> addTree) => Close(_root, name, addTree);

    public static ArtifactException WrongKind(string name) =>
        new(ArtifactProblem.WrongKind, name, "it is neither a file nor a directory; nothing else can be kept");

    private void Take(int read, string name)
    {
        _bytes += read;
        if (_bytes > bytesMax())
        {
            throw new ArtifactException(
                ArtifactProblem.TooLarge, name, $"what the archive holds is far larger than the archive: more than {_bytes} bytes");
        }
    }

    private Node Directory(List<string> parts, string path)
    {
        if (parts.Count > TreeReader.DepthMax)
        {
            throw new ArtifactException(ArtifactProblem.TooLarge, path, $"it is more than {TreeReader.DepthMax} directories deep");
        }

        var node = _root;
        for (var at = 0; at < parts.Count; at++)
        {
            var part = parts[at];
            if (node.Files.ContainsKey(part))
            {
                throw Twice(path);
            }

            if (!node.Directories.TryGetValue(part, out var next))
            {
                // Names alone could ask for a thousand directories in each entry.
                Count(path);
                node.Directories[part] = next = new Node();
                target.Make?.Invoke(string.Join('/', parts.Take(at + 1)));
            }

            node = next;
        }

        return node;
    }

    private void Count(string name)
    {
        if (++Entries > TreeReader.EntriesMax)
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

    private static TreeEntry Close(Node node, string name, Func<byte[], string, string> addTree)
    {
        var entries = node.Directories.Select(inner => Close(inner.Value, inner.Key, addTree)).Concat(node.Files.Values)
            .OrderBy(static entry => entry.Name, ByteOrder.Comparer).ToList();
        var sha256 = addTree(TreeList.Write(entries), name);
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
