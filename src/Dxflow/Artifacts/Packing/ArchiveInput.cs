using System.IO.Compression;
using Dxflow.Artifacts.Storing;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// An archive of whatever form, told by its first bytes: zip, gzip around tar, else tar. What is compressed may become much, but not
/// without bound: see <see cref="BytesMax"/>.
/// </summary>
internal sealed class ArchiveInput(ObjectShelf shelf, Ingest ingest, CancellationToken cancel)
{
    private const int HeadBytes = 4;
    private const long FreeBytes = 1L << 30;
    private const int RatioMax = 200;
    private const int BufferBytes = 1 << 16;

    public async Task<TreeEntry> UnpackAsync(Stream archive, string name)
    {
        var head = new byte[HeadBytes];
        var length = await archive.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancel);
        var come = 0L;
        await using var whole = new CountedContent(new PrefixedStream(head.AsMemory(0, length), archive), read => come += read);
        if (head is [0x50, 0x4b, 0x03 or 0x05, _])
        {
            return await ZipAsync(whole, name);
        }

        if (head is not [0x1f, 0x8b, ..])
        {
            return await new TarUnpacker(ingest, static () => long.MaxValue, cancel).UnpackAsync(whole, name);
        }

        await using var unpacked = new GZipStream(whole, CompressionMode.Decompress);
        return await new TarUnpacker(ingest, () => BytesMax(come), cancel).UnpackAsync(unpacked, name);
    }

    /// <summary>What so many bytes of an archive may become: texts give fifty times as much, and what gives more is small.</summary>
    public static long BytesMax(long packed) => FreeBytes + (packed * RatioMax);

    /// <summary>Its list stands at its end, so it lies in a file first.</summary>
    private async Task<TreeEntry> ZipAsync(Stream archive, string name)
    {
        await using var file = new FileStream(
            shelf.NewIncoming(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose);
        await archive.CopyToAsync(file, cancel);
        return await new ZipUnpacker(ingest, () => BytesMax(file.Length), cancel).UnpackAsync(file, name);
    }
}
