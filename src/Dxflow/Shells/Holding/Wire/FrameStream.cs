using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dxflow.Shells.Holding.Wire;

/// <summary>A frame as it was read; the bytes are the caller's until the next one is read.</summary>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Bytes)
{
    /// <exception cref="IOException">It is not what it should be.</exception>
    public T Record<T>(FrameKind kind, JsonTypeInfo<T> contract)
        where T : class
    {
        try
        {
            return (Kind == kind ? JsonSerializer.Deserialize(Bytes.Span, contract) : null)
                ?? throw new IOException($"a frame {Kind} came where {kind} should have");
        }
        catch (JsonException wrong)
        {
            throw new IOException($"a frame {kind} cannot be read: {wrong.Message}", wrong);
        }
    }
}

/// <summary>
/// Frames over a socket: four bytes of length (little endian) of what follows, one of kind, the content. One reader and one writer at a
/// time. The end of the connection is a frame that is null; what is too long is an error.
/// </summary>
internal sealed class FrameStream(Socket socket) : IDisposable
{
    public const int BytesMax = 4 << 20;
    private const int HeadBytes = 5;
    private const int KeptBytesMax = 64 * 1024;

    private readonly byte[] _head = new byte[HeadBytes];
    private byte[] _content = [];

    public async Task<Frame?> ReadAsync(CancellationToken cancel)
    {
        if (!await FillAsync(_head, mayEnd: true, cancel))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_head) - 1;
        if (length is < 0 or > BytesMax)
        {
            throw new IOException($"a frame of {length} bytes");
        }

        if (_content.Length < length || _content.Length > KeptBytesMax)
        {
            _content = new byte[length];
        }

        await FillAsync(_content.AsMemory(0, length), mayEnd: false, cancel);
        return new Frame((FrameKind)_head[4], _content.AsMemory(0, length));
    }

    public ValueTask WriteAsync<T>(FrameKind kind, T record, JsonTypeInfo<T> contract, CancellationToken cancel) =>
        WriteAsync(kind, JsonSerializer.SerializeToUtf8Bytes(record, contract), cancel);

    public async ValueTask WriteAsync(FrameKind kind, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var frame = new byte[HeadBytes + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length + 1);
        frame[4] = (byte)kind;
        content.Span.CopyTo(frame.AsSpan(HeadBytes));
        ReadOnlyMemory<byte> left = frame;
        while (left.Length > 0)
        {
            try
            {
                left = left[await socket.SendAsync(left, SocketFlags.None, cancel)..];
            }
            catch (SocketException gone)
            {
                throw new IOException(gone.Message, gone);
            }
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync(Memory<byte> buffer, bool mayEnd, CancellationToken cancel)
    {
        for (var read = 0; read < buffer.Length;)
        {
            int count;
            try
            {
                count = await socket.ReceiveAsync(buffer[read..], SocketFlags.None, cancel);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                throw new IOException(gone.Message, gone);
            }

            if (count == 0)
            {
                return mayEnd && read == 0 ? false : throw new IOException("the connection was broken off");
            }

            read += count;
        }

        return true;
    }
}
