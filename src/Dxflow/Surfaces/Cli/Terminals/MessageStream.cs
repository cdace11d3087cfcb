namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>
/// Standard error for messages. Where it is closed or full there is nobody to tell, and the command goes on without them.
/// </summary>
internal sealed class MessageStream(Stream to) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            to.Write(buffer, offset, count);
        }
        catch (IOException)
        {
            // As said above.
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
