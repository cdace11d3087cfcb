using System.Text;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Api;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one\n", new[] { "one" })]
    [InlineData("one\r\ntwo", new[] { "one", "two" })]
    [InlineData("\n\nthree\n", new[] { "", "", "three" })]
    public async Task A_stream_is_cut_at_its_newlines_and_ends(string text, string[] expected)
    {
        Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task A_line_may_be_longer_than_any_buffer()
    {
        var text = new string('x', 100_000) + "\n" + new string('y', 50_000);
        Assert.Equal(text.Split('\n'), await ReadAsync(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task A_line_without_end_is_refused() =>
        await Assert.ThrowsAsync<Fault>(() => ReadAsync(new byte[LineReader.LineBytesMax + 1]));

    private static async Task<List<string>> ReadAsync(byte[] bytes)
    {
        var reader = new LineReader(new MemoryStream(bytes));
        var lines = new List<string>();
        while (await reader.NextAsync(CancellationToken.None) is { } line)
        {
            lines.Add(Encoding.UTF8.GetString(line.Span));
        }

        return lines;
    }
}
