using System.Text;
using Dxflow.Shells.Recordings;
using Dxflow.Tests.Shells.Screens;
using Xunit;

namespace Dxflow.Tests.Shells.Recordings;

public sealed class SafeReplayTests
{
    private readonly SafeReplay _replay = new(new CastHeader(
        2, 20, 5, 1, "", "", new Dictionary<string, string>(),
        new CastOrigin("work", "id", "me", DateTimeOffset.UnixEpoch, "local", "shell.record", false)));

    [Theory]
    [InlineData("a\u001b]52;c;Zm9v\ab")]
    [InlineData("a\u001b[6nb")]
    [InlineData("a\u001b[cb")]
    [InlineData("a\u001b]11;?\u001b\\b")]
    [InlineData("a\u001bP+q544e\u001b\\b")]
    [InlineData("a\u001b[21tb")]
    [InlineData("a\u001b[?1;2$pb")]
    public void What_asks_a_terminal_or_takes_its_clipboard_is_left_out_also_when_it_is_split(string text)
    {
        for (var at = 0; at <= text.Length; at++)
        {
            Assert.Equal("ab", Played(text[..at]) + Played(text[at..]));
        }
    }

    [Fact]
    public void What_was_typed_and_markers_are_not_shown()
    {
        Assert.Equal("", Played("secret", CastEvent.Input));
        Assert.Equal("", Played("me", CastEvent.Marker));
        Assert.Equal("", Played("30x9", CastEvent.Resize));
        Assert.Equal("seen", Played("seen"));
    }

    [Fact]
    public void Whatever_stands_in_a_recording_nothing_is_asked_and_nothing_breaks()
    {
        var random = new Random(20_26);
        for (var turn = 0; turn < 300; turn++)
        {
            var text = Encoding.Latin1.GetString(TerminalScript.Random(random, 20));
            var terminal = new TerminalScript(5, 20);
            terminal.Feed(Played(text));
            Assert.Equal("", terminal.Answers);
            Played($"{random.Next(0, 2_000)}x{random.Next(0, 900)}", CastEvent.Resize);
        }
    }

    private string Played(string text, char kind = CastEvent.Output) =>
        Encoding.UTF8.GetString(_replay.Of(new CastEvent(0, kind, text)).Span);
}
