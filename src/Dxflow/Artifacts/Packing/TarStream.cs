using System.Formats.Tar;
using System.IO.Pipelines;
using Dxflow.Foundation.Streams;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// A tar archive that is made while it is read, so that it needs no room on any disk. What goes wrong in making it is thrown by its reads;
/// when it is disposed of, the making stops, in the middle of a file if need be.
/// </summary>
internal sealed class TarStream : ForwardStream
{
    private readonly CancellationTokenSource _gone = new();
    private readonly Stream _archive;

    public TarStream(Action<TarOutput> write)
        : this((tar, gone) => write(new TarOutput(tar, gone)))
    {
    }

    public TarStream(Action<TarWriter, CancellationToken> write)
    {
        var pipe = new Pipe();
        _archive = pipe.Reader.AsStream();
        _ = Task.Run(() => Make(pipe.Writer, write, _gone.Token));
    }

    public override int Read(byte[] buffer, int offset, int count) => _archive.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _archive.ReadAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gone.Cancel();
            _archive.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Make(PipeWriter to, Action<TarWriter, CancellationToken> write, CancellationToken gone)
    {
        try
        {
            using (var tar = new TarWriter(to.AsStream(leaveOpen: true), TarEntryFormat.Pax))
            {
                write(tar, gone);
            }

            to.Complete();
        }
        catch (Exception failure)
        {
            to.Complete(failure);
        }
    }
}
