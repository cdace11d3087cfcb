using System.Text;
using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Holding;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Tests.Shells.Screens;
using Xunit;

namespace Dxflow.Tests.Shells.Holding;

public sealed class ShellDisplayTests
{
    private readonly List<TerminalSize> _sizes = [];
    private readonly ShellDisplay _display;

    public ShellDisplayTests() => _display = new ShellDisplay(new TerminalSize(5, 20), _sizes.Add);

    [Fact]
    public void Who_comes_late_is_painted_the_screen_and_then_gets_what_is_written()
    {
        Write("before\r\n");
        var viewer = Join("a");
        var terminal = new TerminalScript(5, 20);
        Assert.Equal(["a"], Take(viewer, terminal)!.Viewers.Select(static one => one.Who));
        Write("after");
        Take(viewer, terminal);
        Assert.Equal(["before", "after"], terminal.Lines[..2]);
        Assert.Null(_display.Next(viewer));
    }

    [Fact]
    public void Who_saw_it_up_to_a_position_gets_only_what_came_after()
    {
        Write("before");
        var first = Join("a");
        Take(first, new TerminalScript(5, 20));
        var seen = first.Position;
        _display.Leave(first);
        Write(" after");

        var again = Join("a", after: seen);
        Assert.Equal(" after", Encoding.UTF8.GetString(Bytes(again)));

        Write(new string('x', OutputRing.BytesMax + 1));
        var late = Join("a", after: seen);
        Assert.StartsWith("\n", Encoding.UTF8.GetString(Bytes(late)));
        var ahead = Join("a", after: 1L << 40);
        Assert.StartsWith("\n", Encoding.UTF8.GetString(Bytes(ahead)));
    }

    [Fact]
    public void A_position_of_another_size_is_worth_nothing()
    {
        Write("before");
        var first = Join("a", new TerminalSize(5, 20));
        Take(first, new TerminalScript(5, 20));
        _display.SetWindow(first, new TerminalSize(4, 15));
        _display.Leave(first);
        Assert.StartsWith("\n", Encoding.UTF8.GetString(Bytes(Join("a", new TerminalSize(4, 15), after: 0))));
    }

    [Fact]
    public void Who_is_slow_is_painted_what_there_is_now_and_costs_nothing()
    {
        var slow = Join("slow");
        Take(slow, new TerminalScript(5, 20));
        for (var line = 0; line < 100_000; line++)
        {
            Write($"line {line}\r\n");
        }

        var terminal = new TerminalScript(5, 20);
        var bytes = 0;
        while (_display.Next(slow) is { } piece)
        {
            bytes += piece.Bytes?.Length ?? 0;
            terminal.Feed(piece.Bytes ?? []);
        }

        Assert.Equal("line 99999", terminal.Lines[3]);
        Assert.InRange(bytes, 1, OutputRing.BytesMax);
    }

    [Fact]
    public void The_size_is_the_smallest_of_those_who_type()
    {
        var large = Join("large", new TerminalSize(50, 100));
        var narrow = Join("narrow", new TerminalSize(40, 60));
        var low = Join("low", new TerminalSize(10, 200));
        Join("watcher", new TerminalSize(2, 2), types: false);
        Assert.Equal([new(50, 100), new(40, 60), new(10, 60)], _sizes);

        _display.Leave(narrow);
        Assert.Equal(new TerminalSize(10, 100), _sizes[^1]);
        _display.Leave(low);
        _display.Leave(large);
        Assert.Equal(new TerminalSize(50, 100), _sizes[^1]);
    }

    [Fact]
    public void A_window_of_another_size_sees_as_much_as_it_can()
    {
        Write("one\r\ntwo\r\nthree");
        var watcher = Join("w", new TerminalSize(2, 10), types: false);
        var terminal = new TerminalScript(2, 10);
        Take(watcher, terminal);
        Assert.Equal(["two", "three"], terminal.Lines);
        Assert.Empty(_sizes);
        Assert.False(_display.IsInStep(watcher));

        Write("\r\nfour");
        Take(watcher, terminal);
        Assert.Equal(["three", "four"], terminal.Lines);
    }

    [Fact]
    public void Everybody_is_told_who_comes_and_goes_and_at_last_how_it_ended()
    {
        var first = Join("first");
        var second = Join("second", types: false);
        Assert.Equal([new("first", true), new("second", false)], Take(first, new TerminalScript(5, 20))!.Viewers);
        _display.Leave(second);
        Assert.Single(Take(first, new TerminalScript(5, 20))!.Viewers);

        Write("bye");
        _display.End(new ShellEnd(DateTimeOffset.UnixEpoch, 7, HeldShell.Exited));
        var terminal = new TerminalScript(5, 20);
        Assert.Equal(7, Take(first, terminal)!.End!.Exit);
        Assert.Equal("bye", terminal.Lines[0]);
        Assert.Null(_display.Next(first));

        var late = Join("late");
        Assert.Equal(7, Take(late, terminal)!.End!.Exit);
        Assert.Equal("bye", terminal.Lines[0]);
    }

    [Fact]
    public void Questions_are_answered_to_the_program_and_no_more_can_look_on_than_a_bound()
    {
        Assert.Equal("\e[1;1R"u8.ToArray(), _display.Show("\e[6n"u8));
        Assert.Equal(0, _display.State("id", default).Position);
        for (var count = 0; count < ShellDisplay.ViewersMax; count++)
        {
            Join("v");
        }

        Assert.Null(_display.Join(new ViewerTerms("one more", true)));
    }

    private void Write(string text)
    {
        _display.Show(Encoding.UTF8.GetBytes(text));
        _display.Wake();
    }

    private Viewer Join(string who, TerminalSize? window = null, bool types = true, long? after = null) =>
        _display.Join(new ViewerTerms(who, types, window?.Rows, window?.Columns, after, 100))!;

    private byte[] Bytes(Viewer viewer)
    {
        var all = new List<byte>();
        while (_display.Next(viewer) is { } piece)
        {
            all.AddRange(piece.Bytes ?? []);
        }

        return [.. all];
    }

    /// <summary>All that this viewer is owed; the last notice.</summary>
    private ShellNotice? Take(Viewer viewer, TerminalScript terminal)
    {
        var notice = default(ShellNotice);
        while (_display.Next(viewer) is { } piece)
        {
            terminal.Feed(piece.Bytes ?? []);
            notice = piece.Notice ?? notice;
        }

        return notice;
    }
}
