using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Frames;
using Xunit;

namespace Dxflow.Tests.Surfaces.Grpc.Frames;

public sealed class CallTimeoutTests
{
    [Theory]
    [InlineData("100m", 100)]
    [InlineData("2S", 2_000)]
    [InlineData("3M", 180_000)]
    [InlineData("1H", 3_600_000)]
    [InlineData("5000u", 5)]
    [InlineData("7000000n", 7)]
    [InlineData("0n", 0)]
    public void A_timeout_is_digits_and_a_unit(string header, double milliseconds) =>
        Assert.Equal(milliseconds, CallTimeout.Of(header)!.Value.TotalMilliseconds);

    [Fact]
    public void None_is_none_and_the_longest_is_what_a_timer_can()
    {
        Assert.Null(CallTimeout.Of(""));
        Assert.Equal(TimeSpan.FromDays(49), CallTimeout.Of("99999999H"));
    }

    [Theory]
    [InlineData("m")]
    [InlineData("1")]
    [InlineData("1x")]
    [InlineData("-1m")]
    [InlineData("+1m")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData(" 1S")]
    public void What_is_no_length_of_time_is_refused(string header) => Assert.Throws<Fault>(() => CallTimeout.Of(header));
}
