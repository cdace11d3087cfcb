using Dxflow.Runtimes;
using Dxflow.Workflows;
using Dxflow.Workflows.Commands;
using Xunit;

namespace Dxflow.Tests.Workflows.Commands;

public sealed class EventTextTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 9, 30, 1, 250, TimeSpan.Zero);
    private readonly EventText _text = new(TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), "east", "east"));

    [Fact]
    public void Each_event_is_a_line_under_the_heading()
    {
        Assert.Equal("TIME          STEP      EVENT      DETAIL", _text.Heading);
        Assert.Equal("11:30:01.250  -         created", _text.Of(new RunEventInfo(1, At, "created")));
        Assert.Equal("11:30:01.250  align     granted", _text.Of(new RunEventInfo(2, At, "granted", "align", 1, "starting")));
        Assert.Equal("11:30:01.250  align     granted    attempt 2", _text.Of(new RunEventInfo(3, At, "granted", "align", 2, "starting")));
        Assert.Equal("11:30:01.250  -         end        succeeded", _text.Of(new RunEventInfo(4, At, "end", State: "succeeded")));
    }

    [Theory]
    [InlineData(nameof(FailureReason.Exit), 3, null, "exit code 3")]
    [InlineData(null, 0, null, "")]
    [InlineData(null, 3, null, "exit code 3")]
    [InlineData(nameof(FailureReason.Signal), 137, 9, "killed by signal 9")]
    [InlineData(nameof(FailureReason.OutOfMemory), 137, 9, "out of memory")]
    [InlineData(nameof(FailureReason.TimeoutRun), null, null, "ran too long")]
    public void How_a_program_ended_is_said_once(string? reason, int? exit, int? signal, string expected)
    {
        FailureReason? known = reason is null ? null : Enum.Parse<FailureReason>(reason);
        Assert.Equal(
            $"11:30:01.250  align     exited     {expected}".TrimEnd(),
            _text.Of(new RunEventInfo(1, At, "exited", "align", 1, "finishing", exit, signal, known)));
    }

    [Fact]
    public void A_long_name_widens_what_follows_and_nothing_drives_the_terminal()
    {
        _text.Of(new RunEventInfo(1, At, "queued", "a-long-name"));
        Assert.Equal("11:30:01.250  b            queued", _text.Of(new RunEventInfo(2, At, "queued", "b")));
        Assert.EndsWith("a\\nb \\x1b[2J", _text.Of(new RunEventInfo(3, At, "finished", "b", Detail: "a\nb \u001b[2J")));
    }
}
