using System.IO.Compression;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// An archive of whatever form, told by its first bytes: zip, gzip around tar, else tar. What is compressed may become much, but not
/// without bound: see <see cref="BytesMax"/>. <paramref name="spool"/> gives a file of our own for a zip that comes as a stream.
/// </summary>
internal sealed class ArchiveInput(ArchiveTarget target, Func<FileStream> spool, CancellationToken cancel)
{
    private const int HeadBytes = 4;
    private const long FreeBytes = 1L << 30;
    private const int RatioMax = 200;

    /// <summary>What holds whatever the archive is: how many bytes there is room for.</summary>
    public long BytesLeft { get; init; } = long.MaxValue;

    public async Task<ArchiveTree> UnpackAsync(Stream archive, string name)
    {
        var head = new byte[HeadBytes];
        var length = await archive.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancel);
        if (head is [0x50, 0x4b, 0x03 or 0x05, _])
        {
            return await ZipAsync(archive, head, name);
        }

        var come = 0L;
        await using var whole = new CountedContent(new PrefixedStream(head.AsMemory(0, length), archive), read => come += read);
        if (head is not [0x1f, 0x8b, ..])
        {
            return await TarAsync(whole, () => BytesLeft, name);
        }

        await using var unpacked = new GZipStream(whole, CompressionMode.Decompress);
        return await TarAsync(unpacked, () => Math.Min(BytesLeft, BytesMax(come)), name);
    }

    /// <summary>What so many bytes of an archive may become: texts give fifty times as much, and what gives more is small.</summary>
    public static long BytesMax(long packed) => FreeBytes + (packed * RatioMax);

    private async Task<ArchiveTree> TarAsync(Stream archive, Func<long> bytesMax, string name)
    {
        var tree = new ArchiveTree(target, bytesMax);
        await new TarUnpacker(tree, cancel).UnpackAsync(archive, name);
        return tree;
    }

    /// <summary>Its list stands at its end, so it lies in a file first.</summary>
    private async Task<ArchiveTree> ZipAsync(Stream archive, byte[] head, string name)
    {
        if (archive is FileStream own)
        {
            return await ZipAsync(own, name);
        }

        await using var file = spool();
        await new PrefixedStream(head, archive).CopyToAsync(file, cancel);
        return await ZipAsync(file, name);
    }

    private async Task<ArchiveTree> ZipAsync(FileStream file, string name)
    {
        var tree = new ArchiveTree(target, () => Math.Min(BytesLeft, BytesMax(file.Length)));
        await new ZipUnpacker(tree, cancel).UnpackAsync(file, name);
        return tree;
    }
}
