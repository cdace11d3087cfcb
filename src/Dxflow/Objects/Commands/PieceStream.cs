using Dxflow.Foundation.Streams;

namespace Dxflow.Objects.Commands;

/// <summary>The next bytes of a stream, up to a number of them; the stream stays open.</summary>
internal sealed class PieceStream(Stream inner, long length) : ForwardStream
{
    private long _left = length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        return read;
    }
}
