using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes.Pipes;

public sealed class PipeEndTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ReadyThread ready = new("test");
    private readonly PipeEnd read;
    private readonly PipeEnd write;

    public PipeEndTests()
    {
        var pipe = Pipe.Create();
        read = new PipeEnd(pipe.Read, ready, toWrite: false);
        write = new PipeEnd(pipe.Write, ready, toWrite: true);
    }

    public void Dispose()
    {
        read.Dispose();
        write.Dispose();
        ready.Dispose();
    }

    [Fact]
    public async Task More_than_a_pipe_holds_goes_through_unchanged()
    {
        var sent = new byte[3 << 20];
        new Random(1).NextBytes(sent);
        var writing = WriteAsync();
        var got = new MemoryStream();
        await read.CopyToAsync(got).WaitAsync(Patience);
        await writing;
        Assert.Equal(sent, got.ToArray());

        async Task WriteAsync()
        {
            await write.WriteAsync(sent);
            await write.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_cancelled_read_can_be_followed_by_another()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = read.ReadAsync(new byte[1], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        var next = read.ReadAsync(new byte[1]).AsTask();
        await write.WriteAsync(new byte[] { 7 });
        Assert.Equal(1, await next.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_reader_that_waits_when_its_end_is_closed_hears_of_it()
    {
        var waiting = read.ReadAsync(new byte[1]).AsTask();
        await read.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task Writing_to_nobody_is_an_error()
    {
        await read.DisposeAsync();
        await Assert.ThrowsAsync<ProcessException>(() => write.WriteAsync(new byte[1]).AsTask());
    }

    [Fact]
    public void An_end_has_one_direction_and_only_waits_asynchronously()
    {
        Assert.Equal((true, false, false, true), (read.CanRead, read.CanWrite, write.CanRead, write.CanWrite));
        Assert.Throws<NotSupportedException>(() => read.Read(new byte[1], 0, 1));
        Assert.Throws<NotSupportedException>(() => write.Write(new byte[1], 0, 1));
    }
}
