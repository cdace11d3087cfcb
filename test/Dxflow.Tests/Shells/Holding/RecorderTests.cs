using System.Text;
using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Holding;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Recordings;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Shells.Recordings;
using Dxflow.Tests.Shells.Screens;
using Xunit;

namespace Dxflow.Tests.Shells.Holding;

public sealed class RecorderTests : IDisposable
{
    private static readonly TerminalSize Size = new(5, 20);
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly ShellDisplay _display = new(Size, static _ => { });

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_begins_with_the_screen_as_it_is_and_plays_to_the_same_screen()
    {
        Write("before \e[31mred\e[0m\r\n\e[?1049hfull\e[2;4r");
        var recorder = Begin();
        Write("漢字 \e[6n\e]52;c;Zm9v\a after");
        var typist = _display.Join(new ViewerTerms("me", true, 9, 30))!;
        Write("\r\nwider");
        await recorder.StopAsync();
        Write("not any more");

        var events = Events();
        Assert.Contains(events, static one => one is { Kind: "r", Text: "30x9" });
        Assert.Contains(events, static one => one is { Kind: "m", Text: "me" });
        Assert.DoesNotContain(events, static one => one.Text.Contains("]52") || one.Text.Contains("[6n") || one.Text.Contains("any more"));
        var played = Played(events);
        var live = new TerminalScript(9, 30);
        _display.SetWindow(typist, new TerminalSize(9, 30));
        Assert.Equal("wider", played.Lines[1].Trim());
        Assert.True(played.Screen.IsAlternate);
    }

    [Fact]
    public async Task Whatever_is_written_it_plays_to_what_who_looks_on_sees()
    {
        var random = new Random(7);
        for (var turn = 0; turn < 100; turn++)
        {
            var display = new ShellDisplay(Size, static _ => { });
            var recorder = Begin(display, $"r{turn}");
            for (var piece = 0; piece < 8; piece++)
            {
                display.Show(TerminalScript.Random(random, 12));
                display.Wake();
            }

            await recorder.StopAsync();
            var looking = display.Join(new ViewerTerms("late", false))!;
            var seen = new TerminalScript(Size.Rows, Size.Columns);
            while (display.Next(looking) is { } owed)
            {
                seen.Feed(owed.Bytes ?? []);
            }

            Assert.Equal(TerminalScript.Describe(seen.Screen), TerminalScript.Describe(Played(Events($"r{turn}")).Screen));
        }
    }

    [Fact]
    public async Task What_is_typed_is_in_it_only_where_that_was_asked_for()
    {
        var silent = Begin(name: "silent");
        silent.Typed("secret"u8);
        await silent.StopAsync();
        Assert.DoesNotContain(Events("silent"), static one => one.Kind == "i");

        var asked = Begin(name: "asked", input: true);
        asked.Typed([(byte)'g', (byte)'r', 0xc3]);
        asked.Typed([0xbc, (byte)'n']);
        await asked.StopAsync();
        Assert.Equal("grün", string.Concat(Events("asked").Where(static one => one.Kind == "i").Select(static one => one.Text)));
    }

    [Fact]
    public async Task It_ends_with_the_shell_and_says_how()
    {
        var recorder = Begin();
        Write("bye");
        _display.End(new ShellEnd(DateTimeOffset.UnixEpoch, 7, HeldShell.Exited));
        await recorder.Ended;
        Assert.True(recorder.IsOver);
        Assert.Equal("ended with 7 (exited)", Events()[^1].Text);
        Assert.Equal("bye", Played(Events()).Lines[0]);
    }

    [Fact]
    public async Task It_ends_at_its_size_and_the_shell_goes_on()
    {
        var recorder = Begin(bytesMax: 4_000);
        for (var line = 0; !recorder.IsOver; line++)
        {
            // Who is slow is painted, which is short: it has to come to see some of it.
            Write($"line {line}\r\n");
            await Task.Yield();
        }

        await recorder.Ended;
        Assert.InRange(new FileInfo(PathOf("one")).Length, 500, 4_000);
        Assert.Contains("as large as it may become", Events()[^1].Text);
        Write("on");
        Assert.Contains("on", _display.Lines()[^1]);
    }

    [Fact]
    public async Task Nobody_sees_it_and_it_takes_nobodys_place()
    {
        var recorder = Begin();
        Assert.Empty(_display.State("id", default).Viewers);
        for (var count = 0; count < ShellDisplay.ViewersMax; count++)
        {
            Assert.NotNull(_display.Join(new ViewerTerms("v", true)));
        }

        await recorder.StopAsync();
    }

    private Recorder Begin(ShellDisplay? display = null, string name = "one", bool input = false, long bytesMax = 1 << 20)
    {
        var terms = Recorder.Begin(
            new RecordTerms(name, PathOf(name), bytesMax, new CastHeader(
                2, 1, 1, 0, "work", "sh", new Dictionary<string, string>(),
                new CastOrigin("work", "id", "me", DateTimeOffset.UnixEpoch, "local", "shell.record", input))),
            Size.Rows, Size.Columns, _time);
        return new Recorder(terms, display ?? _display, Recorder.Open(terms), _time);
    }

    private string PathOf(string name) => Path.Combine(_directory.Path, name + ".cast");

    private void Write(string text)
    {
        _display.Show(Encoding.UTF8.GetBytes(text));
        _display.Wake();
    }

    private IReadOnlyList<(double Seconds, string Kind, string Text)> Events(string name = "one") =>
        CastRules.Read(File.ReadAllBytes(PathOf(name)));

    private static TerminalScript Played(IReadOnlyList<(double Seconds, string Kind, string Text)> events)
    {
        var terminal = new TerminalScript(Size.Rows, Size.Columns);
        foreach (var (_, kind, text) in events)
        {
            if (kind == "r")
            {
                var size = text.Split('x').Select(static one => int.Parse(one, null)).ToList();
                terminal.Screen.Resize(new TerminalSize(size[1], size[0]));
            }
            else if (kind == "o")
            {
                terminal.Feed(text);
            }
        }

        return terminal;
    }
}
