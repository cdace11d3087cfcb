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
        Mark(1_000, 10, 1_000, 5);
        Write("out3\n", "err2\n");
        Mark(3_000, 15, 2_000, 10);
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
        Mark(1_000, 10, 1_000, 5);
        Write("out3\n", "err2\n");
        Mark(3_000, 15, 2_000, 10);
        Assert.Equal(expected, await TextsAsync(new LogQuery(Tail: tail)));
    }

    [Fact]
    public async Task Who_comes_back_goes_on_in_both_logs_whatever_the_tail()
    {
        Write("out1\nout2\nout3\n", "err1\nerr2\n");
        Assert.Equal(["out3", "err1", "err2"], await TextsAsync(new LogQuery(Tail: 1, After: new LogPlace(10, 0))));
        Assert.Empty(await TextsAsync(new LogQuery(After: new LogPlace(15, 10))));
    }

    [Theory]
    [InlineData(0, 15, 10)]
    [InlineData(1, 10, 10)]
    [InlineData(3, 10, 0)]
    [InlineData(9, 0, 0)]
    public async Task Where_the_tail_begins_is_told(int tail, long output, long error)
    {
        Write("out1\nout2\n", "err1\n");
        Mark(1_000, 10, 1_000, 5);
        Write("out3\n", "err2\n");
        Mark(3_000, 15, 2_000, 10);
        var found = new List<LogPlace>();
        var all = await TextsAsync(new LogQuery(Tail: tail, Found: found.Add));
        Assert.Equal([new LogPlace(output, error)], found);
        Assert.Equal(all, await TextsAsync(new LogQuery(After: found[0])));
    }

    [Fact]
    public async Task Since_begins_where_the_index_says()
    {
        Write("out1\nout2\n", "err1\n");
        Mark(1_000, 10, 1_000, 5);
        Write("out3\n", "");
        Mark(3_000, 15, 1_000, 5);
        Assert.Equal(["out3"], await TextsAsync(new LogQuery(Since: DateTimeOffset.FromUnixTimeSeconds(2))));
        Assert.Equal(4, (await TextsAsync(new LogQuery(Since: DateTimeOffset.FromUnixTimeSeconds(1)))).Count);
    }

    [Fact]
    public async Task Following_waits_for_more_and_ends_with_the_task()
    {
        Write("one\nunfin", "");
        var ended = new TaskCompletionSource();
        var reading = Reader(new LogQuery(Follow: true)).ReadAsync(ended.Task, default).GetAsyncEnumerator();
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
        var reading = Reader(new LogQuery(Follow: true))
            .ReadAsync(new TaskCompletionSource().Task, cancel.Token).GetAsyncEnumerator(cancel.Token);
        var next = reading.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Until_ends_where_the_index_says_also_for_the_last_lines()
    {
        Write("out1\nout2\n", "err1\n");
        Mark(1_000, 10, 1_000, 5);
        Write("out3\n", "err2\n");
        Mark(3_000, 15, 2_000, 10);
        Assert.Equal(["out1", "out2", "err1", "err2"], await TextsAsync(new LogQuery(Until: DateTimeOffset.FromUnixTimeSeconds(2))));
        Assert.Equal(["err1", "err2"], await TextsAsync(new LogQuery(Tail: 2, Until: DateTimeOffset.FromUnixTimeSeconds(2))));
        Assert.Equal(
            ["err2"],
            await TextsAsync(new LogQuery(
                Tail: 3, Until: DateTimeOffset.FromUnixTimeSeconds(2), Since: DateTimeOffset.FromUnixTimeMilliseconds(1_001))));
        Assert.Empty(await TextsAsync(new LogQuery(Until: DateTimeOffset.FromUnixTimeMilliseconds(999))));
    }

    [Fact]
    public async Task The_tail_is_of_what_is_looked_for()
    {
        Write("a1\nb\na2\nb\n", "a3\nb\n");
        var filter = new LogFilter((text, _) => text.StartsWith('a'), "a");
        Assert.Equal(["a1", "a2", "a3"], await TextsAsync(new LogQuery(Filter: filter)));
        Assert.Equal(2, (await TextsAsync(new LogQuery(Tail: 2, Filter: filter))).Count);
        Assert.Equal("a3", Assert.Single(await TextsAsync(new LogQuery(Tail: 1, Filter: filter))));
    }

    [Fact]
    public async Task A_hundred_who_follow_are_woken_by_one_look()
    {
        Write("one\n", "");
        var ended = new TaskCompletionSource();
        var all = Enumerable.Range(0, 100).Select(
            _ => Reader(new LogQuery(Follow: true)).ReadAsync(ended.Task, default).Select(line => line.Text)
                .ToListAsync().AsTask()).ToList();
        Assert.Equal((1, 1), (views.Count, time.Armed));
        Write("two\n", "");
        time.Advance(TimeSpan.FromSeconds(1));
        ended.SetResult();
        Assert.All(await Task.WhenAll(all), texts => Assert.Equal(["one", "two"], texts));
        Assert.Equal(0, views.Count);
    }

    [Fact]
    public async Task A_line_too_long_says_how_long_it_is()
    {
        Write("é" + new string('x', 100_000) + "\nnext\n", "");
        var lines = await LinesAsync(new LogQuery());
        Assert.Equal(["é" + new string('x', LogCursor.LineBytesMax - 2), "next"], lines.Select(line => line.Text));
        Assert.Equal([100_002, 0], lines.Select(line => line.Cut));
    }

    private readonly LogViews views;

    public LogReaderTests() => views = new LogViews(time);

    private LogReader Reader(LogQuery query) => new(directory.Path, query, time, views);

    private void Mark(long outputAt, long outputBytes, long errorAt, long errorBytes)
    {
        new LogIndexWriter(directory.Path, error: false).Add(new LogMark(outputAt, outputBytes));
        new LogIndexWriter(directory.Path, error: true).Add(new LogMark(errorAt, errorBytes));
    }

    private void Write(string output, string error)
    {
        File.AppendAllText(LogFile.PathIn(directory.Path, error: false), output);
        File.AppendAllText(LogFile.PathIn(directory.Path, error: true), error);
    }

    private async Task<List<TaskLine>> LinesAsync(LogQuery query) =>
        await Reader(query).ReadAsync(Task.CompletedTask, default).ToListAsync();

    private async Task<List<string>> TextsAsync(LogQuery query) => [.. (await LinesAsync(query)).Select(line => line.Text)];
}
