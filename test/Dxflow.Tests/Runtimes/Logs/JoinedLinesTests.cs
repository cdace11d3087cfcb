using System.Text;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Logs;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Logs;

/// <summary>Whatever was written and is asked for, joined lines are the very lines that come one by one.</summary>
public sealed class JoinedLinesTests : IDisposable
{
    private static readonly string[] Texts =
        ["", "\r", "plain", "Grüße 🧪", " 10%\r100%", "\u001b[31mred", "bell\a", new string('x', 300), new string('é', 20_000)];

    private readonly TemporaryDirectory directory = new();
    private readonly ManualTime time = new();
    private readonly LogViews views;

    public JoinedLinesTests() => views = new LogViews(time);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Lines_of_one_time_come_as_one_and_those_of_the_next_do_not()
    {
        Write(false, "a\nb\n");
        Mark(false, 1_000, 4);
        Write(false, "c\n\nd\nrest");
        Write(true, "e\nf\n");
        Mark(true, 1_000, 4);
        var lines = await LinesAsync(new LogQuery(Joined: true));
        Assert.Equal(["a\nb", "e\nf", "c\n\nd", "rest"], lines.Select(static line => line.Text));
        Assert.Equal([4, 4, 9, 13], lines.Select(static line => line.Position));
    }

    [Fact]
    public async Task Much_comes_in_pieces_that_are_large_and_bounded()
    {
        Write(false, string.Concat(Enumerable.Range(0, 10_000).Select(static number => $"{number:d99}\n")));
        var lines = await LinesAsync(new LogQuery(Joined: true));
        Assert.InRange(lines.Count, 1_000_000 / LogCursor.JoinedBytesMax, 70);
        Assert.All(lines, static line => Assert.InRange(line.Text.Length, 1, LogCursor.JoinedBytesMax));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task They_are_the_lines_that_come_one_by_one(int seed)
    {
        var chance = new Random(seed);
        var now = 1_000_000L;
        for (var turn = 0; turn < 40; turn++)
        {
            now += chance.Next(0, 40);
            foreach (var error in new[] { false, true })
            {
                for (var count = chance.Next(0, 30); count > 0; count--)
                {
                    var line = chance.Next(400) == 0 ? new string('z', 200_000) : Texts[chance.Next(Texts.Length)];
                    Write(error, line + (turn == 39 && count == 1 ? "" : "\n"));
                }

                if (chance.Next(3) > 0 && Length(error) is > 0 and var length)
                {
                    new LogIndexWriter(directory.Path, error).Add(new LogMark(now, length, IsGap: chance.Next(6) == 0));
                }
            }
        }

        LogQuery[] queries =
        [
            new(), new(Tail: 1), new(Tail: 37), new(Tail: 10_000),
            new(Since: At(1_000_100)), new(Until: At(1_000_200)), new(Since: At(1_000_050), Until: At(1_000_300), Tail: 20),
            new(After: new LogPlace(5_000, 777)), new(Filter: new LogFilter(static (text, _) => text.Contains('e'))),
        ];
        foreach (var query in queries)
        {
            var single = await LinesAsync(query);
            var joined = await LinesAsync(query with { Joined = true });
            Assert.Equal(
                single.Select(static line => (line.At, line.Error, line.Text, line.Cut)),
                joined.SelectMany(static line => line.Text.Split('\n').Select(text => (line.At, line.Error, text, line.Cut))));
            Assert.Equal(joined.Select(static line => line.Position), joined.Select(line => End(single, line)));
            Assert.True(query.Filter is not null || joined.Count < single.Count || single.Count < 40, $"{joined.Count} of {single.Count}");
        }
    }

    [Fact]
    public async Task Who_follows_is_given_together_what_came_together()
    {
        Write(false, "a\nb\nc");
        var ended = new TaskCompletionSource();
        var reading = new LogReader(directory.Path, new LogQuery(Follow: true, Joined: true), time, views)
            .ReadAsync(ended.Task, default).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal("a\nb", reading.Current.Text);
        var next = reading.MoveNextAsync().AsTask();
        Write(false, "d\ne\nf\n");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await next);
        Assert.Equal("cd\ne\nf", reading.Current.Text);
        ended.SetResult();
        Assert.False(await reading.MoveNextAsync());
        await reading.DisposeAsync();
    }

    /// <summary>The position of the last of the single lines that are in a joined one.</summary>
    private static long End(List<TaskLine> single, TaskLine joined)
    {
        var first = single.FindIndex(line => line.Error == joined.Error && line.Position > joined.Position) is >= 0 and var next
            ? next : single.Count;
        return single.Take(first).Last(line => line.Error == joined.Error && line.Position <= joined.Position).Position;
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private long Length(bool error) => new FileInfo(LogFile.PathIn(directory.Path, error)) is { Exists: true } file ? file.Length : 0;

    private void Mark(bool error, long at, long bytes) => new LogIndexWriter(directory.Path, error).Add(new LogMark(at, bytes));

    private void Write(bool error, string text) =>
        File.AppendAllText(LogFile.PathIn(directory.Path, error), text, new UTF8Encoding(false));

    private async Task<List<TaskLine>> LinesAsync(LogQuery query) =>
        await new LogReader(directory.Path, query, time, views).ReadAsync(Task.CompletedTask, default).ToListAsync();
}
