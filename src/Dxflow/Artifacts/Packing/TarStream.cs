using System.Formats.Tar;

namespace Dxflow.Artifacts.Packing;

/// <summary>A tar archive that is made while it is read.</summary>
internal sealed class TarStream(Action<TarWriter, CancellationToken> write) : PipedStream((to, gone) =>
{
    using var tar = new TarWriter(to, TarEntryFormat.Pax);
    write(tar, gone);
})
{
    public TarStream(Action<TarOutput> write)
        : this((tar, gone) => write(new TarOutput(tar, gone)))
    {
    }
}
