using Dxflow.Runtimes.Containers.Images;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class SharedWorkTests
{
    private readonly SharedWork<string, int> _work = new();

    [Fact]
    public async Task What_several_want_at_once_is_done_once()
    {
        var (done, ready) = (0, new TaskCompletionSource());
        async Task<int> Work(CancellationToken over)
        {
            await ready.Task;
            return Interlocked.Increment(ref done);
        }

        var all = Enumerable.Range(0, 5).Select(_ => _work.DoAsync("a", Work, TestContext.Current.CancellationToken)).ToList();
        var other = _work.DoAsync("b", Work, TestContext.Current.CancellationToken);
        ready.SetResult();

        Assert.Single((await Task.WhenAll(all)).Distinct());
        await other;
        Assert.Equal(2, done);
        Assert.Equal(3, await _work.DoAsync("a", Work, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_goes_leaves_it_to_the_others_and_the_last_ends_it()
    {
        var (ended, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        async Task<int> Work(CancellationToken over)
        {
            over.Register(() => ended.TrySetResult());
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, over);
            return 1;
        }

        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var one = _work.DoAsync("a", Work, first.Token);
        var two = _work.DoAsync("a", Work, second.Token);
        await begun.Task;

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(ended.Task.IsCompleted);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        await ended.Task;
    }

    [Fact]
    public async Task A_failure_is_everybodys_and_the_next_who_asks_tries_anew()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _work.DoAsync(
            "a", static _ => throw new InvalidOperationException(), TestContext.Current.CancellationToken));

        Assert.Equal(7, await _work.DoAsync("a", static _ => Task.FromResult(7), TestContext.Current.CancellationToken));
    }
}
