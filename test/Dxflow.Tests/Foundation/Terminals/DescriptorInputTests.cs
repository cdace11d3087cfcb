using System.IO.Pipes;
using Dxflow.Foundation.Terminals;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Dxflow.Tests.Foundation.Terminals;

public sealed class DescriptorInputTests
{
    [Fact]
    public async Task What_comes_is_read_and_the_end_is_an_end()
    {
        using var write = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new DescriptorInput(new SafeFileHandle(write.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false));
        var buffer = new byte[10];
        var reading = input.ReadAsync(buffer).AsTask();
        Assert.False(reading.IsCompleted);
        await write.WriteAsync("abc"u8.ToArray());
        Assert.Equal(3, await reading);
        reading = input.ReadAsync(buffer).AsTask();
        write.Dispose();
        Assert.Equal(0, await reading);
    }

    [Fact]
    public async Task Waiting_can_be_given_up_and_taken_up_again_and_nothing_is_lost()
    {
        using var write = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new DescriptorInput(new SafeFileHandle(write.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false));
        using var cancel = new CancellationTokenSource();
        var reading = input.ReadAsync(new byte[10], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await write.WriteAsync("abc"u8.ToArray());
        Assert.Equal(3, await input.ReadAsync(new byte[10]));
    }

    [Fact]
    public async Task A_file_never_waits_and_what_is_not_open_is_at_its_end()
    {
        using var file = File.OpenHandle("/proc/self/stat");
        using var input = new DescriptorInput(file);
        Assert.Equal(10, await input.ReadAsync(new byte[10]));
        using var none = new DescriptorInput(new SafeFileHandle(9_999, ownsHandle: false));
        Assert.Equal(0, await none.ReadAsync(new byte[10]));
    }
}
