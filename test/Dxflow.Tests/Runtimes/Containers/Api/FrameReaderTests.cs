using System.Buffers.Binary;
using System.Text;
using Dxflow.Runtimes.Containers.Api;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Api;

public sealed class FrameReaderTests
{
    [Fact]
    public async Task Streams_are_told_apart()
    {
        var pieces = await ReadAsync([.. Frame(1, "out"), .. Frame(2, "problem"), .. Frame(1, ""), .. Frame(1, "end")]);
        Assert.Equal([(false, "out"), (true, "problem"), (false, "end")], pieces);
    }

    [Fact]
    public async Task A_frame_larger_than_the_buffer_comes_in_pieces_of_which_one_begins_it()
    {
        var reader = new FrameReader(new MemoryStream(Frame(1, new string('x', 100_000))), isTerminal: false);
        var (length, begins, whole) = (0, 0, 0);
        while (await reader.NextAsync(CancellationToken.None) is { } piece)
        {
            length += piece.Bytes.Length;
            begins += piece.Begins ? 1 : 0;
            whole += reader.IsWhole ? 1 : 0;
        }

        Assert.Equal((100_000, 1, 1), (length, begins, whole));
    }

    [Fact]
    public async Task What_is_cut_short_ends_there() =>
        Assert.Equal([(false, "out"), (true, "pro")], await ReadAsync([.. Frame(1, "out"), .. Frame(2, "problem")[..11]]));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(5_000)]
    public async Task However_the_bytes_come_the_frames_are_the_same(int atOnce)
    {
        byte[] bytes =
        [
            .. Frame(1, "a"), .. Frame(2, new string('x', 33_000)), .. Frame(1, ""), .. Frame(1, new string('y', 32 << 10)),
            .. Frame(2, "b"), .. Frame(1, "c"), .. Frame(1, "d"),
        ];
        var reader = new FrameReader(new Slow(bytes, atOnce), isTerminal: false);
        var (text, whole, ahead) = ("", 0, 0);
        while (true)
        {
            if (reader.TryNext(out var piece))
            {
                ahead++;
            }
            else if (await reader.NextAsync(CancellationToken.None) is { } next)
            {
                piece = next;
            }
            else
            {
                break;
            }

            text += (piece.Error ? "E" : "O") + Encoding.ASCII.GetString(piece.Bytes.Span);
            whole += reader.IsWhole ? 1 : 0;
        }

        Assert.Equal($"OaE{new string('x', 32 << 10)}E{new string('x', 33_000 - (32 << 10))}O{new string('y', 32 << 10)}EbOcOd", text);
        Assert.Equal((6, atOnce > 100), (whole, ahead > 0));
    }

    [Fact]
    public async Task A_terminal_has_no_frames()
    {
        var reader = new FrameReader(new MemoryStream("plain"u8.ToArray()), isTerminal: true);
        Assert.Equal("plain", Encoding.ASCII.GetString((await reader.NextAsync(CancellationToken.None))!.Value.Bytes.Span));
        Assert.Null(await reader.NextAsync(CancellationToken.None));
    }

    private static byte[] Frame(byte stream, string text)
    {
        var frame = new byte[8 + text.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)text.Length);
        Encoding.ASCII.GetBytes(text, frame.AsSpan(8));
        return frame;
    }

    /// <summary>Gives so many bytes at once.</summary>
    private sealed class Slow(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(atOnce, buffer.Length)], cancellationToken);
    }

    private static async Task<List<(bool Error, string Text)>> ReadAsync(byte[] bytes)
    {
        var reader = new FrameReader(new MemoryStream(bytes), isTerminal: false);
        var pieces = new List<(bool, string)>();
        while (await reader.NextAsync(CancellationToken.None) is { } piece)
        {
            pieces.Add((piece.Error, Encoding.ASCII.GetString(piece.Bytes.Span)));
        }

        return pieces;
    }
}
