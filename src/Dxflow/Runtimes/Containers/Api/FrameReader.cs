using System.Buffers.Binary;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// A piece of what a container wrote. <see cref="Begins"/>: the first of its frame, where a timestamp stands if they were asked for.
/// </summary>
internal readonly record struct FramePiece(bool Error, bool Begins, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Takes the two streams of a container apart, as engines put them into one: frames with a header of 8 bytes (stream, three zeros,
/// length big-endian). A terminal has one stream and no frames. However long a frame, it comes in pieces of one buffer's size, each
/// valid until the next is asked for.
/// </summary>
internal sealed class FrameReader(Stream stream, bool isTerminal)
{
    private const int HeaderBytes = 8;
    private const byte ErrorStream = 2;

    private readonly byte[] header = new byte[HeaderBytes];
    private readonly byte[] buffer = new byte[32 << 10];
    private long left;

    /// <summary>The piece that was returned last was the last of its frame.</summary>
    public bool IsWhole => left == 0;

    /// <summary>Null at the end; a frame that is cut short ends there.</summary>
    public async Task<FramePiece?> NextAsync(CancellationToken cancel)
    {
        if (isTerminal)
        {
            var got = await stream.ReadAsync(buffer, cancel);
            return got == 0 ? null : new FramePiece(false, false, buffer.AsMemory(0, got));
        }

        var begins = left == 0;
        while (left == 0)
        {
            if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancel) < HeaderBytes)
            {
                return null;
            }

            left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
        }

        // A timestamp is not torn: the first piece is whole, or as long as the buffer.
        var wanted = (int)Math.Min(left, buffer.Length);
        var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancel);
        if (read == 0)
        {
            return null;
        }

        left -= read;
        return new FramePiece(header[0] == ErrorStream, begins, buffer.AsMemory(0, read));
    }
}
