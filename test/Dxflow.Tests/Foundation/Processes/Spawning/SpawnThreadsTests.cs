using Dxflow.Foundation.Processes.Spawning;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes.Spawning;

public sealed class SpawnThreadsTests
{
    [Fact]
    public async Task Work_runs_on_two_threads_of_its_own()
    {
        using var threads = new SpawnThreads();
        using var together = new Barrier(2);
        var names = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => threads.RunAsync(() =>
        {
            together.SignalAndWait(TimeSpan.FromSeconds(30));
            return (Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread);
        })));
        Assert.Equal([("spawn-0", false), ("spawn-1", false)], names.Order());
    }

    [Fact]
    public async Task A_failure_goes_to_who_asked_and_nobody_else()
    {
        using var threads = new SpawnThreads();
        await Assert.ThrowsAsync<InvalidDataException>(() => threads.RunAsync<int>(() => throw new InvalidDataException()));
        Assert.Equal(1, await threads.RunAsync(() => 1));
    }

    [Fact]
    public async Task It_ends_twice_and_takes_nothing_more()
    {
        var threads = new SpawnThreads();
        threads.Dispose();
        threads.Dispose();
        await Assert.ThrowsAsync<InvalidOperationException>(() => threads.RunAsync(() => 1));
    }
}
