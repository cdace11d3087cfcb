using Dxflow.Operations;
using Dxflow.Tests.Storage;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Loops;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Loops;

public sealed class SubscribeTests
{
    [Fact]
    public async Task A_subscriber_gets_every_event_once_and_in_order_from_where_it_asks()
    {
        await using var fixture = new LoopFixture();
        fixture.Serve();
        var run = await fixture.CreateAsync(Job([.. Enumerable.Range(0, 50).Select(step => Step($"s{step}"))]));
        var early = ReadAsync(run, after: 0);
        var middle = ReadAsync(run, after: 20);
        await run.Completion.WaitAsync(CommitterFixture.Patience);
        var late = ReadAsync(run, after: 0);
        await run.AskAsync(_ => true);
        await run.DisposeAsync();
        var all = await early.WaitAsync(CommitterFixture.Patience);
        Assert.Equal(Enumerable.Range(1, all.Count), all.Select(news => (int)news.Sequence));
        Assert.IsType<RunCreated>(all[0].Fact);
        Assert.Single(all, news => news.Fact is RunFinished);
        Assert.Equal(all.Skip(20), await middle.WaitAsync(CommitterFixture.Patience));
        Assert.Equal(all, await late.WaitAsync(CommitterFixture.Patience));
    }

    [Fact]
    public async Task One_who_reads_what_was_before_is_told_when_the_run_is_put_away_meanwhile()
    {
        await using var fixture = new LoopFixture();
        fixture.Serve();
        var journal = fixture.Storage.Open();

        // Far more than is read at once.
        var run = await fixture.CreateAsync(Job([.. Enumerable.Range(0, 6000).Select(step => Step($"s{step}"))]), journal);
        await run.Completion.WaitAsync(CommitterFixture.Patience);
        await using var news = run.SubscribeAsync(0, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await news.MoveNextAsync());
        await run.DisposeAsync();
        await journal.CloseAsync(seal: true);
        var leaving = await Assert.ThrowsAsync<Fault>(async () =>
        {
            while (await news.MoveNextAsync())
            {
            }
        });
        Assert.Equal(FaultKind.Unavailable, leaving.Info.Code);
    }

    [Fact]
    public async Task Nothing_is_published_before_it_is_durable()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a")));
        await using var news = run.SubscribeAsync(0, CancellationToken.None).GetAsyncEnumerator();
        while ((await news.MoveNextAsync()) && news.Current.Fact is not AttemptGranted)
        {
        }

        fixture.Storage.HoldSyncs();
        var changing = run.ChangeAsync(new CancelRun(CancelMode.Stop));
        var next = news.MoveNextAsync().AsTask();
        await fixture.Storage.SyncsBegunAsync();
        Assert.False(next.IsCompleted);
        fixture.Storage.LetSyncs();
        Assert.True(await next.WaitAsync(CommitterFixture.Patience));
        Assert.IsType<CancelRequested>(news.Current.Fact);
        await changing;
    }

    [Fact]
    public void What_is_not_taken_in_time_becomes_a_gap()
    {
        var subscriber = new Subscriber();
        for (var sequence = 1; sequence <= Subscriber.NewsMax + 10; sequence++)
        {
            subscriber.Publish(sequence, new RunStarted(sequence));
        }

        for (var sequence = 1; sequence <= Subscriber.NewsMax; sequence++)
        {
            Assert.True(subscriber.News.TryRead(out var news));
            Assert.Equal(new RunNews(sequence, new RunStarted(sequence)), news);
        }

        subscriber.Publish(Subscriber.NewsMax + 11, new RunStarted(0));
        Assert.True(subscriber.News.TryRead(out var gap));
        Assert.Equal(new RunNews(Subscriber.NewsMax + 10, null, Subscriber.NewsMax + 1), gap);
        Assert.True(subscriber.News.TryRead(out var after));
        Assert.Equal(Subscriber.NewsMax + 11, after.Sequence);
    }

    [Fact]
    public async Task A_reader_that_leaves_is_let_go()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a")));
        for (var times = 0; times < RunRelease.SubscribersMax + 5; times++)
        {
            await foreach (var news in run.SubscribeAsync(0, CancellationToken.None))
            {
                Assert.Equal(1, news.Sequence);
                break;
            }
        }
    }

    private static async Task<List<RunNews>> ReadAsync(RunLoop run, long after)
    {
        var all = new List<RunNews>();
        await foreach (var news in run.SubscribeAsync(after, CancellationToken.None))
        {
            all.Add(news);
        }

        return all;
    }
}
