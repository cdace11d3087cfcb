using Dxflow.Foundation.Processes;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes;

public sealed class SignalNamesTests
{
    [Theory]
    [InlineData("SIGTERM", 15)]
    [InlineData("TERM", 15)]
    [InlineData("term", 15)]
    [InlineData("sigkill", 9)]
    [InlineData("USR1", 10)]
    [InlineData("SYS", 31)]
    [InlineData("9", 9)]
    [InlineData("64", 64)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    public void Names_and_numbers_are_understood(string text, int expected)
    {
        Assert.True(SignalNames.TryParse(text, out var signal));
        Assert.Equal(expected, signal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIG")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("-9")]
    [InlineData("TERMINATE")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMIN-1")]
    public void Others_are_not(string text) => Assert.False(SignalNames.TryParse(text, out _));

    [Fact]
    public void Every_name_is_read_back_as_its_number()
    {
        for (var signal = 1; signal < 32; signal++)
        {
            Assert.True(SignalNames.TryParse(SignalNames.Name(signal), out var parsed));
            Assert.Equal(signal, parsed);
        }

        Assert.Equal("signal 40", SignalNames.Name(40));
    }
}
