using Dxflow.Surfaces.Cli.Output;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Output;

public sealed class TableTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本", 4)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("🚀", 2)]
    public void Width_is_that_of_the_terminal(string text, int columns) => Assert.Equal(columns, TextWidth.Of(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("日本語", 4, "日…")]
    public void A_cut_is_marked(string text, int columns, string expected) => Assert.Equal(expected, TextWidth.Cut(text, columns));

    [Fact]
    public void The_widest_columns_are_cut_first()
    {
        var table = new Table([new Column("id"), new Column("text")], 20);
        table.Add(["12345678", new string('x', 50)]);
        Assert.Equal($"ID        TEXT\n12345678  {new string('x', 9)}…\n", table.ToString());
    }

    [Fact]
    public void Where_columns_cannot_stand_beside_each_other_each_row_is_a_block()
    {
        var table = new Table([new Column("a"), new Column("last run", Right: true)], 17);
        table.Add(["12345678", "12345678"]);
        table.Add(["b", "2"]);
        Assert.Equal("a         12345678\nlast run  12345678\n\na         b\nlast run  2\n", table.ToString());
    }

    [Fact]
    public void Wide_text_keeps_the_columns_straight()
    {
        var table = new Table([new Column(""), new Column("")], 0);
        table.Add(["日本", "a"]);
        table.Add(["four", "b"]);
        Assert.Equal("日本  a\nfour  b\n", table.ToString());
    }
}
