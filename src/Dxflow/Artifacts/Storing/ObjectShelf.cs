using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// Where the store's bytes lie: <c>files/ab/cdef…</c> by content, <c>trees/ab/cdef…</c> the lists of directories (apart, so that no
/// file can pass for one), <c>incoming/</c> what is not whole yet. Everything whole is 0444, durable, and never changed.
/// </summary>
internal sealed class ObjectShelf
{
    private const UnixFileMode PrivateDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Lock _gate = new();
    private readonly string _root;
    private long _incoming;

    public ObjectShelf(string root)
    {
        _root = root;
        foreach (var directory in (string[])[root, Files, Trees, Incoming])
        {
            FileCalls.CreateDirectory(directory, PrivateDirectory);
        }

        foreach (var leftover in Directory.GetFiles(Incoming))
        {
            FileCalls.Unlink(leftover);
        }

        FileCalls.SyncDirectory(root);
    }

    public string Files => Path.Combine(_root, "files");

    public string Trees => Path.Combine(_root, "trees");

    private string Incoming => Path.Combine(_root, "incoming");

    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    public string PathOf(ArtifactKind kind, string sha256) => IsHash(sha256)
        ? Path.Combine(kind == ArtifactKind.Dir ? Trees : Files, sha256[..2], sha256[2..])
        : throw new ArtifactException(ArtifactProblem.Missing, sha256, "it is no hash of an artifact");

    /// <summary>A name for bytes that come in; what lies there is removed at the next start.</summary>
    public string NewIncoming() => Path.Combine(Incoming, $"{Interlocked.Increment(ref _incoming)}");

    /// <summary>
    /// Whether the store has it whole. If it has, it counts as new from now on, for whoever removes what is unreferenced.
    /// </summary>
    public bool Renew(ArtifactKind kind, string sha256, long length)
    {
        var path = PathOf(kind, sha256);
        lock (_gate)
        {
            if (FileStat.Find(path)?.Length != length)
            {
                return false;
            }

            // Sets the time of change, and nothing else: the file may be shared with tasks.
            File.SetUnixFileMode(path, ReadOnly);
            return true;
        }
    }

    /// <summary>
    /// Puts incoming bytes, which are durable, under their name. Returns the directories in which a name is new, so not durable yet.
    /// </summary>
    public string[] Put(string incoming, ArtifactKind kind, string sha256)
    {
        var (directory, above) = DirectoriesOf(kind, sha256);
        File.SetUnixFileMode(incoming, ReadOnly);
        lock (_gate)
        {
            var isNew = FileCalls.CreateDirectory(directory, PrivateDirectory);
            FileCalls.Rename(incoming, PathOf(kind, sha256));
            return isNew ? [directory, above] : [directory];
        }
    }

    /// <summary>The directories whose entries lead to a content.</summary>
    public (string Own, string Above) DirectoriesOf(ArtifactKind kind, string sha256) =>
        (Path.GetDirectoryName(PathOf(kind, sha256))!, kind == ArtifactKind.Dir ? Trees : Files);

    /// <summary>All that is stored of one kind, by hash.</summary>
    public IEnumerable<(string Sha256, FileStat Stat)> All(ArtifactKind kind)
    {
        foreach (var shard in Directory.EnumerateDirectories(kind == ArtifactKind.Dir ? Trees : Files))
        {
            foreach (var path in Directory.EnumerateFiles(shard))
            {
                var sha256 = Path.GetFileName(shard) + Path.GetFileName(path);
                if (IsHash(sha256) && FileStat.Find(path) is { } stat)
                {
                    yield return (sha256, stat);
                }
            }
        }
    }

    /// <summary>Removes what was not added again since a moment; false if it was.</summary>
    public bool RemoveIfOlder(ArtifactKind kind, string sha256, DateTimeOffset than)
    {
        var path = PathOf(kind, sha256);
        lock (_gate)
        {
            if (FileStat.Find(path) is not { } stat || stat.ChangedAt >= than)
            {
                return false;
            }

            FileCalls.Unlink(path);
            return true;
        }
    }
}
