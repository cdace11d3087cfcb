using System.Buffers.Binary;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// A piece of what a container wrote. <see cref="Begins"/>: the first of its frame, where a timestamp stands if they were asked for.
/// </summary>
internal readonly record struct FramePiece(bool Error, bool Begins, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Takes the two streams of a container apart, as engines put them into one: frames with a header of 8 bytes (stream, three zeros,
/// length big-endian). A terminal has one stream and no frames. However long a frame, it comes in pieces of one buffer's size, each
/// valid until the next is asked for. Reads ahead: <see cref="TryNext"/> takes what is here without asking the stream.
/// </summary>
internal sealed class FrameReader(Stream stream, bool isTerminal)
{
    private const int HeaderBytes = 8;
    private const byte ErrorStream = 2;

    private readonly byte[] buffer = new byte[32 << 10];
    private int start;
    private int filled;
    private long left;
    private bool error;
    private bool begins;

    /// <summary>The piece that was returned last was the last of its frame.</summary>
    public bool IsWhole => left == 0;

    /// <summary>Null at the end; a frame that is cut short ends there.</summary>
    public async ValueTask<FramePiece?> NextAsync(CancellationToken cancel)
    {
        FramePiece piece;
        while (!TryNext(out piece))
        {
            if (start > 0)
            {
                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                (start, filled) = (0, filled - start);
            }

            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancel);
            filled += read;
            if (read == 0)
            {
                return left > 0 && filled > start ? Take(filled - start) : null;
            }
        }

        return piece;
    }

    /// <summary>False: the next piece has not come yet, or not all of it.</summary>
    public bool TryNext(out FramePiece piece)
    {
        piece = default;
        if (isTerminal)
        {
            left = filled - start;
            piece = left > 0 ? Take((int)left) : default;
            return piece.Bytes.Length > 0;
        }

        while (left == 0)
        {
            if (filled - start < HeaderBytes)
            {
                return false;
            }

            (error, begins) = (buffer[start] == ErrorStream, true);
            left = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(start + 4));
            start += HeaderBytes;
        }

        // A timestamp is not torn: the first piece is whole, or as long as the buffer.
        var wanted = (int)Math.Min(left, buffer.Length);
        if (filled - start < wanted)
        {
            return false;
        }

        piece = Take(wanted);
        return true;
    }

    private FramePiece Take(int length)
    {
        var piece = new FramePiece(error, begins, buffer.AsMemory(start, length));
        start += length;
        left -= length;
        begins = false;
        return piece;
    }
}
