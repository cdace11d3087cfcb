using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// One addition to the store, of one file or a whole tree, crash safe:
/// 1 bytes come into a file of our own, and the hash is of what lies there; 2 what the store has already is dropped; 3 the rest is made
/// durable, four files at once; 4 each gets its name; 5 the names are made durable. Only then is anyone told.
/// </summary>
internal sealed class Ingest(ObjectShelf shelf, bool mayShare, CancellationToken cancel) : ITreeSink, IDisposable
{
    private const int PartBytes = 1 << 20;
    private const int SyncsAtOnceMax = 4;

    private readonly List<(string Path, ArtifactKind Kind, string Sha256, long Length)> _incoming = [];
    private readonly byte[] _part = GC.AllocateUninitializedArray<byte>(PartBytes);
    private bool _canClone = true;

    /// <summary>Step 1 for a file: shares the inode if that is allowed, else the blocks, else copies.</summary>
    public (string Sha256, long Length) Add(SafeFileHandle source, FileStat stat, string path, string relative)
    {
        var incoming = shelf.NewIncoming();
        try
        {
            if (mayShare && stat.Links == 1 && stat.User == FileCalls.EffectiveUser() && DirectoryCalls.TryLink(source, incoming))
            {
                return Keep(incoming, ArtifactKind.File, Hash(source, path));
            }

            using var target = FileCalls.Open(incoming, Libc.ReadWrite | Libc.Create | Libc.Exclusive);
            _canClone = _canClone && DirectoryCalls.TryClone(source, target, incoming);
            return Keep(incoming, ArtifactKind.File, _canClone ? Hash(target, incoming) : Copy(source, target, path, incoming));
        }
        catch
        {
            FileCalls.Unlink(incoming);
            throw;
        }
    }

    /// <summary>Step 1 for bytes that somebody sends.</summary>
    public async Task<(string Sha256, long Length)> AddAsync(Stream source)
    {
        var incoming = shelf.NewIncoming();
        using var target = FileCalls.Open(incoming, Libc.ReadWrite | Libc.Create | Libc.Exclusive);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            var length = 0L;
            while (await source.ReadAsync(_part, cancel) is var read and > 0)
            {
                hash.AppendData(_part, 0, read);
                FileCalls.Write(target, _part.AsSpan(0, read), length, incoming);
                length += read;
            }

            return Keep(incoming, ArtifactKind.File, (Convert.ToHexStringLower(hash.GetHashAndReset()), length));
        }
        catch
        {
            FileCalls.Unlink(incoming);
            throw;
        }
    }

    /// <summary>Step 1 for the list of a directory.</summary>
    public string AddTree(byte[] list, string relative)
    {
        var incoming = shelf.NewIncoming();
        using var target = FileCalls.Open(incoming, Libc.ReadWrite | Libc.Create | Libc.Exclusive);
        FileCalls.Write(target, list, 0, incoming);
        return Keep(incoming, ArtifactKind.Dir, (Convert.ToHexStringLower(SHA256.HashData(list)), list.Length)).Sha256;
    }

    /// <summary>Steps 2 to 5.</summary>
    public async Task PublishAsync()
    {
        var fresh = _incoming.Where(item => !shelf.Renew(item.Kind, item.Sha256, item.Length)).ToList();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = SyncsAtOnceMax, CancellationToken = cancel };
        await Parallel.ForEachAsync(fresh, limit, static (item, _) =>
        {
            using var file = FileCalls.Open(item.Path, Libc.ReadOnly);
            FileCalls.Sync(file, item.Path);
            return default;
        });

        // What another has added, and perhaps not synced yet, is promised by us as well.
        var names = _incoming.Select(item => Path.GetDirectoryName(shelf.PathOf(item.Kind, item.Sha256))!).ToHashSet();
        foreach (var (path, kind, sha256, _) in fresh)
        {
            names.UnionWith(shelf.Put(path, kind, sha256));
        }

        foreach (var directory in names)
        {
            FileCalls.SyncDirectory(directory);
        }
    }

    /// <summary>Drops what did not get a name.</summary>
    public void Dispose() => _incoming.ForEach(item => FileCalls.Unlink(item.Path));

    private (string Sha256, long Length) Keep(string incoming, ArtifactKind kind, (string Sha256, long Length) content)
    {
        _incoming.Add((incoming, kind, content.Sha256, content.Length));
        return content;
    }

    private (string Sha256, long Length) Hash(SafeFileHandle file, string path) => Copy(file, null, path, path);

    private (string Sha256, long Length) Copy(SafeFileHandle source, SafeFileHandle? target, string path, string targetPath)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        while (FileCalls.Read(source, _part, length, path) is var read and > 0)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(_part, 0, read);
            if (target is not null)
            {
                FileCalls.Write(target, _part.AsSpan(0, read), length, targetPath);
            }

            length += read;
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }
}
