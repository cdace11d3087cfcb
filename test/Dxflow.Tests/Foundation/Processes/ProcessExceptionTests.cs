using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes;

public sealed class ProcessExceptionTests
{
    [Theory]
    [InlineData(Errno.TooManyFiles, "ulimit -n")]
    [InlineData(Errno.ListTooLong, "128 KiB")]
    [InlineData(Errno.Again, "ulimit -u")]
    [InlineData(Errno.NoEntry, "no such file")]
    public void It_says_what_failed_on_what_why_and_what_to_do(int errno, string part)
    {
        var failure = new ProcessException("start", "/bin/tool", errno);
        Assert.StartsWith("cannot start /bin/tool: ", failure.Message);
        Assert.Contains(part, failure.Message);
        Assert.Equal(errno, failure.Errno);
    }
}
