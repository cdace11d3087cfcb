using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Screens;
using Xunit;

namespace Dxflow.Tests.Shells.Screens;

public sealed class ScreenTests
{
    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("0123456789ab", "0123456789|ab")]
    [InlineData("\e[?7l0123456789ab", "012345678b")]
    [InlineData("0123456789\r\nab", "0123456789|ab")]
    [InlineData("a\tb", "a       b")]
    [InlineData("abc\b\bX", "aXc")]
    [InlineData("one\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix", "two|three|four|five|six")]
    [InlineData("a\r\nb\e[Hx", "x|b")]
    [InlineData("\e[3;4Hx", "||   x")]
    [InlineData("\e[99;99Hx", "||||         x")]
    [InlineData("abcdef\e[3D\e[K", "abc")]
    [InlineData("abcdef\e[3D\e[1K", "    ef")]
    [InlineData("abcdef\e[3D\e[2K", "")]
    [InlineData("abcdef\e[4D\e[2P", "abef")]
    [InlineData("abcdef\e[4D\e[2@", "ab  cdef")]
    [InlineData("abcdef\e[4D\e[2X", "ab  ef")]
    [InlineData("abcdef\e[4D\e[4hXY", "abXYcdef")]
    [InlineData("a\r\nb\r\nc\e[2;1H\e[L", "a||b|c")]
    [InlineData("a\r\nb\r\nc\e[2;1H\e[M", "a|c")]
    [InlineData("a\r\nb\r\nc\r\nd\r\ne\e[2;4r\e[4;1H\nX", "a|c|d|X|e")]
    [InlineData("a\r\nb\r\nc\r\nd\r\ne\e[2;4r\e[2;1H\eMX", "a|X|b|c|e")]
    [InlineData("a\r\nb\r\nc\r\nd\r\ne\e[2S", "c|d|e")]
    [InlineData("a\r\nb\r\nc\r\nd\r\ne\e[2T", "||a|b|c")]
    [InlineData("\e[2;4r\e[?6h\e[1;1Ha\e[9;1Hz", "|a||z")]
    [InlineData("ab\e7\e[3;3Hc\e8d", "abd||  c")]
    [InlineData("\e(0lqk\e(Bq", "┌─┐q")]
    [InlineData("\e)0\x0eq\x0fq", "─q")]
    [InlineData("x\e[3b", "xxxx")]
    [InlineData("漢字", "漢字")]
    [InlineData("012345678漢", "012345678|漢")]
    [InlineData("漢字\e[2Gx", " x字")]
    [InlineData("漢字\e[1Gx", "x 字")]
    [InlineData("漢字\e[3G\e[2P", "漢")]
    [InlineData("e\u0301x", "é\u0000x")]
    [InlineData("main\e[?1049halt\e[?1049l!", "main!")]
    [InlineData("main\e[?1049h\e[Halt", "alt")]
    [InlineData("\e[3g\e[5G\eH\e[1G\tx", "    x")]
    [InlineData("\ecx\e#8\e[2J\e[Hy", "y")]
    public void What_is_written_is_seen(string written, string lines)
    {
        var seen = new TerminalScript().Feed(written).Lines;
        var wanted = lines.Replace("é\u0000", "e\u0301").Split('|');
        Assert.Equal([.. wanted, .. Enumerable.Repeat("", 5 - wanted.Length)], seen);
    }

    [Fact]
    public void A_full_line_wraps_only_when_more_is_written()
    {
        var terminal = new TerminalScript().Feed("0123456789");
        Assert.Equal((0, 9, true), (terminal.Screen.Row, terminal.Screen.Column, terminal.Screen.WrapsNext));
        Assert.Equal((1, 1), (terminal.Feed("a").Screen.Row, terminal.Screen.Column));
        Assert.True(terminal.Screen.Active[0].IsWrapped);
    }

    [Theory]
    [InlineData("\e[1;31;44m", 0x1000001u, 0x1000004u)]
    [InlineData("\e[38;5;200;48;2;1;2;3m", 0x10000c8u, 0x2010203u)]
    [InlineData("\e[38:2::1:2:3m", 0x2010203u, 0u)]
    [InlineData("\e[38:5:9m\e[49m", 0x1000009u, 0u)]
    [InlineData("\e[97;107m", 0x100000fu, 0x100000fu)]
    [InlineData("\e[31m\e[m", 0u, 0u)]
    public void Pens_have_colours(string written, uint foreground, uint background)
    {
        var pen = new TerminalScript().Feed(written).Screen.Pen;
        Assert.Equal((foreground, background), (pen.Foreground, pen.Background));
    }

    [Fact]
    public void What_is_erased_has_the_background_of_the_pen() =>
        Assert.Equal(CellStyle.Palette | 4, new TerminalScript().Feed("\e[1;44mab\e[2J").Screen.Active[3].Cells[7].Style.Background);

    [Fact]
    public void What_scrolls_away_is_kept_up_to_a_bound_and_only_of_the_main_screen()
    {
        var terminal = new TerminalScript(2, 10);
        for (var line = 0; line < ScrollBack.LinesMax + 100; line++)
        {
            terminal.Feed($"{line}\r\n");
        }

        Assert.Equal(ScrollBack.LinesMax, terminal.Screen.History.Lines.Count);
        Assert.Equal("2098", terminal.Screen.History.Lines.Last().Row().Text());

        terminal.Feed("\e[?1049h" + string.Concat(Enumerable.Repeat("alt\r\n", 50)) + "\e[?1049l");
        Assert.Equal("2098", terminal.Screen.History.Lines.Last().Row().Text());
        Assert.Empty(terminal.Feed("\e[3J").Screen.History.Lines);
    }

    [Theory]
    [InlineData("\e[5n", "\e[0n")]
    [InlineData("ab\e[6n", "\e[1;3R")]
    [InlineData("\e[c", "\e[?62;22c")]
    [InlineData("\e[>c", "\e[>1;10;0c")]
    [InlineData("\eZ", "\e[?62;22c")]
    [InlineData("\e[?25$p", "\e[?25;1$y")]
    [InlineData("\e[?1049$p", "\e[?1049;2$y")]
    [InlineData("\e[?31337$p", "\e[?31337;0$y")]
    [InlineData("\e[18t", "\e[8;5;10t")]
    [InlineData("\e[21t", "")]
    [InlineData("\e]11;?\a", "")]
    [InlineData("\e]52;c;?\a", "")]
    [InlineData("\eP$qm\e\\", "")]
    [InlineData("\eP+q544e\e\\", "")]
    [InlineData("\e[?u", "")]
    [InlineData("\x05", "")]
    public void Questions_are_answered_here_and_passed_to_nobody(string asked, string answer)
    {
        var terminal = new TerminalScript().Feed(asked);
        Assert.Equal(answer, terminal.Answers);
        Assert.Equal("", terminal.Passed.Replace("ab", ""));
    }

    [Theory]
    [InlineData("\e]52;c;Zm9v\a")]
    [InlineData("\e]52;c;Zm9v\e\\")]
    [InlineData("\e]4;1;#ff0000\a")]
    [InlineData("\e]0;with \x01 control\x9b?\a")]
    [InlineData("\e[4i")]
    [InlineData("\e[>1u")]
    [InlineData("\e[>4;2m")]
    [InlineData("\e[?9999h")]
    [InlineData("\e[8;99;99t")]
    [InlineData("\e_payload\e\\")]
    [InlineData("\e^payload\e\\")]
    [InlineData("\eXpayload\e\\")]
    [InlineData("\u009b31m\u0090x\u009c")]
    public void What_reaches_beyond_the_screen_is_passed_to_nobody(string written)
    {
        var terminal = new TerminalScript();
        foreach (var letter in System.Text.Encoding.UTF8.GetBytes(written))
        {
            terminal.Feed([letter]);
        }

        Assert.DoesNotContain("\e", terminal.Passed);
        Assert.DoesNotContain("Zm9v", terminal.Passed);
        Assert.DoesNotContain("payload", terminal.Passed);
    }

    [Fact]
    public void What_is_no_text_is_shown_as_such()
    {
        var terminal = new TerminalScript().Feed([.. "a"u8, 0xff, .. "b"u8, 0xe6, 0xbc, .. "c"u8, 0xf0, 0x9f]);
        Assert.Equal("a\ufffdb\ufffdc", terminal.Lines[0]);
        Assert.Equal("a\ufffdb\ufffdc", terminal.Passed);
    }

    [Fact]
    public void What_has_no_end_needs_no_memory()
    {
        var terminal = new TerminalScript().Feed("\e]2;" + new string('x', 10_000_000)).Feed("\e[" + new string('1', 1_000_000));
        Assert.Equal("", terminal.Passed);
        Assert.Equal("", terminal.Screen.Title);
        Assert.Equal("ok", terminal.Feed("mok").Lines[0]);
        for (var time = 0; time < 10_000; time++)
        {
            terminal.Feed("\e[6n\u0301");
        }

        Assert.InRange(terminal.Answers.Length, 1, 4_096);
        terminal.Parser.ForgetPassed();
        Assert.Equal(10, terminal.Feed("\e[65000b").Passed.Length);
        Assert.InRange(terminal.Screen.Active[0].Cells[1].Marks!.Length, 1, Cell.MarksMax);
    }

    [Fact]
    public void With_fewer_rows_the_line_of_the_cursor_stays()
    {
        var terminal = new TerminalScript().Feed("a\r\nb\r\nc\r\nd");
        terminal.Screen.Resize(new TerminalSize(2, 10));
        Assert.Equal(["c", "d"], terminal.Lines);
        Assert.Equal(1, terminal.Screen.Row);
        Assert.Equal(["a", "b"], terminal.Screen.History.Lines.Select(static line => line.Row().Text()));
        terminal.Screen.Resize(new TerminalSize(4, 3));
        Assert.Equal(["c", "d", "", ""], terminal.Lines);
    }

    [Fact]
    public void A_window_is_never_larger_than_a_screen_can_be()
    {
        Assert.Equal(new TerminalSize(Screen.RowsMax, Screen.ColumnsMax), Screen.Fit(new TerminalSize(65_535, 65_535)));
        Assert.Equal(new TerminalSize(1, 1), Screen.Fit(new TerminalSize(0, -1)));
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("é", 1)]
    [InlineData("─", 1)]
    [InlineData("漢", 2)]
    [InlineData("가", 2)]
    [InlineData("Ａ", 2)]
    [InlineData("😀", 2)]
    [InlineData("☺", 1)]
    [InlineData("\u0301", 0)]
    [InlineData("\u200d", 0)]
    [InlineData("\u00ad", 1)]
    [InlineData("\u3000", 2)]
    [InlineData("\U00020000", 2)]
    public void Characters_are_as_wide_as_on_other_terminals(string character, int width) =>
        Assert.Equal(width, CharacterWidth.Of(character.EnumerateRunes().First()));
}
