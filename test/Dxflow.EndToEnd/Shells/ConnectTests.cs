using System.Text;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Screens;
using Dxflow.Shells.Screens.Sequences;
using Xunit;

namespace Dxflow.EndToEnd.Shells;

/// <summary>Shells on real terminals: connected, left, taken up again by others, and compared with what another terminal shows.</summary>
public sealed class ConnectTests : IAsyncLifetime
{
    private const byte Leave = 0x1c;
    private static readonly TerminalSize Size = new(33, 99);

    private readonly Home _home = new();
    private Support.Engine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await _home.Boot();

    public async ValueTask DisposeAsync()
    {
        // Also where a test failed with it: it is nobody's child.
        await Bash($"tmux -S {_home.Path}/tmux.sock kill-server");
        await _engine.DisposeAsync();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task Who_leaves_has_their_terminal_back_and_who_comes_sees_what_was_there()
    {
        await Create("work", "bash", "--norc");
        await using (var typed = Typed("$DXFLOW_BINARY shell connect work"))
        {
            var before = await typed.Value("before");
            await typed.Type("stty size; echo fi''rst\r");
            await typed.Until("33 99");
            await typed.Until("first");
            typed.Resize(20, 70);
            await typed.Type("until [ \"$(stty size)\" = '20 70' ]; do :; done; echo res''ized\r");
            await typed.Until("resized");
            await typed.Type(Leave);
            await typed.Until("left shell work");
            Assert.Equal("0", await typed.Value("exit"));
            Assert.Equal(before, await typed.Value("after"));
        }

        await using var again = Typed("$DXFLOW_BINARY shell connect work --detach-key ctrl-]");
        await again.Until("first");
        await again.Until("resized");
        await again.Type("exit 5\r");
        await again.Until("ended with 5");
        Assert.Equal("5", await again.Value("exit"));
    }

    [Fact]
    public async Task A_connection_goes_on_with_the_next_engine_where_it_was()
    {
        await Create("work", "bash", "--norc");
        await using var typed = Typed("$DXFLOW_BINARY shell connect work");
        await typed.Type("echo se''en\r");
        await typed.Until("seen");
        await _engine.Crash();
        _engine = await _home.Boot();
        await typed.Type("echo go''ing on\r");
        var between = await typed.Until("going on");
        Assert.DoesNotContain("seen", between);
        await typed.Type(Leave);
        Assert.Equal("0", await typed.Value("exit"));
    }

    [Fact]
    public async Task Two_who_type_share_the_smaller_window_and_see_each_other()
    {
        await Create("work", "bash", "--norc");
        await using var large = Typed("$DXFLOW_BINARY shell connect work", new TerminalSize(50, 150));
        await large.Type("stty size\r");
        await large.Until("50 150");
        await using (var small = Typed("$DXFLOW_BINARY shell connect work", new TerminalSize(10, 40)))
        {
            await small.Until("uid:");
            await small.Type("stty size; echo sm''all\r");
            await small.Until("10 40");
            await small.Until("small");
            await large.Until("small");
            await small.Type(Leave);
            await small.Value("exit");
        }

        await large.Type("until [ \"$(stty size)\" = '50 150' ]; do :; done; echo wi''de\r");
        await large.Until("wide");
    }

    [Fact]
    public async Task Who_watches_sees_everything_types_nothing_and_has_no_say_in_the_size()
    {
        await Create("work", "bash", "--norc");
        await using var watcher = Typed("$DXFLOW_BINARY shell watch work", new TerminalSize(5, 20));
        await watcher.Until("watches");
        await _home.Run("shell", "send", "work", "stty size; echo se''en", "--enter");
        await watcher.Until("24 80");
        await watcher.Until("seen");
        await watcher.Type("xq");
        Assert.Equal("0", await watcher.Value("exit"));
        Assert.DoesNotContain("x", (await _home.Run("shell", "show", "work", "-o", "json")).Json.GetProperty("lines").ToString()
            .Split("seen")[^1]);
    }

    /// <summary>The same keys typed into vim here and in tmux; then another client connects, and each cell is compared.</summary>
    [Fact]
    public async Task A_session_of_vim_is_taken_up_cell_by_cell_as_tmux_shows_it()
    {
        var file = _home.Write("text.c", string.Concat(Enumerable.Range(0, 60).Select(
            static line => $"int line{line}(void) {{ return {line}; }} /* 漢字 ü — {new string('=', line)} */\n")));
        var vim = $"env LC_ALL=C.UTF-8 vim -N -u NONE -i NONE -n {file}";
        string[] keys =
        [
            ":syntax on\r", ":set number hlsearch nowrap list\r", "20G", ":vsplit\r", "/return\r", "\u0017l", "5j", "V3j", "\e",
            "ggOnew text\e",
            ":set cursorline\r", "yy3p", "40G",
        ];

        // Connected once, so that it has the window's size, and left.
        await Create("vim", "env", "TERM=xterm-256color", "sh", "-c", $"sleep 1; exec {vim}");
        await using (var typed = Typed("$DXFLOW_BINARY shell connect vim"))
        {
            await typed.Until("line1");
            foreach (var key in keys)
            {
                await typed.Type(key);
            }

            await Settled("vim");
            await typed.Type(Leave);
            await typed.Value("exit");
        }

        await _engine.Crash();
        _engine = await _home.Boot();
        var tmux = $"LC_ALL=C.UTF-8 tmux -u -S {_home.Path}/tmux.sock";
        await Bash($"{tmux} -f /dev/null new-session -d -x 99 -y 33 'sleep 1; TERM=xterm-256color {vim}' \\; set status off");
        await Bash($"{tmux} set -g escape-time 0");
        await Home.Until(async () => (await Bash($"{tmux} capture-pane -p")).Contains("line1"), "vim in tmux");
        foreach (var key in keys)
        {
            var hex = string.Join(' ', Encoding.UTF8.GetBytes(key).Select(static one => $"{one:x2}"));
            await Bash($"{tmux} send-keys -H {hex}");
        }

        await using var again = Typed("$DXFLOW_BINARY shell connect vim");
        var here = new Screen(Size);
        var parser = new SequenceParser(here);
        await Home.Until(
            async () =>
            {
                parser.Feed(await again.Some());
                return here.IsAlternate && Cells(here) == Cells(Captured(await Bash($"{tmux} capture-pane -e -N -p")));
            },
            "both to show the same",
            async () => Differences(Cells(here), Cells(Captured(await Bash($"{tmux} capture-pane -e -N -p")))));
        await again.Type(Leave);
    }

    private async Task<string> Bash(string line) => (await _home.Shell(line)).Output;

    private static Screen Captured(string capture)
    {
        var screen = new Screen(Size);
        new SequenceParser(screen).Feed(Encoding.UTF8.GetBytes(capture.TrimEnd('\n').Replace("\n", "\r\n")));
        return screen;
    }

    /// <summary>Blanks are blanks, whatever the pen would have written there, if it would not be seen.</summary>
    private static string Cells(Screen screen)
    {
        var text = new StringBuilder();
        for (var row = 0; row < screen.Size.Rows; row++)
        {
            foreach (var cell in screen.Active[row].Cells)
            {
                var style = cell.Rune is 0 or ' ' ? cell.Style with { Foreground = 0 } : cell.Style;
                text.Append(cell.Rune is 0 ? ' ' : cell.Rune < 0 ? '<' : (char)cell.Rune)
                    .Append(style == default ? "" : $"[{style.Foreground:x},{style.Background:x},{style.Flags},{style.Underline}]");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Differences(string here, string there) => string.Join('\n', here.Split('\n').Zip(there.Split('\n'))
        .Where(static pair => pair.First != pair.Second).Take(3).Select(static pair => $"{pair.First}\n{pair.Second}"));

    private async Task Create(string name, params string[] command) =>
        (await _home.Run(["shell", "create", name, "--", .. command])).Expect(0);

    /// <summary>Until nothing more is shown.</summary>
    private async Task Settled(string name)
    {
        var before = "";
        await Home.Until(
            async () =>
            {
                await Task.Delay(500);
                var now = (await _home.Run("shell", "show", name, "-o", "json")).Json.GetProperty("lines").ToString();
                (var same, before) = (now == before, now);
                return same;
            },
            "the screen to stand still");
    }

    private TypedCommand Typed(string line, TerminalSize? size = null) => new(_home, line, size ?? Size);
}
