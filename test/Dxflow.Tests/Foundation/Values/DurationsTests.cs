using Dxflow.Foundation.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Foundation.Values;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("1m30s", 90_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("500ms", 500)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("0s", 0)]
    [InlineData("30s1m", 90_000)]
    [InlineData("1000us", 1)]
    [InlineData("1000µs", 1)]
    [InlineData("1000000ns", 1)]
    public void Compose_forms_and_days_are_read(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1s")]
    [InlineData("s")]
    [InlineData("1 s")]
    [InlineData("1S")]
    [InlineData("1sec")]
    [InlineData("1m30")]
    [InlineData("1..5s")]
    [InlineData("99999999999d")]
    [InlineData("10000000d10000000d")]
    [InlineData("99999999999999999999999999999999999999s")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Durations.TryParse(text, out var duration, out var error, bareIsSeconds: true));
        Assert.Equal(TimeSpan.Zero, duration);
        Assert.Contains("is not a duration", error);
    }

    [Fact]
    public void A_bare_number_needs_a_unit_unless_seconds_are_asked_for()
    {
        Assert.False(Durations.TryParse("30", out _, out var error));
        Assert.Contains("the number has no unit", error);
        Assert.Equal(TimeSpan.FromSeconds(30), Durations.Parse("30", bareIsSeconds: true));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(93_600_000, "1d2h")]
    [InlineData(90_000, "1m30s")]
    [InlineData(500, "500ms")]
    public void Lengths_are_shown_in_the_fewest_units(long milliseconds, string text) =>
        Assert.Equal(text, Durations.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void What_is_shown_is_read_back_exactly() => Prop.ForAll(
        ArbMap.Default.ArbFor<TimeSpan>().Filter(length => length >= TimeSpan.Zero),
        length => Durations.Parse(Durations.Format(length)) == length).QuickCheckThrowOnFailure();

    [Fact]
    public void The_longest_length_is_read_back() => Assert.Equal(TimeSpan.MaxValue, Durations.Parse(Durations.Format(TimeSpan.MaxValue)));

    [Fact]
    public void No_text_makes_the_parser_throw() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text => Durations.TryParse(text.Get, out var length, out var error) ? length >= TimeSpan.Zero : error.Length > 0)
        .QuickCheckThrowOnFailure();
}
