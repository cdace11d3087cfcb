using System.Text;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Client;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Client;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\n\nb", "a||b")]
    [InlineData("\n", "")]
    public async Task Lines_are_cut_at_newlines(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', await ReadAsync(text)));

    [Fact]
    public async Task Long_lines_between_short_ones_come_whole()
    {
        string[] lines = [new('a', 100), new('b', 200_000), "c", new('d', 32 * 1024), "e"];
        Assert.Equal(lines, await ReadAsync(string.Join('\n', lines) + "\n"));
    }

    [Fact]
    public async Task A_line_above_the_limit_is_refused()
    {
        var fault = await Assert.ThrowsAsync<Fault>(() => ReadAsync(new string('a', 600_000), lineBytesMax: 500_000));
        Assert.Equal(FaultKind.Unavailable, fault.Info.Code);
    }

    private static async Task<List<string>> ReadAsync(string text, int lineBytesMax = 1_000_000)
    {
        var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), lineBytesMax);
        var lines = new List<string>();
        while (await reader.NextAsync(default) is { } line)
        {
            lines.Add(Encoding.UTF8.GetString(line));
        }

        return lines;
    }
}
