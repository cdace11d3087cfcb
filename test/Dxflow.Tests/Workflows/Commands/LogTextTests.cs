using Dxflow.Workflows;
using Dxflow.Workflows.Commands;
using Xunit;

namespace Dxflow.Tests.Workflows.Commands;

public sealed class LogTextTests
{
    private static readonly LogLine Line = new("align", new(2026, 1, 31, 9, 30, 1, 250, TimeSpan.Zero), false, "\u001b[31m5\tof\u0007 6");

    [Fact]
    public void A_line_may_have_its_time_and_its_step()
    {
        Assert.Equal("5\tof\\x07 6", new LogText(prefixed: false, colour: false).Of(Line));
        Assert.Equal("align | 5\tof\\x07 6", new LogText(prefixed: true, colour: false).Of(Line));
        Assert.Equal("09:30:01.250 align | 5\tof\\x07 6", new LogText(true, false, TimeZoneInfo.Utc).Of(Line));
    }

    [Fact]
    public void Its_colours_are_kept_where_they_are_wanted_and_end_with_it() =>
        Assert.Equal("\u001b[31m5\tof\\x07 6\u001b[0m", new LogText(prefixed: false, colour: true).Of(Line));

    [Fact]
    public void Lines_that_are_joined_begin_each_as_one_does() => Assert.Equal(
        "09:30:01.250 align | a\n09:30:01.250 align | \n09:30:01.250 align | b",
        new LogText(true, false, TimeZoneInfo.Utc).Of(Line with { Text = "a\n\nb" }));

    [Fact]
    public void Its_time_can_be_given_back_and_an_instance_says_which_it_is() =>
        Assert.Equal(
            "2026-01-31T09:30:01.250Z align:3 | 5\tof\\x07 6",
            new LogText(prefixed: true, colour: false, instants: true).Of(Line with { Slice = 2 }));
}
