using System.IO.Pipelines;
using Dxflow.Foundation.Streams;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// Bytes that are made while they are read, so that they need no room on any disk. What goes wrong in making them is thrown by the reads;
/// when it is disposed of, the making stops, in the middle of a file if need be.
/// </summary>
internal abstract class PipedStream : ForwardStream
{
    private readonly CancellationTokenSource _gone = new();
    private readonly Stream _made;

    protected PipedStream(Action<Stream, CancellationToken> write)
    {
        var pipe = new Pipe();
        _made = pipe.Reader.AsStream();
        _ = Task.Run(() => Make(pipe.Writer, write, _gone.Token));
    }

    public override int Read(byte[] buffer, int offset, int count) => _made.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _made.ReadAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gone.Cancel();
            _made.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Make(PipeWriter to, Action<Stream, CancellationToken> write, CancellationToken gone)
    {
        try
        {
            write(to.AsStream(leaveOpen: true), gone);
            to.Complete();
        }
        catch (Exception failure)
        {
            to.Complete(failure);
        }
    }
}
