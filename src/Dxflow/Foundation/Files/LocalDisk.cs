using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files;

/// <summary>This machine's file systems.</summary>
internal sealed class LocalDisk : IDisk
{
    public static readonly LocalDisk Instance = new();

    private const UnixFileMode PrivateDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private LocalDisk()
    {
    }

    public IDiskFile Open(string path, DiskOpen how, UnixFileMode mode = FileCalls.OwnerOnly) => new LocalFile(
        path,
        FileCalls.Open(
            path,
            how switch
            {
                DiskOpen.Read => Libc.ReadOnly,
                DiskOpen.Write => Libc.ReadWrite,
                DiskOpen.WriteOrCreate => Libc.ReadWrite | Libc.Create,
                DiskOpen.Create => Libc.ReadWrite | Libc.Create | Libc.Exclusive,
                _ => Libc.ReadWrite | Libc.Create | Libc.Truncate,
            },
            mode));

    public DiskEntry? Find(string path) =>
        FileStat.Find(path) is { } found ? Entry(Path.GetFileName(path), found) : null;

    public IReadOnlyList<DiskEntry> List(string directory)
    {
        string[] paths;
        try
        {
            paths = Directory.GetFileSystemEntries(directory);
        }
        catch (Exception failure) when (failure is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new DiskException("list", directory, failure is DirectoryNotFoundException ? Errno.NoEntry : Errno.AccessDenied);
        }

        Array.Sort(paths, ByteOrder.Comparer);
        return [.. paths.Select(Find).OfType<DiskEntry>()];
    }

    public void Rename(string from, string to) => FileCalls.Rename(from, to);

    public void Unlink(string path) => FileCalls.Unlink(path);

    public void CreateDirectory(string path) => FileCalls.CreateDirectory(path, PrivateDirectory);

    public void SyncDirectory(string directory) => FileCalls.SyncDirectory(directory);

    private static DiskEntry Entry(string name, FileStat found) =>
        new(name, found.Kind == FileKind.Directory, found.Kind == FileKind.Directory ? 0 : found.Length);

    private sealed class LocalFile(string path, SafeFileHandle handle) : IDiskFile
    {
        public string Path => path;

        public long Length => FileStat.Of(handle, path).Length;

        public int Read(Span<byte> buffer, long offset) => FileCalls.Read(handle, buffer, offset, path);

        public void Write(ReadOnlySpan<byte> bytes, long offset) => FileCalls.Write(handle, bytes, offset, path);

        public void Truncate(long length) => FileCalls.Truncate(handle, length, path);

        public void Allocate(long offset, long length) => FileCalls.Allocate(handle, offset, length, path);

        public void Sync() => FileCalls.Sync(handle, path);

        public void Dispose() => handle.Dispose();
    }
}
