using Dxflow.Runtimes.Logs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Logs;

public sealed class LogIndexWriterTests : IDisposable
{
    private const long Year = 365L * 24 * 3_600;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private string File => LogIndex.PathIn(directory.Path, error: false);

    [Fact]
    public void An_index_has_a_bound_and_is_as_exact_for_what_is_old_as_for_what_is_new()
    {
        var writer = Writer();
        for (long second = 1; second <= 200_000; second++)
        {
            writer.Add(new LogMark(second * 1_000, second * 100));
        }

        var index = Read();
        Assert.InRange(index.Count, LogIndexWriter.MarksMax / 4, LogIndexWriter.MarksMax);
        Assert.True(new FileInfo(File).Length <= LogIndexWriter.MarksMax * LogMark.Size);
        var gaps = index.Marks.Zip(index.Marks.Skip(1), (one, next) => next.At - one.At).ToList();
        Assert.True(gaps.Max() <= 64_000, $"up to {gaps.Max()} ms lie between two marks");
        Assert.True(gaps[..(gaps.Count / 2)].Max() <= 4 * gaps[(gaps.Count / 2)..].Max());
        Assert.InRange(index.Last!.Value.At, 199_900_000, 200_000_000);
    }

    [Fact]
    public void A_year_of_a_line_a_minute_stays_within_the_bound()
    {
        var writer = Writer();
        for (long second = 60; second <= Year; second += 60)
        {
            writer.Add(new LogMark(second * 1_000, second));
        }

        Assert.InRange(Read().Count, LogIndexWriter.MarksMax / 8, LogIndexWriter.MarksMax);
    }

    [Fact]
    public void Another_engine_goes_on_behind_what_a_crash_tore()
    {
        Writer().Add(new LogMark(1_000, 10));
        using (var torn = new FileStream(File, FileMode.Append))
        {
            torn.Write([1, 2, 3, 4, 5, 6, 7]);
        }

        var next = Writer();
        Assert.Equal(new LogMark(1_000, 10), next.Last);
        Assert.True(next.Add(new LogMark(2_000, 20, IsGap: true)));
        Assert.Equal([new(1_000, 10), new(2_000, 20, IsGap: true)], Read().Marks);
    }

    [Fact]
    public void What_comes_at_once_is_one_mark_and_the_rest_is_not_lost()
    {
        var writer = Writer();
        Assert.True(writer.Add(new LogMark(1_000, 10)));
        Assert.False(writer.Add(new LogMark(1_001, 20)));
        Assert.True(writer.Add(new LogMark(1_500, 20)));
        Assert.True(writer.Add(new LogMark(1_501, 20)));
        Assert.Equal(2, Read().Count);
    }

    [Fact]
    public void The_end_of_a_log_that_was_lost_is_left_out()
    {
        var writer = Writer();
        writer.Add(new LogMark(1_000, 10));
        writer.Add(new LogMark(2_000, 20));
        writer.Cut(15);
        writer.Add(new LogMark(3_000, 18));
        Assert.Equal([new(1_000, 10), new(3_000, 18)], Read().Marks);
    }

    private LogIndexWriter Writer() => new(directory.Path, error: false);

    private LogIndex Read() => LogIndex.Read(directory.Path, error: false);
}
