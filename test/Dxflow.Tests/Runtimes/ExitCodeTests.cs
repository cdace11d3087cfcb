using Dxflow.Runtimes;
using Xunit;

namespace Dxflow.Tests.Runtimes;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(127, null)]
    [InlineData(128, null)]
    [InlineData(129, 1)]
    [InlineData(137, 9)]
    [InlineData(143, 15)]
    [InlineData(192, 64)]
    [InlineData(193, null)]
    [InlineData(255, null)]
    public void A_code_above_128_is_a_signal_if_there_is_such_a_one(int code, int? signal) => Assert.Equal(signal, ExitCode.SignalOf(code));
}
