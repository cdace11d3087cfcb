using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes;

public sealed class ReadyThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_descriptor_calls_once_when_it_is_ready()
    {
        using var ready = new ReadyThread("test");
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
        using var ready = new ReadyThread("test");
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
    public async Task Many_are_told_apart()
    {
        using var ready = new ReadyThread("test");
        var pipes = Enumerable.Range(0, 300).Select(_ => Pipe.Create()).ToList();
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
        ready.Dispose();
        pipes.ForEach(pipe => pipe.Read.Dispose());
        pipes.ForEach(pipe => pipe.Write.Dispose());
    }

    /// <summary>What a test does next must not happen on the thread that calls.</summary>
    private static TaskCompletionSource Call() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void It_ends_while_something_is_watched()
    {
        var pipe = Pipe.Create();
        var ready = new ReadyThread("test");
        ready.Watch(pipe.Read, toWrite: false, () => { });
        ready.Dispose();
        ready.Dispose();
        pipe.Read.Dispose();
        pipe.Write.Dispose();
    }

    [Fact]
    public void A_closed_descriptor_is_refused_and_leaves_nothing()
    {
        using var ready = new ReadyThread("test");
        var pipe = Pipe.Create();
        pipe.Read.Dispose();
        pipe.Write.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ready.Watch(pipe.Read, toWrite: false, () => { }));
    }
}
