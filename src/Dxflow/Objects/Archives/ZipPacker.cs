using System.IO.Compression;
using Dxflow.Foundation.Files;

namespace Dxflow.Objects.Archives;

/// <summary>A zip archive: names, contents, times, and whether a file can be executed.</summary>
internal sealed class ZipPacker(Stream to) : IPacker
{
    private const int DirectoryMode = 0x41ed;
    private const int PlainMode = 0x81a4;
    private const int ExecutableMode = 0x81ed;

    /// <summary>What the times of zip can say.</summary>
    private static readonly DateTimeOffset First = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(2107, 12, 31, 23, 59, 58, TimeSpan.Zero);

    private readonly ZipArchive _zip = new(to, ZipArchiveMode.Create, leaveOpen: true);

    public Task AddDirectoryAsync(string name, FileStat stat)
    {
        Entry(name + "/", DirectoryMode, stat);
        return Task.CompletedTask;
    }

    public async Task AddFileAsync(string name, FileStat stat, Stream content, CancellationToken cancel)
    {
        await using var packed = await Entry(name, stat.IsExecutable ? ExecutableMode : PlainMode, stat).OpenAsync(cancel);
        await content.CopyToAsync(packed, cancel);
    }

    public ValueTask DisposeAsync() => _zip.DisposeAsync();

    private ZipArchiveEntry Entry(string name, int mode, FileStat stat)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.ExternalAttributes = mode << 16;
        entry.LastWriteTime = stat.ModifiedAt < First ? First : stat.ModifiedAt > Last ? Last : stat.ModifiedAt;
        return entry;
    }
}
