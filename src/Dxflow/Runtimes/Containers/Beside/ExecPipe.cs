using Dxflow.Runtimes.Containers.Api;

namespace Dxflow.Runtimes.Containers.Beside;

/// <summary>The input of a program beside a container; closing it is the end of input, and leaves the output open.</summary>
internal sealed class ExecPipe(HijackedStream connection) : Stream
{
    private bool isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !isClosed;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.WriteAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!isClosed)
        {
            isClosed = true;
            connection.CloseInput();
        }

        base.Dispose(disposing);
    }
}
