using System.Text;
using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Screens;
using Xunit;

namespace Dxflow.Tests.Shells.Screens;

/// <summary>Another terminal is made the same, and stays the same; whatever programs wrote.</summary>
public sealed class ScreenPainterTests
{
    private const int Seeds = 4_000;

    [Fact]
    public void A_terminal_that_is_painted_is_the_same_and_stays_so()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new System.Random(seed);
            var shell = new TerminalScript(random.Next(1, 8), random.Next(1, 24)).Feed(TerminalScript.Random(random, random.Next(60)));
            var late = new TerminalScript(shell.Screen.Size.Rows, shell.Screen.Size.Columns);
            late.Feed(ScreenPainter.Whole(shell.Screen, random.Next(2) == 0 ? null : random.Next(5)));
            Same(shell, late, seed, "painted");

            shell.Parser.ForgetPassed();
            shell.Feed(TerminalScript.Random(random, random.Next(30)));
            late.Feed(shell.Parser.Passed.WrittenSpan.ToArray());
            Same(shell, late, seed, "followed");
        }
    }

    [Fact]
    public void What_is_passed_makes_a_new_terminal_the_same()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new System.Random(seed);
            var shell = new TerminalScript(random.Next(1, 8), random.Next(1, 24));
            var viewer = new TerminalScript(shell.Screen.Size.Rows, shell.Screen.Size.Columns);
            shell.Feed(TerminalScript.Random(random, random.Next(80)));
            viewer.Feed(shell.Parser.Passed.WrittenSpan.ToArray());
            Same(shell, viewer, seed, "passed");
            Assert.Equal(shell.Passed, viewer.Passed);
        }
    }

    [Fact]
    public void Where_the_bytes_are_cut_makes_no_difference()
    {
        for (var seed = 0; seed < Seeds / 4; seed++)
        {
            var random = new System.Random(seed);
            var bytes = TerminalScript.Random(random, 40);
            var whole = new TerminalScript().Feed(bytes);
            var cut = new TerminalScript();
            foreach (var one in bytes)
            {
                cut.Feed([one]);
            }

            Same(whole, cut, seed, "cut");
            Assert.Equal(whole.Passed, cut.Passed);
            Assert.Equal(whole.Answers, cut.Answers);
        }
    }

    [Fact]
    public void After_a_change_of_size_it_is_painted_the_same()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new System.Random(seed);
            var shell = new TerminalScript(random.Next(1, 8), random.Next(1, 24)).Feed(TerminalScript.Random(random, 30));
            shell.Screen.Resize(new TerminalSize(random.Next(1, 10), random.Next(1, 30)));
            var late = new TerminalScript(shell.Screen.Size.Rows, shell.Screen.Size.Columns).Feed(ScreenPainter.Whole(shell.Screen));
            Same(shell, late, seed, "resized");
            shell.Feed(TerminalScript.Random(random, 30));
        }
    }

    [Fact]
    public void Lines_that_scrolled_away_are_shown_before_the_screen()
    {
        var shell = new TerminalScript(2, 10).Feed("one\r\ntwo\r\nthree\r\nfour");
        var late = new TerminalScript(2, 10).Feed("what was here before").Feed(ScreenPainter.Whole(shell.Screen, 1));

        Assert.Equal(["three", "four"], late.Lines);
        Assert.Equal("two", late.Screen.History.Lines.Last().Row().Text());
    }

    [Theory]
    [InlineData(3, 4, "c|d|e")]
    [InlineData(9, 9, "a|b|c|d|e||||")]
    [InlineData(5, 1, "a|b|c|d|e")]
    public void A_window_of_another_size_is_painted_where_the_cursor_is(int rows, int columns, string lines)
    {
        var shell = new TerminalScript(5, 6).Feed("a\r\nb\r\nc\r\nd\r\ne");
        var other = new TerminalScript(rows, columns).Feed(new string('x', 50)).Feed(ScreenPainter.Part(shell.Screen, new(rows, columns)));
        Assert.Equal(lines.Split('|'), other.Lines);
        Assert.Equal(Math.Min(rows, 5) - 1, other.Screen.Row);
    }

    [Fact]
    public void Who_leaves_has_a_plain_terminal_again()
    {
        var viewer = new TerminalScript()
            .Feed("\e[?1049h\e[?1003h\e[?1006h\e[?2004h\e[?25l\e[31m\e[2;3r\e[4h\e[?1h\e=\e(0").Feed(ScreenPainter.Leave);
        Assert.Equal(ScreenModes.Usual, viewer.Screen.Modes);
        Assert.False(viewer.Screen.IsAlternate);
        Assert.Equal(default, viewer.Screen.Pen);
        Assert.Equal(default, viewer.Screen.Sets);
        Assert.Equal((0, 4), viewer.Screen.Margins);
    }

    private static void Same(TerminalScript expected, TerminalScript actual, int seed, string when) => Assert.True(
        TerminalScript.Describe(expected.Screen) == TerminalScript.Describe(actual.Screen),
        $"seed {seed}, {when}:\n{TerminalScript.Describe(expected.Screen)}\n{TerminalScript.Describe(actual.Screen)}\n"
        + Encoding.UTF8.GetString(expected.Parser.Passed.WrittenSpan).Replace("\e", "ESC"));
}
