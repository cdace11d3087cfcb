using Dxflow.Runtimes;
using Dxflow.Runtimes.Logs;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Logs;

public sealed class LogReaderTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly ManualTime time = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Both_logs_are_merged_by_the_second_standard_output_first()
    {
        Write("out1\nout2\n", "err1\n");
        LogIndex.Add(directory.Path, new LogMark(1_000, 10, 1_000, 5));
        Write("out3\n", "err2\n");
        LogIndex.Add(directory.Path, new LogMark(3_000, 15, 2_000, 10));
        Assert.Equal(["out1", "out2", "err1", "err2", "out3"], await TextsAsync(new LogQuery()));
        var lines = await LinesAsync(new LogQuery());
        Assert.Equal([1, 1, 1, 2, 3], lines.Select(line => line.At.ToUnixTimeSeconds()));
        Assert.Equal([false, false, true, true, false], lines.Select(line => line.Error));
    }

    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(1, new[] { "out3" })]
    [InlineData(3, new[] { "err1", "err2", "out3" })]
    [InlineData(9, new[] { "out1", "out2", "err1", "err2", "out3" })]
    public async Task Tail_counts_over_both(int tail, string[] expected)
    {
        Write("out1\nout2\n", "err1\n");
        LogIndex.Add(directory.Path, new LogMark(1_000, 10, 1_000, 5));
        Write("out3\n", "err2\n");
        LogIndex.Add(directory.Path, new LogMark(3_000, 15, 2_000, 10));
        Assert.Equal(expected, await TextsAsync(new LogQuery(Tail: tail)));
    }

    [Fact]
    public async Task Since_begins_where_the_index_says()
    {
        Write("out1\nout2\n", "err1\n");
        LogIndex.Add(directory.Path, new LogMark(1_000, 10, 1_000, 5));
        Write("out3\n", "");
        LogIndex.Add(directory.Path, new LogMark(3_000, 15, 1_000, 5));
        Assert.Equal(["out3"], await TextsAsync(new LogQuery(Since: DateTimeOffset.FromUnixTimeSeconds(2))));
        Assert.Equal(4, (await TextsAsync(new LogQuery(Since: DateTimeOffset.FromUnixTimeSeconds(1)))).Count);
    }

    [Fact]
    public async Task Following_waits_for_more_and_ends_with_the_task()
    {
        Write("one\nunfin", "");
        var ended = new TaskCompletionSource();
        var reading = new LogReader(directory.Path, new LogQuery(Follow: true), time).ReadAsync(ended.Task, default).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal("one", reading.Current.Text);
        var next = reading.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        Write("ished\n", "");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await next);
        Assert.Equal("unfinished", reading.Current.Text);
        next = reading.MoveNextAsync().AsTask();
        Write("last", "");
        ended.SetResult();
        Assert.True(await next);
        Assert.Equal("last", reading.Current.Text);
        Assert.False(await reading.MoveNextAsync());
    }

    [Fact]
    public async Task Following_can_be_given_up()
    {
        using var cancel = new CancellationTokenSource();
        var reading = new LogReader(directory.Path, new LogQuery(Follow: true), time)
            .ReadAsync(new TaskCompletionSource().Task, cancel.Token).GetAsyncEnumerator(cancel.Token);
        var next = reading.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private void Write(string output, string error)
    {
        File.AppendAllText(LogFile.PathIn(directory.Path, error: false), output);
        File.AppendAllText(LogFile.PathIn(directory.Path, error: true), error);
    }

    private async Task<List<TaskLine>> LinesAsync(LogQuery query) =>
        await new LogReader(directory.Path, query, time).ReadAsync(Task.CompletedTask, default).ToListAsync();

    private async Task<List<string>> TextsAsync(LogQuery query) => [.. (await LinesAsync(query)).Select(line => line.Text)];
}
