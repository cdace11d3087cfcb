using System.IO.Pipes;
using Dxflow.Foundation.Terminals;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Dxflow.Tests.Foundation.Terminals;

public sealed class TerminalCallsTests
{
    [Fact]
    public void A_pipe_that_nobody_reads_any_more_is_known_without_writing()
    {
        using var write = new AnonymousPipeServerStream(PipeDirection.Out);
        var read = new AnonymousPipeClientStream(PipeDirection.In, write.ClientSafePipeHandle);
        using var descriptor = new SafeFileHandle(write.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        Assert.False(TerminalCalls.IsReaderGone(descriptor));
        read.Dispose();
        Assert.True(TerminalCalls.IsReaderGone(descriptor));
    }

    [Fact]
    public void A_file_has_no_columns_and_no_reader_to_lose()
    {
        using var file = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        Assert.Null(TerminalCalls.SizeOf((int)file.DangerousGetHandle()));
        Assert.False(TerminalCalls.IsReaderGone(file));
    }
}
