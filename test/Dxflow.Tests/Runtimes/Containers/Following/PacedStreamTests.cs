using System.IO.Pipelines;
using Dxflow.Runtimes.Containers.Following;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Following;

public sealed class PacedStreamTests
{
    private readonly ManualTime time = new();
    private readonly Pipe pipe = new();
    private readonly byte[] buffer = new byte[8 << 10];

    [Fact]
    public async Task What_comes_alone_comes_at_once_and_what_follows_a_moment_later_together()
    {
        await using var paced = new PacedStream(pipe.Reader.AsStream(), time);
        await WriteAsync(10);
        Assert.Equal(10, await paced.ReadAsync(buffer));
        var next = paced.ReadAsync(buffer).AsTask();
        await WriteAsync(20);
        await WriteAsync(30);
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(50, await next);
    }

    [Fact]
    public async Task What_is_much_is_not_waited_for()
    {
        await using var paced = new PacedStream(pipe.Reader.AsStream(), time);
        await WriteAsync(4 << 10);
        Assert.Equal(4 << 10, await paced.ReadAsync(buffer));
        await WriteAsync(10);
        Assert.Equal(10, await paced.ReadAsync(buffer));
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        await using var paced = new PacedStream(pipe.Reader.AsStream(), time);
        await WriteAsync(10);
        Assert.Equal(10, await paced.ReadAsync(buffer));
        using var cancel = new CancellationTokenSource();
        var next = paced.ReadAsync(buffer, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private async Task WriteAsync(int bytes) => await pipe.Writer.WriteAsync(new byte[bytes]);
}
