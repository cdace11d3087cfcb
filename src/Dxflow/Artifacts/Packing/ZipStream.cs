using System.IO.Compression;
using Dxflow.Artifacts.Storing;
using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// What is stored as a zip archive that is made while it is read: names, contents and whether they can be executed. The times in it
/// say nothing, so that the same directory gives the same archive.
/// </summary>
internal sealed class ZipStream : PipedStream
{
    private const int DirectoryMode = 0x41ed;
    private const int PlainMode = 0x81a4;
    private const int ExecutableMode = 0x81ed;
    private static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A directory.</summary>
    public ZipStream(ObjectShelf shelf, string sha256)
        : base((to, gone) =>
        {
            using var zip = new ZipArchive(to, ZipArchiveMode.Create);
            Add(zip, shelf, sha256, "", gone);
        })
    {
    }

    public ZipStream(ObjectShelf shelf, IReadOnlyList<ArchivePart> parts)
        : base((to, gone) =>
        {
            using var zip = new ZipArchive(to, ZipArchiveMode.Create);
            foreach (var part in parts)
            {
                Add(zip, shelf, part, gone);
            }
        })
    {
    }

    private static void Add(ZipArchive zip, ObjectShelf shelf, ArchivePart part, CancellationToken gone)
    {
        if (part.Stored is not { } stored)
        {
            using var packed = Entry(zip, part.Path, PlainMode).Open();
            packed.Write(part.Text);
        }
        else if (stored.Kind == ArtifactKind.Dir)
        {
            Entry(zip, part.Path + "/", DirectoryMode);
            Add(zip, shelf, stored.Sha256, part.Path + "/", gone);
        }
        else
        {
            Add(zip, shelf, stored.Sha256, part.Path, stored.Executable, gone);
        }
    }

    private static void Add(ZipArchive zip, ObjectShelf shelf, string sha256, string prefix, CancellationToken gone)
    {
        foreach (var entry in new StoreCheck(shelf, gone).TreeOf(sha256))
        {
            var name = prefix + entry.Name;
            if (entry.Kind == ArtifactKind.Dir)
            {
                Entry(zip, name + "/", DirectoryMode);
                Add(zip, shelf, entry.Sha256, name + "/", gone);
                continue;
            }

            Add(zip, shelf, entry.Sha256, name, entry.Executable, gone);
        }
    }

    private static void Add(ZipArchive zip, ObjectShelf shelf, string sha256, string name, bool executable, CancellationToken gone)
    {
        using var content = new FileStream(FileCalls.Open(shelf.PathOf(ArtifactKind.File, sha256), Libc.ReadOnly), FileAccess.Read);
        using var cut = gone.UnsafeRegister(static file => ((Stream)file!).Dispose(), content);
        using var packed = Entry(zip, name, executable ? ExecutableMode : PlainMode).Open();
        content.CopyTo(packed);
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name, int mode)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        (entry.ExternalAttributes, entry.LastWriteTime) = (mode << 16, Always);
        return entry;
    }
}
