using System.Buffers.Binary;
using System.Text;
using Dxflow.Platform.Containers;
using Xunit;

namespace Dxflow.Tests.Platform.Containers;

public sealed class PartialLineTests
{
    private const string Time = "2026-01-31T09:30:00.5Z ";
    private const string Later = "2026-01-31T09:30:01.5Z ";

    [Fact]
    public async Task Frames_are_lines_with_their_stream_and_time()
    {
        var lines = await LinesAsync((1, Time + "one\n"), (2, Later + "two\n"), (1, Later + "three"));
        Assert.Equal([(false, "one"), (true, "two"), (false, "three")], lines.Select(static line => (line.Error, line.Text)));
        Assert.Equal([0, 1, 1], lines.Select(static line => line.At!.Value.Second));
    }

    [Fact]
    public async Task A_line_in_several_frames_is_one_with_the_time_of_the_first()
    {
        var lines = await LinesAsync((1, Time + "a b "), (2, Time + "x\n"), (1, Later + "c\n"), (1, Later + "d\n"));
        Assert.Equal(["x", "a b c", "d"], lines.Select(static line => line.Text));
        Assert.Equal(0, lines[1].At!.Value.Second);
    }

    [Fact]
    public async Task What_has_no_end_is_cut_at_the_maximum()
    {
        var piece = new string('x', 100_000);
        var lines = await LinesAsync((1, Time + piece), (1, Time + piece), (1, Time + piece), (1, Time + "\n"), (1, Time + "next\n"));
        Assert.Equal([PartialLine.LineBytesMax, 4], lines.Select(static line => line.Text.Length));
    }

    [Fact]
    public async Task A_terminal_has_no_frames_and_its_times_stand_before_lines()
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{Time}one\r\n{Later}two words"));
        var lines = await ContainerLogs.LinesAsync(stream, isTerminal: true, CancellationToken.None)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([(0, "one"), (1, "two words")], lines.Select(static line => (line.At!.Value.Second, line.Text)));
    }

    [Fact]
    public async Task A_line_without_a_time_is_itself()
    {
        var line = Assert.Single(await LinesAsync((1, "no time here\n")));
        Assert.Equal((null, "no time here"), (line.At, line.Text));
    }

    private static async Task<List<ContainerLine>> LinesAsync(params (byte Stream, string Text)[] frames)
    {
        var stream = new MemoryStream();
        foreach (var (number, text) in frames)
        {
            var header = new byte[8];
            header[0] = number;
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)Encoding.UTF8.GetByteCount(text));
            stream.Write(header);
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        stream.Position = 0;
        return await ContainerLogs.LinesAsync(stream, isTerminal: false, CancellationToken.None).ToListAsync();
    }
}
