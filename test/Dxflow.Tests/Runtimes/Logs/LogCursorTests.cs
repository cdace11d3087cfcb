using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Logs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Logs;

public sealed class LogCursorTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private string Log => directory.File("stdout");

    [Fact]
    public void Lines_come_with_their_ends_and_the_rest_only_at_the_end()
    {
        Write("one\n\nthree\nrest");
        using var cursor = LogCursor.Open(Log)!;
        Assert.Equal(
            [new LogPiece(4, "one", true), new LogPiece(5, "", true), new LogPiece(11, "three", true)], cursor.Read(toTheEnd: false));
        Assert.Empty(cursor.Read(toTheEnd: false));
        Write(" of it\nmore");
        Assert.Equal(
            [new LogPiece(22, "rest of it", true), new LogPiece(26, "more", true)], cursor.Read(toTheEnd: true));
        Assert.Empty(cursor.Read(toTheEnd: true));
    }

    [Fact]
    public void A_line_of_any_length_comes_whole_or_in_pieces_that_make_it_up()
    {
        foreach (var length in new[] { 0, 1, LogCursor.LineBytesMax - 1, LogCursor.LineBytesMax, LogCursor.LineBytesMax + 1, 300_001 })
        {
            File.Delete(Log);
            var line = new string('x', length);
            Write(line + "\nnext\n");
            using var cursor = LogCursor.Open(Log)!;
            var pieces = cursor.Read(toTheEnd: true).ToList();
            Assert.Equal(line, string.Concat(pieces.SkipLast(1).Select(piece => piece.Text)));
            Assert.Equal(2, pieces.Count(piece => piece.IsWhole));
            Assert.Equal(length + 6, pieces[^1].End);
        }
    }

    [Fact]
    public void A_letter_is_never_cut()
    {
        for (var shift = 0; shift < 4; shift++)
        {
            File.Delete(Log);
            var line = new string('x', shift) + string.Concat(Enumerable.Repeat("🧪", 40_000));
            Write(line + "\n");
            using var cursor = LogCursor.Open(Log)!;
            Assert.Equal(line, string.Concat(cursor.Read(toTheEnd: true).Select(piece => piece.Text)));
        }
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
        var (offset, found) = cursor.FindTail(count);
        Assert.Equal(expected, found);
        cursor.Begin(offset);
        var all = content.TrimEnd('\n').Length == 0 && content.Length > 0 ? ["", "", ""] : content.TrimEnd('\n').Split('\n');
        Assert.Equal(content.Length == 0 ? [] : all.TakeLast(count), cursor.Read(toTheEnd: true).Select(piece => piece.Text));
    }

    [Fact]
    public void The_tail_of_a_long_log_spans_many_looks()
    {
        Write(string.Concat(Enumerable.Range(0, 50_000).Select(number => $"{number}\n")));
        using var cursor = LogCursor.Open(Log)!;
        var (offset, found) = cursor.FindTail(40_000);
        cursor.Begin(offset);
        Assert.Equal((40_000, "10000"), (found, cursor.Read(toTheEnd: true).First().Text));
    }

    [Fact]
    public void What_was_punched_out_is_skipped_with_the_line_it_cut()
    {
        Write(string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"{number:d7}\n")));
        Assert.True(LogFile.PunchHead(Log, 8_000_000, bytesMax: 3_000_000));
        using var cursor = LogCursor.Open(Log)!;
        cursor.Begin(0);
        var lines = cursor.Read(toTheEnd: true).Select(piece => int.Parse(piece.Text)).ToList();
        Assert.Equal(999_999, lines[^1]);
        Assert.Equal(lines.Count - 1, lines[^1] - lines[0]);
        Assert.InRange(lines.Count * 8, 3_000_000, 3_000_000 + (1 << 20));
        Assert.Equal(lines.Count, cursor.FindTail(int.MaxValue).Count - 1);
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
        Assert.Single(cursor.Read(toTheEnd: false));
        File.WriteAllText(Log, "new\n");
        Assert.Equal(["new"], cursor.Read(toTheEnd: false).Select(piece => piece.Text));
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

    private void Write(string text) => File.AppendAllText(Log, text, new UTF8Encoding(false));
}
