using System.Text;
using Dxflow.Runtimes.Containers.Watching;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Watching;

public sealed class EngineTimeTests
{
    [Theory]
    [InlineData("2026-01-31T09:30:00.123456789Z", 1_769_851_800_123_456_789)]
    [InlineData("2026-01-31T09:30:00.5Z", 1_769_851_800_500_000_000)]
    [InlineData("2024-02-29T23:59:59.000000001Z", 1_709_251_199_000_000_001)]
    [InlineData("2026-01-31T09:30:00Z", 1_769_851_800_000_000_000)]
    [InlineData("2026-01-31T10:30:00.123456789+01:00", 1_769_851_800_123_456_789)]
    public void A_moment_is_the_same_read_as_bytes_or_as_text(string text, long nanoseconds)
    {
        Assert.Equal(nanoseconds, EngineTime.Nanoseconds(text));
        Assert.Equal(nanoseconds, EngineTime.Nanoseconds(Encoding.ASCII.GetBytes(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00.000000000Z")]
    [InlineData("2026-02-30T09:30:00.123456789Z")]
    [InlineData("2026-13-30T09:30:00.123456789Z")]
    [InlineData("2026-01-30T25:30:00.123456789Z")]
    [InlineData("2026-01-30T09:30:00.12345x789Z")]
    [InlineData("here it is, and not a moment.Z")]
    public void What_is_none_is_none_either_way(string text)
    {
        Assert.Null(EngineTime.Nanoseconds(text));
        Assert.Null(EngineTime.Nanoseconds(Encoding.UTF8.GetBytes(text)));
    }
}
