using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes;

/// <summary>What <see cref="ReadyThread"/> promises, kept by poll.</summary>
public sealed class PollThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_descriptor_calls_once_when_it_is_ready()
    {
        using var ready = new PollThread("test");
        var pipe = Pipe.Create();
        using var read = pipe.Read;
        using var write = pipe.Write;
        var calls = 0;
        var called = Call();
        ready.Watch(read, toWrite: false, () =>
        {
            calls++;
            called.SetResult();
        });
        Assert.Equal(0, calls);
        write.Dispose();
        await called.Task.WaitAsync(Patience);

        // It is still readable: only a second call of Watch may bring a second answer.
        var again = Call();
        ready.Watch(read, toWrite: false, again.SetResult);
        await again.Task.WaitAsync(Patience);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task What_is_forgotten_never_calls_and_can_be_watched_again()
    {
        using var ready = new PollThread("test");
        var pipe = Pipe.Create();
        using var read = pipe.Read;
        using var write = pipe.Write;
        var calls = 0;
        var token = ready.Watch(read, toWrite: false, () => calls++);
        ready.Forget(token);
        ready.Forget(token);
        var called = Call();
        ready.Watch(read, toWrite: false, called.SetResult);
        write.Dispose();
        await called.Task.WaitAsync(Patience);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Many_are_told_apart_and_more_wakes_than_a_pipe_holds_stop_nobody()
    {
        using var ready = new PollThread("test");
        var pipes = Enumerable.Range(0, 64).Select(_ => Pipe.Create()).ToList();
        for (var round = 0; round < 2_000; round++)
        {
            ready.Forget(ready.Watch(pipes[0].Read, toWrite: false, () => Assert.Fail("it was forgotten")));
        }

        var calls = pipes.Select(_ => Call()).ToList();
        for (var index = 0; index < pipes.Count; index++)
        {
            ready.Watch(pipes[index].Read, toWrite: false, calls[index].SetResult);
        }

        for (var index = 0; index < pipes.Count; index += 2)
        {
            pipes[index].Write.Dispose();
        }

        await Task.WhenAll(calls.Where((_, index) => index % 2 == 0).Select(call => call.Task)).WaitAsync(Patience);
        Assert.DoesNotContain(calls.Where((_, index) => index % 2 == 1), call => call.Task.IsCompleted);

        // It ends while something is watched, and forgets that later without a word.
        var last = ready.Watch(pipes[1].Read, toWrite: false, () => { });
        ready.Dispose();
        ready.Dispose();
        ready.Forget(last);
        pipes.ForEach(pipe => pipe.Read.Dispose());
        pipes.ForEach(pipe => pipe.Write.Dispose());
    }

    [Fact]
    public async Task A_stream_carries_more_than_a_pipe_holds_and_closing_it_wakes_who_waits()
    {
        using var ready = new PollThread("test");
        var pipe = Pipe.Create();
        await using var read = new PipeEnd(pipe.Read, ready, toWrite: false);
        await using var write = new PipeEnd(pipe.Write, ready, toWrite: true);
        var sent = new byte[3 << 20];
        new Random(1).NextBytes(sent);
        var writing = write.WriteAsync(sent).AsTask();
        var got = new byte[sent.Length];
        await read.ReadExactlyAsync(got).AsTask().WaitAsync(Patience);
        await writing;
        Assert.Equal(sent, got);
        var waiting = read.ReadAsync(new byte[1]).AsTask();
        await read.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
        await Assert.ThrowsAsync<ProcessException>(() => WriteUntilNobodyReadsAsync(write).WaitAsync(Patience));
    }

    [Fact]
    public void A_closed_descriptor_is_refused_and_leaves_nothing()
    {
        using var ready = new PollThread("test");
        var pipe = Pipe.Create();
        pipe.Read.Dispose();
        pipe.Write.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ready.Watch(pipe.Read, toWrite: false, () => { }));
    }

    /// <summary>The descriptor that somebody waited for is closed when that wait is over, which may be a moment later.</summary>
    private static async Task WriteUntilNobodyReadsAsync(PipeEnd write)
    {
        while (true)
        {
            await write.WriteAsync(new byte[1]);
            await Task.Yield();
        }
    }

    private static TaskCompletionSource Call() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
