using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Filling;

/// <summary>
/// Files that come one after the other into a directory, made durable a batch at a time, because a disk takes about as long for one file as
/// for a hundred: 1 each is written where nobody sees it, and the kernel begins to write it to the disk; 2 when the batch is full, all that
/// is left of that is waited for; 3 each gets its path; 4 the directories they are in are made durable.
/// </summary>
internal sealed class TreeFill(
    ObjectTree tree, ObjectPath top, bool replace, CancellationToken cancel, int entriesMax = TreeFill.EntriesMax) : IDisposable
{
    /// <summary>In one request: all their names are kept to its end, so that none comes twice.</summary>
    public const int EntriesMax = 100_000;
    public const int BatchFilesMax = 128;
    private const long BatchBytesMax = 32 << 20;
    private const int PartBytes = 256 * 1024;

    private readonly byte[] _part = GC.AllocateUninitializedArray<byte>(PartBytes);
    private readonly List<(StagedFile File, ObjectPath Path)> _batch = [];
    private long _batchBytes;
    private int _entries;

    public long Files { get; private set; }

    public long Bytes { get; private set; }

    public long Directories { get; private set; }

    /// <summary>The directory itself, which has to be there, or is made.</summary>
    public void Begin(bool parents)
    {
        using var held = tree.Find(top);
        if (held is null && parents)
        {
            using var place = tree.PlaceOf(top, parents);
            Directories += ObjectTree.Make(place) ? 1 : 0;
        }
        else if ((held ?? throw ObjectFaults.Missing(top)).Kind is var kind and not ObjectKind.Dir)
        {
            throw ObjectFaults.WrongKind(top, kind == ObjectKind.Link ? "a link, and links are not followed" : "not a directory");
        }
    }

    public void Make(string path)
    {
        using var place = tree.PlaceOf(At(path));
        if (ObjectTree.Make(place))
        {
            Directories++;
        }
        else if (place.Stat is { Kind: not FileKind.Directory })
        {
            throw ObjectFaults.InTheWay(place.Path, "there, and not a directory");
        }
    }

    public async Task<(string Sha256, long Length)> KeepAsync(string path, Stream content, bool executable)
    {
        var at = At(path);
        var staged = tree.Stage(executable);
        _batch.Add((staged, at));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        for (; await content.ReadAsync(_part, cancel) is var read and > 0; length += read)
        {
            tree.Quota.Take(read);
            hash.AppendData(_part, 0, read);
            FileCalls.Write(staged.Handle, _part.AsSpan(0, read), length, at.Text);
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        ObjectSum.Keep(staged.Handle, sha256, at.Text);
        FileCalls.BeginSync(staged.Handle);
        _batchBytes += length;
        if (_batch.Count == BatchFilesMax || _batchBytes > BatchBytesMax)
        {
            Settle();
        }

        return (sha256, length);
    }

    /// <summary>Steps 2 to 4.</summary>
    public void Settle()
    {
        var places = new Dictionary<ObjectPath, ObjectPlace>();
        try
        {
            foreach (var (file, path) in _batch)
            {
                FileCalls.Sync(file.Handle, path.Text);
            }

            foreach (var (file, path) in _batch)
            {
                if (!places.TryGetValue(path.Parent, out var place))
                {
                    places[path.Parent] = place = tree.PlaceOf(path);
                }

                file.Give(place with { Path = path }, replace);
            }

            foreach (var place in places.Values)
            {
                FileCalls.SyncDirectory(DirectoryCalls.PathOf(place.Directory));
            }

            (Files, Bytes) = (Files + _batch.Count, Bytes + _batchBytes);
        }
        finally
        {
            foreach (var place in places.Values)
            {
                place.Dispose();
            }

            Clear();
        }
    }

    public void Dispose() => Clear();

    private ObjectPath At(string path) => ++_entries > entriesMax
        ? throw Fault.Invalid($"more than {entriesMax} files and directories came at once", "those before have come; send the others again")
        : ObjectPath.ParseBelow(top.IsTop ? path : $"{top.Text}/{path}", "the archive");

    private void Clear()
    {
        _batch.ForEach(static one => one.File.Dispose());
        _batch.Clear();
        _batchBytes = 0;
    }
}
