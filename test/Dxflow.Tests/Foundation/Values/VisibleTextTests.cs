using Dxflow.Foundation.Values;
using Xunit;

namespace Dxflow.Tests.Foundation.Values;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("grün 日本 🚀", "grün 日本 🚀")]
    [InlineData("a\nb\tc\r", "a\\nb\\tc\\r")]
    [InlineData("\u001b[2J\u0007", "\\x1b[2J\\x07")]
    [InlineData("\u009b31m", "\\x9b31m")]
    [InlineData("\u001b[31mred", "\\x1b[31mred")]
    [InlineData("a\u202egpj.exe", "a\\u202egpj.exe")]
    [InlineData("a\u2066b\u2028c", "a\\u2066b\\u2028c")]
    public void No_text_drives_the_terminal(string text, string expected) => Assert.Equal(expected, VisibleText.Of(text));

    [Theory]
    [InlineData("a\tb", false, "a\tb")]
    [InlineData("\u001b[31mred\u001b[0m", false, "red")]
    [InlineData("\u001b[1;31mred", true, "\u001b[1;31mred\u001b[0m")]
    [InlineData("\u001b]0;title\u0007", true, "\\x1b]0;title\\x07")]
    [InlineData("\u001b[2J", true, "\\x1b[2J")]
    [InlineData("\u001b[31", true, "\\x1b[31")]
    [InlineData("\u001b", true, "\\x1b")]
    public void A_line_keeps_tabs_and_where_it_is_wanted_colours(string text, bool colour, string expected) =>
        Assert.Equal(expected, VisibleText.Line(text, colour));

    [Fact]
    public void Lines_together_are_what_each_is_alone()
    {
        Assert.Equal("a\tb\n\nc", VisibleText.Lines("a\tb\n\nc", colour: false));
        Assert.Equal("a\n\u001b[1mb\u001b[0m\n\\x07\\u202e", VisibleText.Lines("a\n\u001b[1mb\n\u0007\u202e", colour: true));
    }
}
