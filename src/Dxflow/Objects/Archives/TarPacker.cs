using System.Formats.Tar;
using System.IO.Compression;
using Dxflow.Foundation.Files;

namespace Dxflow.Objects.Archives;

/// <summary>A tar archive (pax), in gzip if that is wanted: names, contents, times, and whether a file can be executed.</summary>
internal sealed class TarPacker : IPacker
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly GZipStream? _packed;
    private readonly TarWriter _tar;

    public TarPacker(Stream to, bool gzip)
    {
        _packed = gzip ? new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true) : null;
        _tar = new TarWriter(_packed ?? to, TarEntryFormat.Pax, leaveOpen: true);
    }

    public Task AddDirectoryAsync(string name, FileStat stat) => _tar.WriteEntryAsync(
        new PaxTarEntry(TarEntryType.Directory, name) { Mode = Plain | Execute, ModificationTime = stat.ModifiedAt });

    public Task AddFileAsync(string name, FileStat stat, Stream content, CancellationToken cancel) => _tar.WriteEntryAsync(
        new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = stat.IsExecutable ? Plain | Execute : Plain,
            ModificationTime = stat.ModifiedAt,
            DataStream = content,
        },
        cancel);

    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync();
        if (_packed is not null)
        {
            await _packed.DisposeAsync();
        }
    }
}
