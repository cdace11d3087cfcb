using System.Text.Json;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Incoming;

/// <summary>
/// Uploads that come in pieces, on the disk: <c>ID</c> has the bytes, <c>ID.json</c> what is known of them, and is written first and
/// removed last. They outlive the engine.
/// </summary>
internal sealed class IncomingFiles : IDisposable
{
    private const string RecordSuffix = ".json";
    private const int RecordBytesMax = 1 << 20;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;

    public IncomingFiles(string root)
    {
        _root = root;
        FileCalls.CreateDirectory(root, Private);
        Directory = FileCalls.Open(root, Libc.ReadOnly | Libc.Directory);
    }

    public SafeFileHandle Directory { get; }

    public long BytesFree => FileCalls.SpaceOf(_root).AvailableBytes;

    /// <summary>What there is. A record that cannot be read is removed with its bytes: nobody could go on with it.</summary>
    public IReadOnlyList<(IncomingRecord Record, DateTimeOffset ChangedAt)> All()
    {
        var all = new List<(IncomingRecord, DateTimeOffset)>();
        foreach (var name in DirectoryCalls.Names(Directory))
        {
            var id = name.EndsWith(RecordSuffix, StringComparison.Ordinal) ? name[..^RecordSuffix.Length] : null;
            if (id is not null && Read(id) is { } record && record.Id == id)
            {
                all.Add((record, ChangedAt(id)));
            }
            else if (id is not null || !File.Exists(Of(name) + RecordSuffix))
            {
                DirectoryCalls.Unlink(Directory, name, name);
            }
        }

        return all;
    }

    public void Write(IncomingRecord record) => AtomicFile.Write(
        LocalDisk.Instance, Of(record.Id) + RecordSuffix, JsonSerializer.SerializeToUtf8Bytes(record, IncomingJson.Default.IncomingRecord));

    public SafeFileHandle Open(string id, bool isNew = false) => FileCalls.OpenAt(
        Directory, id, Libc.ReadWrite | Libc.NoFollow | (isNew ? Libc.Create | Libc.Exclusive : 0), id);

    /// <summary>Bytes that came; null if they have their path already.</summary>
    public long? LengthOf(string id) => FileStat.FindAt(Directory, id, id)?.Length;

    public void Remove(string id)
    {
        DirectoryCalls.Unlink(Directory, id, id);
        DirectoryCalls.Unlink(Directory, id + RecordSuffix, id);
        FileCalls.SyncDirectory(_root);
    }

    public void Dispose() => Directory.Dispose();

    private IncomingRecord? Read(string id)
    {
        try
        {
            var bytes = AtomicFile.Read(LocalDisk.Instance, Of(id) + RecordSuffix, RecordBytesMax);
            return bytes is null ? null : JsonSerializer.Deserialize(bytes, IncomingJson.Default.IncomingRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private DateTimeOffset ChangedAt(string id)
    {
        var record = FileStat.FindAt(Directory, id + RecordSuffix, id)?.ModifiedAt ?? default;
        var bytes = FileStat.FindAt(Directory, id, id)?.ModifiedAt ?? default;
        return record > bytes ? record : bytes;
    }

    private string Of(string name) => Path.Combine(_root, name);
}
