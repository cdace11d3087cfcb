using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Operations;
using Dxflow.Tests.Foundation;
using Dxflow.Workflows;
using Dxflow.Workflows.Logs;
using Xunit;

namespace Dxflow.Tests.Workflows.Logs;

public sealed class LogMergeTests
{
    private readonly ManualTime time = new();

    private DateTimeOffset Now => time.GetUtcNow();

    [Fact]
    public async Task Lines_are_in_order_of_time_then_of_service_then_of_place()
    {
        await using var merge = new LogMerge(time);
        merge.Add(Source(1, Line(1, 0, 1), Line(1, 0, 2), Line(1, 5, 3)));
        merge.Add(Source(0, Line(0, 0, 1), Line(0, 2, 2), Line(0, 5, 3)));
        merge.Complete();
        var lines = await merge.LinesAsync(default).Select(line => $"{line.Step}{line.Position}").ToListAsync();
        Assert.Equal(["01", "11", "12", "02", "03", "13"], lines);
    }

    [Fact]
    public async Task A_log_is_opened_when_its_first_line_is_due()
    {
        await using var merge = new LogMerge(time);
        var opened = false;
        merge.Add(Source(0, Line(0, 0, 1), Line(0, 1, 2)));
        merge.Add(new LogSource(1, 0, 1, Now.AddSeconds(5), _ => Once(() => opened = true)));
        merge.Complete();
        await using var lines = merge.LinesAsync(default).GetAsyncEnumerator();
        Assert.True(await lines.MoveNextAsync());
        Assert.True(await lines.MoveNextAsync());
        Assert.False(opened);
        Assert.False(await lines.MoveNextAsync());
        Assert.True(opened);
    }

    [Fact]
    public async Task A_young_line_waits_for_an_older_one_that_comes_a_little_later()
    {
        await using var merge = new LogMerge(time);
        var (first, second) = (Channel.CreateUnbounded<LogLine>(), Channel.CreateUnbounded<LogLine>());
        merge.Add(Live(0, first));
        merge.Add(Live(1, second));
        await using var lines = merge.LinesAsync(default).GetAsyncEnumerator();
        first.Writer.TryWrite(Line(0, 0, 1));
        var next = lines.MoveNextAsync().AsTask();

        // It waits by the clock only once the other log has nothing more for now.
        await HeldBackAsync();
        Assert.False(next.IsCompleted);
        second.Writer.TryWrite(Line(1, -1, 1));
        Assert.True(await next);
        Assert.Equal("1", lines.Current.Step);
        next = lines.MoveNextAsync().AsTask();
        await HeldBackAsync();
        Assert.False(next.IsCompleted);
        time.Advance(LogMerge.Settling);
        Assert.True(await next);
        Assert.Equal("0", lines.Current.Step);
    }

    [Fact]
    public async Task A_log_that_still_has_older_lines_is_waited_for_however_long_that_takes()
    {
        await using var merge = new LogMerge(time);
        var (opened, slow) = (new TaskCompletionSource(), new TaskCompletionSource());
        merge.Add(Source(0, Line(0, -50, 1)));
        merge.Add(new LogSource(1, 0, 1, DateTimeOffset.MinValue, _ =>
        {
            opened.SetResult();
            return AfterAsync(slow.Task, Line(1, -100, 1));
        }));
        merge.Complete();
        await using var lines = merge.LinesAsync(default).GetAsyncEnumerator();
        var next = lines.MoveNextAsync().AsTask();
        await opened.Task;
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(next.IsCompleted);
        Assert.Equal(0, time.Armed);
        slow.SetResult();
        Assert.True(await next);
        Assert.Equal("1", lines.Current.Step);
    }

    [Fact]
    public async Task What_goes_wrong_with_one_log_is_told()
    {
        await using var merge = new LogMerge(time);
        var gone = Task.FromException(new IOException("gone"));
        merge.Add(new LogSource(1, 0, 1, DateTimeOffset.MinValue, _ => AfterAsync(gone, Line(1, 0, 1))));
        merge.Complete();
        await Assert.ThrowsAsync<IOException>(async () => await merge.LinesAsync(default).ToListAsync());
    }

    [Fact]
    public async Task What_cannot_be_followed_is_told_after_what_there_is()
    {
        await using var merge = new LogMerge(time);
        merge.Add(Source(0, Line(0, 0, 1)));
        merge.Complete(Fault.Conflict("too many"));
        await using var lines = merge.LinesAsync(default).GetAsyncEnumerator();
        Assert.True(await lines.MoveNextAsync());
        await Assert.ThrowsAsync<Fault>(async () => await lines.MoveNextAsync());
    }

    [Fact]
    public async Task A_hundred_thousand_lines_of_a_thousand_logs_need_one_line_of_each()
    {
        await using var merge = new LogMerge(time);
        for (var step = 0; step < 1_000; step++)
        {
            merge.Add(Source(step, [.. Enumerable.Range(0, 100).Select(place => Line(step, place, place))]));
        }

        merge.Complete();
        var (count, last) = (0, DateTimeOffset.MinValue);
        await foreach (var line in merge.LinesAsync(default))
        {
            Assert.True(line.At >= last);
            (count, last) = (count + 1, line.At);
        }

        Assert.Equal(100_000, count);
    }

    /// <summary>Until the merge waits for the clock: everything that is there has been taken in by then.</summary>
    private async Task HeldBackAsync()
    {
        while (time.Armed == 0)
        {
            await Task.Yield();
        }
    }

    private LogLine Line(int step, int second, long position) =>
        new(step.ToString(), Now.AddSeconds(second), false, "text", 0, 1, position);

    private static LogSource Source(int step, params LogLine[] lines) =>
        new(step, 0, 1, lines[0].At, _ => lines.ToAsyncEnumerable());

    private static LogSource Live(int step, Channel<LogLine> lines) =>
        new(step, 0, 1, DateTimeOffset.MinValue, source => ReadAsync(source, lines));

    private static async IAsyncEnumerable<LogLine> ReadAsync(
        LogSource source, Channel<LogLine> lines, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        while (true)
        {
            if (!lines.Reader.TryRead(out var line))
            {
                source.Rest();
                await lines.Reader.WaitToReadAsync(cancel);
                continue;
            }

            yield return line;
        }
    }

    private static async IAsyncEnumerable<LogLine> AfterAsync(Task first, LogLine line)
    {
        await Task.Yield();
        await first;
        yield return line;
    }

    private static async IAsyncEnumerable<LogLine> Once(Action opened, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        opened();
        await Task.Yield();
        yield break;
    }
}
