using System.Buffers.Binary;
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
        var index = Index(new(1_000, 10), new(2_000, 30));
        Assert.Equal([1_000, 1_000, 2_000, 2_000], new long[] { 1, 10, 11, 30 }.Select(offset => At(index, offset)));
        Assert.Null(index.At(31));
    }

    [Fact]
    public void What_is_older_than_a_moment_ends_at_an_offset_and_so_does_what_is_not_younger()
    {
        var index = Index(new(1_000, 10), new(2_000, 30));
        Assert.Equal([0, 10, 30], new[] { 1_000, 1_001, 9_000 }.Select(at => index.OffsetBefore(Moment(at))));
        Assert.Equal([0, 10, 30], new[] { 999, 1_000, 2_000 }.Select(at => index.OffsetAfter(Moment(at), 40, Moment(5_000))));
        Assert.Equal(40, index.OffsetAfter(Moment(5_000), 40, Moment(5_000)));
    }

    [Fact]
    public void Lines_of_a_time_in_which_nobody_looked_on_are_spread_over_it()
    {
        var index = Index(new(1_000, 10), new(11_000, 110, IsGap: true));
        Assert.Equal([1_000, 2_000, 6_000, 11_000], new long[] { 10, 20, 60, 110 }.Select(offset => At(index, offset)));
        Assert.Equal(60, index.OffsetAfter(Moment(6_000), 110, Moment(11_000)));
    }

    [Fact]
    public void Up_to_where_lines_have_one_time_is_the_mark_but_in_a_gap_it_is_the_line()
    {
        var index = Index(new(1_000, 10), new(11_000, 110, IsGap: true), new(12_000, 200));
        Assert.Equal([10, 10, 60, 200, 200], new long[] { 1, 10, 60, 111, 200 }.Select(offset => index.SameTimeUntil(offset) ?? -1));
        Assert.Null(index.SameTimeUntil(201));
    }

    [Fact]
    public void A_clock_that_was_set_back_stands_still() =>
        Assert.Equal([5_000, 5_000], new long[] { 10, 20 }.Select(offset => At(Index(new(5_000, 10), new(1_000, 20)), offset)));

    [Fact]
    public void What_stood_in_a_file_before_it_was_emptied_is_forgotten()
    {
        var index = Index(new(1_000, 500), new(2_000, 10), new(3_000, 20));
        Assert.Equal(2, index.Count);
        Assert.Equal(2_000, At(index, 1));
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(long.MaxValue / 4, 10)]
    [InlineData(5, 0)]
    [InlineData(5, -10)]
    public void What_is_no_mark_is_left_out(long at, long bytes) => Assert.Equal(0, Index(new LogMark(at, bytes)).Count);

    [Fact]
    public void The_file_of_an_older_version_is_read_and_gone_on_with()
    {
        var bytes = new byte[65];
        long[] fields = [1_000, 10, 0, 0, 2_000, 30, 1_500, 7];
        for (var field = 0; field < fields.Length; field++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * field), fields[field]);
        }

        File.WriteAllBytes(LogIndex.OldPathIn(directory.Path), bytes);
        Assert.True(new LogIndexWriter(directory.Path, error: false).Add(new LogMark(9_000, 50)));
        Assert.Equal(
            [new(1_000, 10), new(2_000, 30), new(9_000, 50)], LogIndex.Read(directory.Path, error: false).Marks);
        Assert.Equal([new(1_500, 7)], LogIndex.Read(directory.Path, error: true).Marks);
    }

    private static LogIndex Index(params LogMark[] marks) => LogIndex.Of(marks);

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static long At(LogIndex index, long offset) => index.At(offset)!.Value.ToUnixTimeMilliseconds();
}
