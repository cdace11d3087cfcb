using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Logs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Logs;

public sealed class LogCursorTests : IDisposable
{
    private const int Max = LogCursor.LineBytesMax;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private string Log => directory.File("stdout");

    [Fact]
    public void Lines_come_with_their_ends_and_the_rest_only_at_the_end()
    {
        Write("one\n\nthree\nrest");
        using var cursor = LogCursor.Open(Log)!;
        Assert.Equal([(4, "one"), (5, ""), (11, "three")], Read(cursor, toTheEnd: false));
        Assert.Empty(Read(cursor, toTheEnd: false));
        Write(" of it\nmore");
        Assert.Equal([(22, "rest of it"), (26, "more")], Read(cursor, toTheEnd: true));
        Assert.Empty(Read(cursor, toTheEnd: true));
    }

    [Fact]
    public void Who_comes_back_goes_on_behind_a_line_and_never_within_one()
    {
        Write("one\nsecret\nthree\nrest");
        foreach (var (offset, expected) in new (int, string[])[]
        {
            (0, ["one", "secret", "three", "rest"]), (4, ["secret", "three", "rest"]), (5, ["three", "rest"]), (7, ["three", "rest"]),
            (11, ["three", "rest"]), (17, ["rest"]), (18, []), (21, []),
        })
        {
            using var cursor = LogCursor.Open(Log)!;
            cursor.Resume(offset);
            Assert.Equal(expected, Read(cursor, toTheEnd: true).Select(static line => line.Text));
        }
    }

    [Fact]
    public void A_log_that_is_brought_here_anew_is_waited_for_by_who_had_more_of_it()
    {
        Write("one\n");
        using var cursor = LogCursor.Open(Log)!;
        cursor.Resume(8);
        Assert.Empty(Read(cursor, toTheEnd: false));
        Write("two\nthree\n");
        Assert.Equal([(14, "three")], Read(cursor, toTheEnd: false));
        using var emptied = LogCursor.Open(Log)!;
        emptied.Resume(100);
        Assert.Empty(Read(emptied, toTheEnd: false));
        Assert.Equal(["one", "two", "three"], Read(emptied, toTheEnd: true).Select(static line => line.Text));
    }

    [Fact]
    public void Nothing_is_read_beyond_the_limit()
    {
        Write("one\ntwo\n");
        using var cursor = LogCursor.Open(Log)!;
        Assert.True(cursor.MoveNext(6, toTheEnd: false));
        Assert.False(cursor.MoveNext(6, toTheEnd: false));
        Assert.True(cursor.MoveNext(8, toTheEnd: false));
        Assert.Equal("two", Encoding.UTF8.GetString(cursor.Line));
    }

    [Fact]
    public void Of_a_line_too_long_there_is_the_beginning_and_how_long_it_is()
    {
        foreach (var length in new[] { 0, 1, Max - 1, Max, Max + 1, (2 * Max) - 1, 2 * Max, (2 * Max) + 1, 3_000_001 })
        {
            File.Delete(Log);
            Write(new string('x', length) + "\nnext\n");
            using var cursor = LogCursor.Open(Log)!;
            Assert.True(cursor.MoveNext(length + 6, toTheEnd: false));
            Assert.Equal(new string('x', Math.Min(length, Max)), Encoding.UTF8.GetString(cursor.Line));
            Assert.Equal((length, length + 1), (cursor.LineBytes, cursor.End));
            Assert.Equal([(length + 6, "next")], Read(cursor, toTheEnd: true));
        }
    }

    [Fact]
    public void What_is_punched_out_while_it_is_read_is_skipped_and_told()
    {
        Write(string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"{number:d7}\n")));
        using var cursor = LogCursor.Open(Log)!;
        Assert.True(cursor.MoveNext(8_000_000, toTheEnd: false));
        Assert.True(LogFile.PunchHead(Log, 8_000_000, bytesMax: 3_000_000));
        var (last, lost) = (0, 0L);
        while (cursor.MoveNext(8_000_000, toTheEnd: true))
        {
            var number = int.Parse(cursor.Line);
            Assert.True(number == last + 1 || cursor.Lost > 0);
            (last, lost) = (number, lost + cursor.Lost);
        }

        Assert.Equal(999_999, last);
        Assert.InRange(lost, 3_900_000, 5_000_000);
    }

    [Fact]
    public void Bytes_that_are_zero_are_content()
    {
        Write("a\0b\n\0\0\n");
        using var cursor = LogCursor.Open(Log)!;
        Assert.Equal([(4, "a\0b"), (7, "\0\0")], Read(cursor, toTheEnd: true));
    }

    [Theory]
    [InlineData("", 3, 0)]
    [InlineData("a", 3, 1)]
    [InlineData("a\n", 3, 1)]
    [InlineData("a\nb\nc\nd\n", 3, 3)]
    [InlineData("a\nb\nc\nd", 3, 3)]
    [InlineData("a\nb\nc\nd\n", 4, 4)]
    [InlineData("a\nb\n", 9, 2)]
    [InlineData("\n\n\n", 2, 2)]
    public void The_tail_is_found_from_behind(string content, int count, int expected)
    {
        Write(content);
        using var cursor = LogCursor.Open(Log)!;
        var (offset, found) = cursor.FindTail(count, 0, content.Length, null);
        Assert.Equal(expected, found);
        cursor.Begin(offset);
        var all = content.TrimEnd('\n').Length == 0 && content.Length > 0 ? ["", "", ""] : content.TrimEnd('\n').Split('\n');
        Assert.Equal(content.Length == 0 ? [] : all.TakeLast(count), Read(cursor, toTheEnd: true).Select(line => line.Text));
    }

    [Fact]
    public void The_tail_of_a_long_log_spans_many_looks()
    {
        Write(string.Concat(Enumerable.Range(0, 50_000).Select(number => $"{number}\n")));
        using var cursor = LogCursor.Open(Log)!;
        var (offset, found) = cursor.FindTail(40_000, 0, new FileInfo(Log).Length, null);
        cursor.Begin(offset);
        Assert.Equal((40_000, "10000"), (found, Read(cursor, toTheEnd: true).First().Text));
    }

    [Fact]
    public void What_was_punched_out_is_skipped_with_the_line_it_cut()
    {
        Write(string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"{number:d7}\n")));
        Assert.True(LogFile.PunchHead(Log, 8_000_000, bytesMax: 3_000_000));
        using var cursor = LogCursor.Open(Log)!;
        cursor.Begin(0);
        var lines = Read(cursor, toTheEnd: true).Select(line => int.Parse(line.Text)).ToList();
        Assert.Equal(999_999, lines[^1]);
        Assert.Equal(lines.Count - 1, lines[^1] - lines[0]);
        Assert.InRange(lines.Count * 8, 3_000_000, 3_000_000 + (1 << 20));
        Assert.Equal(lines.Count, cursor.FindTail(int.MaxValue, 0, 8_000_000, null).Count);
    }

    [Fact]
    public void A_log_within_its_limit_is_not_punched()
    {
        Write("short\n");
        Assert.True(LogFile.PunchHead(Log, 6, bytesMax: 6));
        Assert.Equal("short\n", File.ReadAllText(Log));
    }

    [Fact]
    public void A_log_that_the_task_emptied_is_read_from_its_beginning()
    {
        Write("long ago\nhalf");
        using var cursor = LogCursor.Open(Log)!;
        Assert.Single(Read(cursor, toTheEnd: false));
        File.WriteAllText(Log, "new\n");
        Assert.Equal(["new"], Read(cursor, toTheEnd: false).Select(line => line.Text));
    }

    [Fact]
    public void A_missing_log_is_none() => Assert.Null(LogCursor.Open("/no/such/directory/stdout"));

    [Fact]
    public void A_created_log_is_appended_to()
    {
        using (var first = LogFile.Create(directory.Path, error: false))
        {
            FileCalls.Write(first, "a"u8, 0, Log);
        }

        using var second = LogFile.Create(directory.Path, error: false);
        FileCalls.Write(second, "b"u8, 0, Log);
        Assert.Equal("ab", File.ReadAllText(Log));
    }

    [Fact]
    public void The_tail_of_what_is_wanted_is_found_without_reading_what_is_before_it()
    {
        Write(string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"{number:d7}\n")));
        using var cursor = LogCursor.Open(Log)!;
        var (offset, found) = cursor.FindTail(3, 0, 8_000_000, new LogFilter((text, _) => text.EndsWith("00", StringComparison.Ordinal)));
        Assert.Equal((8 * 999_700, 3), (offset, found));
        Assert.InRange(cursor.BytesRead, 1, 2 * LogCursor.LineBytesMax);
        Assert.Equal((8 * 10, 1), cursor.FindTail(9, 80, 88, null));
    }

    [Fact]
    public void A_link_in_place_of_a_log_is_not_followed_and_a_pipe_not_waited_for()
    {
        File.CreateSymbolicLink(Log, "/etc/passwd");
        Assert.ThrowsAny<DiskException>(() => LogCursor.Open(Log));
    }

    private List<(long End, string Text)> Read(LogCursor cursor, bool toTheEnd)
    {
        var lines = new List<(long End, string Text)>();
        while (cursor.MoveNext(new FileInfo(Log).Length, toTheEnd))
        {
            lines.Add((cursor.End, Encoding.UTF8.GetString(cursor.Line)));
        }

        return lines;
    }

    private void Write(string text) => File.AppendAllText(Log, text, new UTF8Encoding(false));
}
