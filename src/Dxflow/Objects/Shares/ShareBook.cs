using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

/// <summary>
/// The shares that there are: a file each, <c>ID.json</c>, and all of them in memory. A record that cannot be read is set aside by its
/// name, and opens nothing. One that is over is told of for a week.
/// </summary>
internal sealed class ShareBook : IDisposable
{
    public const int SharesMax = 1000;
    private const string Suffix = ".json";
    private const int RecordBytesMax = 64 * 1024;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan ToldFor = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<string, Share> _byHash = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly TimeProvider _time;

    public ShareBook(string root, TimeProvider time)
    {
        (_root, _time) = (root, time);
        FileCalls.CreateDirectory(root, Private);
        foreach (var file in Directory.GetFiles(root, "*" + Suffix))
        {
            if (Read(file) is { } record && PathOf(record.Id) == file)
            {
                _byHash[record.TokenHash] = new Share(record, Write);
            }
        }
    }

    public IEnumerable<Share> All => _byHash.Values;

    public Share? Find(string token) => _byHash.GetValueOrDefault(HashOf(token));

    public Share? FindById(string id) => _byHash.Values.FirstOrDefault(share => share.Record.Id == id);

    /// <summary>Whether something that is given away lies at a path.</summary>
    public bool IsLeadTo(ObjectPath path)
    {
        var now = _time.GetUtcNow();
        return All.Any(share => !share.Record.Write && share.Record.ExpiresAt > now && !share.IsUsedUp
            && (share.Record.Path == path.Text || path.IsBelow(ObjectPath.Parse(share.Record.Path))));
    }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public Share Add(ShareRecord record)
    {
        Sweep();
        if (_byHash.Count >= SharesMax)
        {
            throw new Fault(FaultKind.Exhausted, $"there are {SharesMax} shares", "revoke some: dxflow share list shows them");
        }

        Write(record);
        return _byHash[record.TokenHash] = new Share(record, Write);
    }

    /// <summary>Nobody opens it from here on, and what it sends breaks off.</summary>
    public void Remove(Share share)
    {
        if (_byHash.TryRemove(share.Record.TokenHash, out _))
        {
            share.Revoke();
            FileCalls.Unlink(PathOf(share.Record.Id));
            FileCalls.SyncDirectory(_root);
        }
    }

    public void Dispose()
    {
        foreach (var share in _byHash.Values)
        {
            share.Dispose();
        }
    }

    private static ShareRecord? Read(string file)
    {
        try
        {
            return AtomicFile.Read(LocalDisk.Instance, file, RecordBytesMax) is { } bytes
                ? JsonSerializer.Deserialize(bytes, ShareRecordJson.Default.ShareRecord) : null;
        }
        catch (Exception bad) when (bad is JsonException or DiskException)
        {
            File.Move(file, file + ".damaged", overwrite: true);
            return null;
        }
    }

    private void Sweep()
    {
        foreach (var share in All.Where(share => share.Record.ExpiresAt + ToldFor < _time.GetUtcNow()))
        {
            Remove(share);
        }
    }

    /// <summary>A use that ends after the share was revoked does not bring it back.</summary>
    private void Write(ShareRecord record)
    {
        if (record.Used == 0 || _byHash.ContainsKey(record.TokenHash))
        {
            AtomicFile.Write(
                LocalDisk.Instance, PathOf(record.Id), JsonSerializer.SerializeToUtf8Bytes(record, ShareRecordJson.Default.ShareRecord));
        }
    }

    private string PathOf(string id) => Path.Combine(_root, id + Suffix);
}
