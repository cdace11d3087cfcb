using System.Collections.Concurrent;
using Dxflow.Foundation.Files;

namespace Dxflow.Bench.Core;

/// <summary>
/// The real disk, and a list of how many bytes were written before each sync: the same work can then be done again by a program that
/// does nothing else.
/// </summary>
internal sealed class TracingDisk : IDisk
{
    private readonly IDisk _disk = LocalDisk.Instance;

    /// <summary>Bytes between two syncs, in order.</summary>
    public ConcurrentQueue<long> Syncs { get; } = new();

    public IDiskFile Open(string path, DiskOpen how, UnixFileMode mode) => new Traced(_disk.Open(path, how, mode), this);

    public DiskEntry? Find(string path) => _disk.Find(path);

    public IReadOnlyList<DiskEntry> List(string directory) => _disk.List(directory);

    public void Rename(string from, string to) => _disk.Rename(from, to);

    public void Unlink(string path) => _disk.Unlink(path);

    public void CreateDirectory(string path) => _disk.CreateDirectory(path);

    public void SyncDirectory(string directory) => _disk.SyncDirectory(directory);

    private sealed class Traced(IDiskFile file, TracingDisk disk) : IDiskFile
    {
        private long _written;

        public string Path => file.Path;

        public long Length => file.Length;

        public int Read(Span<byte> buffer, long offset) => file.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            file.Write(bytes, offset);
            _written += bytes.Length;
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Allocate(long offset, long length) => file.Allocate(offset, length);

        public void Sync()
        {
            file.Sync();
            disk.Syncs.Enqueue(_written);
            _written = 0;
        }

        public void Dispose() => file.Dispose();
    }
}
