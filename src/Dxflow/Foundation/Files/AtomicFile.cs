namespace Dxflow.Foundation.Files;

/// <summary>
/// Replaces a whole file so that a reader, and a crash at any moment, sees the old content or the new, never a mixture:
/// 1 a temporary file in the same directory, 2 its bytes durable, 3 renamed over the old, 4 the directory durable.
/// When this returns the new content is durable. One writer per path at a time.
/// </summary>
internal static class AtomicFile
{
    /// <summary>What a crash may leave beside the file; the next write of the same path takes it over.</summary>
    public const string TemporarySuffix = ".tmp";

    public static void Write(IDisk disk, string path, ReadOnlySpan<byte> content, UnixFileMode mode = FileCalls.OwnerOnly)
    {
        WriteTemporary(disk, path, content, mode);
        disk.Rename(path + TemporarySuffix, path);
        disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Steps 1 and 2, for a caller that has something to do before the rename.</summary>
    public static void WriteTemporary(IDisk disk, string path, ReadOnlySpan<byte> content, UnixFileMode mode = FileCalls.OwnerOnly)
    {
        var temporary = path + TemporarySuffix;
        try
        {
            using var file = disk.Open(temporary, DiskOpen.Replace, mode);
            file.Write(content, 0);
            file.Sync();
        }
        catch (DiskFullException)
        {
            disk.Unlink(temporary);
            throw;
        }
    }

    /// <summary>The whole of a file, or null if there is none.</summary>
    /// <exception cref="DiskException">It is longer than <paramref name="bytesMax"/> (EFBIG), or cannot be read.</exception>
    public static byte[]? Read(IDisk disk, string path, long bytesMax)
    {
        if (disk.Find(path) is null)
        {
            return null;
        }

        using var file = disk.Open(path, DiskOpen.Read);
        var length = file.Length;
        if (length > bytesMax)
        {
            throw new DiskException("read", path, Errno.TooBig);
        }

        var content = new byte[length];
        var read = file.Read(content, 0);
        return read == length ? content : content[..read];
    }
}
