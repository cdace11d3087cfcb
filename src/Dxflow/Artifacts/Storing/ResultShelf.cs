using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// What is remembered of results, by a digest of what they were made of: <c>results/ab/cdef…</c>, one small file each, which is replaced
/// whole. Nothing here is a reference that keeps a content, and nothing is waited for: after a crash an entry may be gone, or be nothing
/// that can be read, and is then no entry. Any number of callers.
/// </summary>
internal sealed class ResultShelf(ObjectShelf shelf, string root)
{
    private const UnixFileMode PrivateDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Path.Combine(root, "results");

    /// <summary>The bytes of an entry, or null.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[]? Find(string digest)
    {
        try
        {
            return File.ReadAllBytes(PathOf(digest));
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written; what was there before stays.</exception>
    public void Keep(string digest, ReadOnlySpan<byte> entry)
    {
        var (path, incoming) = (PathOf(digest), shelf.NewIncoming());
        try
        {
            FileCalls.WriteWhole(incoming, entry);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, PrivateDirectory);
            FileCalls.Rename(incoming, path);
        }
        catch (DiskException)
        {
            File.Delete(incoming);
            throw;
        }
    }

    public void Remove(string digest) => File.Delete(PathOf(digest));

    /// <summary>The digests of all entries.</summary>
    public IEnumerable<string> All() => !Directory.Exists(_root) ? [] : Directory.EnumerateDirectories(_root)
        .SelectMany(Directory.EnumerateFiles)
        .Select(static path => Path.GetFileName(Path.GetDirectoryName(path)!) + Path.GetFileName(path))
        .Where(ObjectShelf.IsHash);

    private string PathOf(string digest) => ObjectShelf.IsHash(digest)
        ? Path.Combine(_root, digest[..2], digest[2..])
        : throw new ArgumentException($"'{digest}' is no digest", nameof(digest));
}
