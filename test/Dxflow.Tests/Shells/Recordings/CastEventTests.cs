using System.Text;
using Dxflow.Shells.Recordings;
using Xunit;

namespace Dxflow.Tests.Shells.Recordings;

public sealed class CastEventTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("\u001b[31m漢字 \"quoted\" \\ \0 \u0085 \u2028 😀\r\n")]
    [InlineData("")]
    public void What_is_written_is_one_line_and_read_again(string text)
    {
        var happened = new CastEvent(12.345678, CastEvent.Output, text);
        var line = happened.ToLine().ToArray();
        Assert.Equal(line.Length - 1, line.AsSpan().IndexOf((byte)'\n'));
        Assert.Equal(happened, CastEvent.Parse(line.AsSpan(0, line.Length - 1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[1,\"o\"]")]
    [InlineData("[-1,\"o\",\"x\"]")]
    [InlineData("[\"1\",\"o\",\"x\"]")]
    [InlineData("[1,\"oo\",\"x\"]")]
    [InlineData("[1,\"o\",\"x\"] more")]
    [InlineData("[1,\"o\",{}]")]
    [InlineData("[1,\"o\",\"\\ud800\"]")]
    [InlineData("{\"version\":2}")]
    public void What_is_no_event_is_none(string line) => Assert.Null(CastEvent.Parse(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("80x24", 24, 80)]
    [InlineData("1x1", 1, 1)]
    [InlineData("0x24", 0, 0)]
    [InlineData("80x24x2", 0, 0)]
    [InlineData("-80x24", 0, 0)]
    [InlineData("wide", 0, 0)]
    public void A_size_is_columns_and_rows(string text, int rows, int columns) =>
        Assert.Equal(rows == 0 ? null : (rows, columns), new CastEvent(0, CastEvent.Resize, text).Size());
}
