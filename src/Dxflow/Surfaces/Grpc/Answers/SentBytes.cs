namespace Dxflow.Surfaces.Grpc.Answers;

/// <summary>The bytes of an upload as a stream: what each further message holds. Who reads slowly holds the client back.</summary>
internal sealed class SentBytes(GrpcExchange exchange) : Stream
{
    private ReadOnlyMemory<byte>? _message = ReadOnlyMemory<byte>.Empty;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_message is { IsEmpty: true } && buffer.Length > 0)
        {
            _message = await exchange.InputAsync();
        }

        var taken = Math.Min(buffer.Length, _message?.Length ?? 0);
        if (taken > 0)
        {
            _message!.Value[..taken].CopyTo(buffer);
            _message = _message.Value[taken..];
        }

        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
