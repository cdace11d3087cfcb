using Dxflow.Runtimes.Logs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Logs;

public sealed class LogIndexTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_line_is_as_old_as_the_first_mark_that_reaches_over_it()
    {
        LogIndex.Add(directory.Path, new LogMark(1_000, 10, 1_500, 0));
        LogIndex.Add(directory.Path, new LogMark(2_000, 30, 1_500, 0));
        LogIndex.Add(directory.Path, new LogMark(2_000, 30, 3_000, 5));
        var index = LogIndex.Read(directory.Path);
        Assert.Equal([1_000, 1_000, 2_000, 2_000], new long[] { 1, 10, 11, 30 }.Select(offset => At(index, false, offset)));
        Assert.Null(index.At(error: false, 31));
        Assert.Equal(3_000, At(index, true, 1));
    }

    [Fact]
    public void What_is_older_than_a_moment_ends_at_an_offset()
    {
        LogIndex.Add(directory.Path, new LogMark(1_000, 10, 0, 0));
        LogIndex.Add(directory.Path, new LogMark(2_000, 30, 0, 0));
        var index = LogIndex.Read(directory.Path);
        Assert.Equal(0, index.OffsetBefore(false, DateTimeOffset.FromUnixTimeMilliseconds(1_000)));
        Assert.Equal(10, index.OffsetBefore(false, DateTimeOffset.FromUnixTimeMilliseconds(1_001)));
        Assert.Equal(30, index.OffsetBefore(false, DateTimeOffset.FromUnixTimeMilliseconds(9_000)));
    }

    [Fact]
    public void A_torn_mark_is_left_out_and_no_file_is_no_marks()
    {
        Assert.Null(LogIndex.Read(directory.Path).At(error: false, 1));
        LogIndex.Add(directory.Path, new LogMark(1_000, 10, 0, 0));
        var bytes = File.ReadAllBytes(LogIndex.PathIn(directory.Path));
        Assert.Equal(LogIndex.MarkBytes, bytes.Length);
        var torn = LogIndex.Parse([.. bytes, .. bytes.Take(LogIndex.MarkBytes - 1)]);
        Assert.Equal(1_000, At(torn, false, 10));
        Assert.Null(torn.At(error: false, 11));
    }

    private static long At(LogIndex index, bool error, long offset) => index.At(error, offset)!.Value.ToUnixTimeMilliseconds();
}
