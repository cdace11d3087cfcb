using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Foundation.Loops;
using Xunit;

namespace Dxflow.Tests.Foundation.Loops;

public sealed class TickedTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ManualTime time = new();
    private readonly Channel<int> items = Channel.CreateUnbounded<int>();
    private bool isDisposed;

    [Fact]
    public async Task A_tick_comes_while_no_item_does_and_no_item_is_lost_by_it()
    {
        await using var ticked = Ticked.Of(ReadAsync, Period, time).GetAsyncEnumerator();
        var next = ticked.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        time.Advance(Period);
        Assert.True(await next);
        Assert.False(ticked.Current.IsItem);
        next = ticked.MoveNextAsync().AsTask();
        items.Writer.TryWrite(7);
        Assert.True(await next);
        Assert.Equal(new Tick<int>(true, 7), ticked.Current);
        items.Writer.Complete();
        Assert.False(await ticked.MoveNextAsync());
        Assert.True(isDisposed);
    }

    [Fact]
    public async Task Ticks_come_between_items_that_never_pause_and_no_more_than_one_a_period()
    {
        for (var item = 0; item < 40; item++)
        {
            items.Writer.TryWrite(item);
        }

        items.Writer.Complete();
        var (ticks, seen) = (0, new List<int>());
        await foreach (var tick in Ticked.Of(ReadAsync, Period, time))
        {
            if (tick.IsItem)
            {
                seen.Add(tick.Item);
                time.Advance(Period / 4);
            }
            else
            {
                ticks++;
            }
        }

        Assert.Equal(Enumerable.Range(0, 40), seen);
        Assert.Equal(10, ticks);
    }

    [Fact]
    public async Task Who_leaves_while_an_item_is_waited_for_lets_go_of_it()
    {
        await using (var ticked = Ticked.Of(ReadAsync, Period, time).GetAsyncEnumerator())
        {
            var next = ticked.MoveNextAsync().AsTask();
            time.Advance(Period);
            Assert.True(await next);
        }

        Assert.True(isDisposed);
        using var cancel = new CancellationTokenSource();
        isDisposed = false;
        var waiting = Ticked.Of(ReadAsync, Period, time, cancel.Token).ToListAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(isDisposed);
    }

    [Fact]
    public async Task What_goes_wrong_is_told()
    {
        items.Writer.Complete(new IOException("gone"));
        await Assert.ThrowsAnyAsync<IOException>(async () => await Ticked.Of(ReadAsync, Period, time).ToListAsync());
    }

    private async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            await foreach (var item in items.Reader.ReadAllAsync(cancel))
            {
                yield return item;
            }
        }
        finally
        {
            isDisposed = true;
        }
    }
}
