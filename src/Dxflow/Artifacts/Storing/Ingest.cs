using System.Buffers;
using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// One addition to the store, of one file or a whole tree, crash safe:
/// 1 bytes come into a file of our own, and the hash is of what lies there; 2 together with those of others they are made durable under
/// their names (<see cref="ShelfRounds"/>).
/// </summary>
internal sealed class Ingest(ObjectShelf shelf, ShelfRounds rounds, bool mayShare, CancellationToken cancel) : ITreeSink, IDisposable
{
    private const int PartBytes = 1 << 20;

    private readonly List<Incoming> _incoming = [];
    private byte[]? _part;
    private bool _canClone = true;

    private byte[] Part => _part ??= ArrayPool<byte>.Shared.Rent(PartBytes);

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
            while (await source.ReadAsync(Part, cancel) is var read and > 0)
            {
                hash.AppendData(Part, 0, read);
                FileCalls.Write(target, Part.AsSpan(0, read), length, incoming);
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

    /// <summary>Step 2. Nothing can be added after it.</summary>
    public Task PublishAsync() => rounds.PublishAsync(_incoming);

    /// <summary>Drops what did not get a name. While something is being published it has to be waited for first.</summary>
    public void Dispose()
    {
        _incoming.ForEach(static item => FileCalls.Unlink(item.Path));
        _incoming.Clear();
        if (_part is { } part)
        {
            _part = null;
            ArrayPool<byte>.Shared.Return(part);
        }
    }

    private (string Sha256, long Length) Keep(string incoming, ArtifactKind kind, (string Sha256, long Length) content)
    {
        _incoming.Add(new Incoming(incoming, kind, content.Sha256, content.Length));
        return content;
    }

    private (string Sha256, long Length) Hash(SafeFileHandle file, string path) => Copy(file, null, path, path);

    private (string Sha256, long Length) Copy(SafeFileHandle source, SafeFileHandle? target, string path, string targetPath)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        while (FileCalls.Read(source, Part, length, path) is var read and > 0)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(Part, 0, read);
            if (target is not null)
            {
                FileCalls.Write(target, Part.AsSpan(0, read), length, targetPath);
            }

            length += read;
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }
}
