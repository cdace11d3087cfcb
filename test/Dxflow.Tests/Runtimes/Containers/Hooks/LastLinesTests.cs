using System.Text;
using Dxflow.Runtimes.Containers.Hooks;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Hooks;

public sealed class LastLinesTests
{
    [Fact]
    public void The_last_five_lines_are_kept_and_empty_ones_do_not_count()
    {
        var lines = new LastLines();
        foreach (var line in Enumerable.Range(1, 9))
        {
            lines.Add(Encoding.UTF8.GetBytes($"line {line}\r\n\n"));
        }

        Assert.Equal("line 5\nline 6\nline 7\nline 8\nline 9", lines.ToString());
    }

    [Theory, InlineData(1), InlineData(7), InlineData(2_047), InlineData(2_048), InlineData(2_049), InlineData(100_000)]
    public void However_much_is_written_in_whatever_pieces_two_kibibytes_are_kept(int piece)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(static number => $"{number % 10}")));
        var lines = new LastLines();
        foreach (var chunk in text.Chunk(piece))
        {
            lines.Add(chunk);
        }

        Assert.Equal(Encoding.UTF8.GetString(text[^2_048..]), lines.ToString());
    }

    [Fact]
    public void What_would_act_on_a_terminal_does_not()
    {
        var lines = new LastLines();
        lines.Add("\u001b]0;title\u0007"u8);
        Assert.DoesNotContain('\u001b', lines.ToString());
    }
}
