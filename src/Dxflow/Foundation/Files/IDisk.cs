namespace Dxflow.Foundation.Files;

internal enum DiskOpen
{
    /// <summary>To read; it has to exist.</summary>
    Read,

    /// <summary>To read and write; it has to exist.</summary>
    Write,

    /// <summary>To read and write; made if it is missing, its content kept if it is not.</summary>
    WriteOrCreate,

    /// <summary>To read and write; it must not exist.</summary>
    Create,

    /// <summary>To read and write, empty: made, or emptied if it exists.</summary>
    Replace,
}

/// <summary>What a directory holds under a name. <see cref="Length"/> in bytes; 0 for a directory.</summary>
internal sealed record DiskEntry(string Name, bool IsDirectory, long Length);

/// <summary>
/// The seam to durable storage: what the journal and the tables ask of a file system, call by call, so that a scripted disk can fail
/// or crash at each of them. Everything is synchronous. Paths are absolute. Every failure is a <see cref="DiskException"/>.
/// Nothing is durable before <see cref="IDiskFile.Sync"/>, and no name before <see cref="SyncDirectory"/>.
/// </summary>
internal interface IDisk
{
    /// <summary>Opens a file; a new one gets <paramref name="mode"/> less the umask.</summary>
    IDiskFile Open(string path, DiskOpen how, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>What is at the path, without following a final link; null if there is nothing.</summary>
    DiskEntry? Find(string path);

    /// <summary>The entries of a directory, in byte order of their names.</summary>
    IReadOnlyList<DiskEntry> List(string directory);

    /// <summary>Atomically gives a file another name, over whatever has it.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; missing is fine.</summary>
    void Unlink(string path);

    /// <summary>Makes a directory (0700) below one that exists; existing is fine.</summary>
    void CreateDirectory(string path);

    /// <summary>Makes the names in a directory durable: what was created, renamed and unlinked in it.</summary>
    void SyncDirectory(string directory);
}

/// <summary>An open file of an <see cref="IDisk"/>. Offsets and lengths in bytes.</summary>
internal interface IDiskFile : IDisposable
{
    string Path { get; }

    long Length { get; }

    /// <summary>Fills the buffer as far as the file goes; fewer bytes than asked mean its end.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <summary>Writes all bytes, or fails having written any part of them.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    void Truncate(long length);

    /// <summary>
    /// Takes room for a range, which reads as zeros; the file grows to the range's end. A file system that cannot: nothing happens.
    /// </summary>
    void Allocate(long offset, long length);

    /// <summary>fdatasync: all bytes written so far, and the length, are durable when this returns.</summary>
    /// <exception cref="DiskSyncException">Nothing may be told to anyone any more.</exception>
    void Sync();
}
