using System.Buffers.Binary;
using System.IO.Compression;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// A zip archive from outside made into a tree (<see cref="ArchiveTree"/>), each file compared with its checksum. Links,
/// devices and what is encrypted are refused. Its list of entries is read whole by the framework, so how long it may be is looked at
/// before.
/// </summary>
internal sealed class ZipUnpacker(ArchiveTree tree, CancellationToken cancel)
{
    /// <summary>For half a million entries with names of eighty bytes; the framework's own list takes several times that.</summary>
    public const long ListBytesMax = 64L << 20;

    private const int EndBytes = 22;
    private const int CommentBytesMax = 65_535;
    private const int LocatorBytes = 20;
    private const int FarEndBytes = 56;
    private const uint EndMark = 0x06054b50;
    private const uint LocatorMark = 0x07064b50;
    private const int KindMask = 0xf000;
    private const int RegularKind = 0x8000;
    private const int DirectoryKind = 0x4000;
    private const int ExecuteBit = 0x40;

    /// <summary><paramref name="archive"/> is a file of our own: it is read here and there.</summary>
    public async Task UnpackAsync(FileStream archive, string name)
    {
        try
        {
            CheckList(archive);
            archive.Position = 0;
            await using var zip = await ZipArchive.CreateAsync(archive, ZipArchiveMode.Read, leaveOpen: true, null, cancel);
            foreach (var entry in zip.Entries)
            {
                cancel.ThrowIfCancellationRequested();
                if (tree.Wants(entry.FullName))
                {
                    await TakeAsync(entry);
                }
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new ArtifactException(ArtifactProblem.Damaged, name, $"it is no whole zip archive: {damaged.Message}", damaged);
        }
    }

    private async Task TakeAsync(ZipArchiveEntry entry)
    {
        var mode = (int)((uint)entry.ExternalAttributes >> 16);
        var isDirectory = entry.FullName.EndsWith('/');
        if (entry.IsEncrypted || (mode & KindMask) is not (0 or RegularKind or DirectoryKind)
            || ((mode & KindMask) == DirectoryKind && !isDirectory))
        {
            throw entry.IsEncrypted
                ? new ArtifactException(ArtifactProblem.WrongKind, entry.FullName, "it is encrypted")
                : ArchiveTree.WrongKind(entry.FullName);
        }

        if (isDirectory)
        {
            tree.AddDirectory(entry.FullName);
            return;
        }

        await using var content = new CheckedContent(await entry.OpenAsync(cancel), entry.Crc32);
        await tree.AddFileAsync(entry.FullName, content, (mode & ExecuteBit) != 0);
    }

    /// <summary>The list lies between the place that the end names and the end itself, whatever that says about its length.</summary>
    private static void CheckList(FileStream archive)
    {
        var tail = new byte[Math.Min(archive.Length, EndBytes + CommentBytesMax)];
        Read(archive, archive.Length - tail.Length, tail);
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndMark)
            {
                var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
                if (archive.Length - (start == uint.MaxValue ? FarStart(archive, tail, at) : start) > ListBytesMax + tail.Length)
                {
                    throw new InvalidDataException($"its list of entries is longer than {ListBytesMax >> 20} MiB");
                }

                return;
            }
        }

        throw new InvalidDataException("it has no end");
    }

    /// <summary>Zip64: before the end stands where another end is, and there where the list begins.</summary>
    private static long FarStart(FileStream archive, byte[] tail, int end)
    {
        if (end < LocatorBytes || BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end - LocatorBytes)) != LocatorMark)
        {
            throw new InvalidDataException("where its list of entries begins is not said");
        }

        var far = new byte[FarEndBytes];
        Read(archive, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorBytes + 8)), far);
        return BinaryPrimitives.ReadInt64LittleEndian(far.AsSpan(48));
    }

    private static void Read(FileStream archive, long at, byte[] bytes)
    {
        if (at < 0 || at > archive.Length - bytes.Length)
        {
            throw new InvalidDataException("it says that it goes on outside of itself");
        }

        archive.Position = at;
        archive.ReadExactly(bytes);
    }
}
