using System.Text;
using Dxflow.Runtimes.Logs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Runtimes.Logs;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("tab\there", "tab\there")]
    [InlineData("Grüße 🧪", "Grüße 🧪")]
    [InlineData("windows\r", "windows")]
    [InlineData(" 10%\r 50%\r100%", "100%")]
    [InlineData("\u001b[1;31mred\u001b[0m", "\u001b[1;31mred\u001b[0m")]
    [InlineData("\u001b[38:5:1mred", "\u001b[38:5:1mred")]
    [InlineData("bell\a", "bell\\x07")]
    [InlineData("\u001b]52;c;aGk=\a", "\\x1b]52;c;aGk=\\x07")]
    [InlineData("\u001b[2J", "\\x1b[2J")]
    [InlineData("\u001b[", "\\x1b[")]
    [InlineData("\u001b", "\\x1b")]
    [InlineData("\u009b31m", "\\x9b31m")]
    [InlineData("\0", "\\x00")]
    public void Text_and_colours_stay_and_the_rest_becomes_visible(string line, string expected) =>
        Assert.Equal(expected, SafeText.Of(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Lines_together_are_what_each_is_alone() =>
        Prop.ForAll<byte[][]>(lines =>
        {
            byte[][] whole =
                [.. lines.Select(static line => (line ?? []).Where(static one => one != (byte)'\n').ToArray()), "plain"u8.ToArray()];
            Assert.Equal(
                string.Join('\n', whole.Select(static line => SafeText.Of(line))),
                SafeText.OfLines(whole.SelectMany(static line => line.Append((byte)'\n')).SkipLast(1).ToArray()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_are_no_text_are_replaced() => Assert.Equal("a\ufffdb", SafeText.Of([(byte)'a', 0xff, (byte)'b']));

    [Fact]
    public void Whatever_is_written_no_other_control_character_comes_through() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var text = SafeText.Of(bytes);
            for (var index = 0; index < text.Length; index++)
            {
                if (char.IsControl(text[index]) && text[index] != '\t')
                {
                    var end = text.IndexOf('m', index);
                    Assert.True(text[index] == '\u001b' && text[index + 1] == '[' && end > 0);
                    Assert.Matches("^[0-9;:]*$", text[(index + 2)..end]);
                }
            }
        }).QuickCheckThrowOnFailure();
}
