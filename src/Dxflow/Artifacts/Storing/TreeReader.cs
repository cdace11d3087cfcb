using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Storing;

/// <summary>Reads a directory on disk into a sink, following links that stay within the confining directory.</summary>
internal sealed class TreeReader(ConfinedDirectory within, ITreeSink sink)
{
    public const int EntriesMax = 1_000_000;
    public const int DepthMax = 64;

    private readonly HashSet<(ulong Device, ulong Inode)> _way = [];
    private int _entries;

    /// <summary>Adds what a path leads to, a file or a directory with all below it, if it is of the kind that is wanted.</summary>
    public TreeEntry Add(string relative, string name, ArtifactKind wanted)
    {
        using var entry = within.Find(relative) ?? throw Missing($"{within.Path}/{relative}");
        return (entry.Stat.Kind, wanted) switch
        {
            (FileKind.Regular, ArtifactKind.Dir) => throw WrongKind(entry.Path, "it is a file, not a directory"),
            (FileKind.Directory, ArtifactKind.File) => throw WrongKind(entry.Path, "it is a directory, not a file"),
            _ => Add(entry, relative, name),
        };
    }

    private TreeEntry AddAny(string relative, string name)
    {
        using var entry = within.Find(relative) ?? throw Missing($"{within.Path}/{relative}");
        return Add(entry, relative, name);
    }

    private TreeEntry Add(ConfinedEntry entry, string relative, string name)
    {
        if (ArtifactException.ForKind(entry.Stat.Kind, entry.Path) is { } refusal)
        {
            throw refusal;
        }

        if (++_entries > EntriesMax)
        {
            throw TooLarge(entry.Path);
        }

        return entry.Stat.Kind == FileKind.Directory ? AddDirectory(entry, relative, name) : AddFile(entry, relative, name);
    }

    private TreeEntry AddFile(ConfinedEntry entry, string relative, string name)
    {
        using var file = entry.OpenToRead();
        var (sha256, length) = sink.Add(file, entry.Stat, entry.Path, relative);
        return new TreeEntry(name, sha256, ArtifactKind.File, length, entry.Stat.IsExecutable);
    }

    private TreeEntry AddDirectory(ConfinedEntry entry, string relative, string name)
    {
        var identity = (entry.Stat.Device, entry.Stat.Inode);
        if (!_way.Add(identity))
        {
            throw new ArtifactException(ArtifactProblem.Outside, entry.Path, "a link leads back to a directory above it, without end");
        }

        if (_way.Count > DepthMax)
        {
            throw new ArtifactException(ArtifactProblem.TooLarge, entry.Path, $"it is more than {DepthMax} directories deep");
        }

        var entries = DirectoryCalls.Names(entry.Hold).Select(child => AddAny($"{relative}/{child}", child)).ToList();
        _way.Remove(identity);
        var sha256 = sink.AddTree(TreeList.Write(entries), relative);
        return new TreeEntry(name, sha256, ArtifactKind.Dir, entries.Sum(child => child.Size));
    }

    public static ArtifactException TooLarge(string path) =>
        new(ArtifactProblem.TooLarge, path, $"it holds more than {EntriesMax} files and directories");

    private static ArtifactException WrongKind(string path, string detail) => new(ArtifactProblem.WrongKind, path, detail);

    private static ArtifactException Missing(string path) => path.Contains('\uFFFD')
        ? new ArtifactException(ArtifactProblem.BadName, path, "a name in it is not UTF-8; rename it")
        : new ArtifactException(ArtifactProblem.Missing, path, "there is nothing there, or a link to nothing");
}
