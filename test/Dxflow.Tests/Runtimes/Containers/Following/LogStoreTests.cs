using System.Text;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Following;
using Dxflow.Runtimes.Logs;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Following;

public sealed class LogStoreTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private const long Start = 1_767_225_600 * Second;

    private readonly TemporaryDirectory directory = new();
    private readonly ManualTime time = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task What_is_fetched_again_is_not_stored_again()
    {
        using (var store = Open())
        {
            Put(store, Start, "one", "two");
            store.Rewind();
            Put(store, Start, "one", "two", "three");
            Put(store, Start + 1, "four");
            store.Rewind();
            Put(store, Start, "one", "two", "three");
            Put(store, Start + 1, "four");
        }

        Assert.Equal(["one", "two", "three", "four"], await LinesAsync());
    }

    [Fact]
    public async Task Lines_of_others_come_between_whole_lines_and_are_counted_with_the_files()
    {
        using (var store = Open())
        {
            Put(store, Start, "one");
            store.Begin(false, Start + 1);
            store.Add(false, "tw"u8);
            Assert.True(store.TryAddLine(error: false, "[hook] a\n"u8.ToArray()));
            store.Flush();
            store.Add(false, "o, and not at its end"u8);
            store.End(false);
            store.Flush();
            Assert.True(store.TryAddLine(error: false, "[hook] b\n"u8.ToArray()));
            store.Flush();
            Assert.Equal(["one", "two, and not at its end"], await LinesAsync());
            Put(store, Start + 2, " by far");
            store.Flush();
            Assert.Equal(["one", "two, and not at its end by far", "[hook] a", "[hook] b"], await LinesAsync());
            Assert.True(store.TryAddLine(error: false, new byte[1 << 20]));
            Assert.False(store.TryAddLine(error: false, "no room\n"u8.ToArray()));
        }

        // What is fetched again is known all the same.
        File.Delete(Path.Join(directory.Path, "stdout"));
        File.Delete(Path.Join(directory.Path, "log-position"));
        using (var store = Open())
        {
            Put(store, Start, "one");
            store.TryAddLine(error: false, "[hook] a\n"u8.ToArray());
            store.Flush();
            store.Begin(false, Start + 1);
            store.Add(false, "open"u8);
            store.End(false);
        }

        using (var store = Open())
        {
            store.TryAddLine(error: false, "[hook] b\n"u8.ToArray());
            store.Rewind();
            Put(store, Start, "one");
            store.Begin(false, Start + 1);
            store.Add(false, "open"u8);
            store.End(false);
        }

        Assert.Equal(["one", "[hook] a", "open", "[hook] b"], await LinesAsync());
    }

    [Fact]
    public void The_last_entry_is_known_by_its_moment_its_stream_and_its_text()
    {
        using var store = Open();
        Assert.False(store.EndsWith(error: false, Start, "one\n"u8));
        Put(store, Start, "one");
        Put(store, Start + 1, "two");
        Assert.True(store.EndsWith(error: false, Start + 1, "two\n"u8));
        Assert.False(store.EndsWith(error: true, Start + 1, "two\n"u8));
        Assert.False(store.EndsWith(error: false, Start + 2, "two\n"u8));
        Assert.False(store.EndsWith(error: false, Start + 1, "too\n"u8));
        Assert.False(store.EndsWith(error: false, Start + 1, "one\ntwo\nand before\n"u8));
        Assert.False(store.EndsWith(error: false, Start + 1, ""u8));
        store.Begin(error: false, Start + 2);
        store.Add(error: false, "torn"u8);
        Assert.True(store.EndsWith(error: false, Start + 1, "two\n"u8));
    }

    [Fact]
    public async Task Another_engine_goes_on_where_the_last_one_stopped()
    {
        using (var store = Open())
        {
            Put(store, Start, "one", "two");
        }

        // Written, and not counted: the engine died between the two.
        await File.AppendAllTextAsync(Path.Join(directory.Path, "stdout"), "half of thr");
        using (var store = Open())
        {
            Assert.Equal(Start - (2 * Second), store.Since);
            store.Rewind();
            Put(store, Start, "one", "two", "three");
        }

        Assert.Equal(["one", "two", "three"], await LinesAsync());
    }

    [Fact]
    public async Task A_frame_that_never_became_whole_is_fetched_again()
    {
        using (var store = Open())
        {
            Put(store, Start, "one");
            Assert.True(store.Begin(false, Start + 1));
            store.Add(false, "half"u8);
            store.Rewind();
            Put(store, Start, "one");
            Put(store, Start + 1, "half and half");
        }

        Assert.Equal(["one", "half and half"], await LinesAsync());
    }

    [Fact]
    public async Task Files_that_lost_what_was_counted_are_fetched_whole()
    {
        using (var store = Open())
        {
            Put(store, Start, "one", "two");
        }

        await File.WriteAllTextAsync(Path.Join(directory.Path, "stdout"), "o");
        using (var store = Open())
        {
            store.Rewind();
            Put(store, Start, "one", "two");
        }

        Assert.Equal(["one", "two"], await LinesAsync());
    }

    [Fact]
    public async Task Lines_have_the_times_that_the_engine_told()
    {
        using (var store = Open())
        {
            Put(store, Start, "one");
            Put(store, Start + (5 * Second) + 1, "two");
        }

        var lines = await ReadAsync(new LogQuery(Since: DateTimeOffset.FromUnixTimeSeconds((Start / Second) + 2)));
        Assert.Equal("two", Assert.Single(lines).Text);
        Assert.Equal((Start / Second) + 5, lines[0].At.ToUnixTimeSeconds());
    }

    private LogStore Open() => new(directory.Path, 0, 1 << 20, time);

    private static void Put(LogStore store, long at, params string[] lines)
    {
        foreach (var line in lines)
        {
            store.Begin(false, at);
            store.Add(false, Encoding.UTF8.GetBytes(line + "\n"));
            store.End(false);
        }
    }

    private async Task<IEnumerable<string>> LinesAsync() => (await ReadAsync(new LogQuery())).Select(line => line.Text);

    private async Task<List<TaskLine>> ReadAsync(LogQuery query)
    {
        var lines = new List<TaskLine>();
        var reader = new LogReader(directory.Path, query, time, new LogViews(time));
        await foreach (var line in reader.ReadAsync(Task.CompletedTask, CancellationToken.None))
        {
            lines.Add(line);
        }

        return lines;
    }
}
