using System.Buffers.Binary;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// When the lines of one stream were written: marks in order of time and of offset, found by halving. A line is as old as the first mark
/// that reaches over it; behind the last mark, as its file's last change. Never changed once it is made, so any number may read it.
/// </summary>
internal sealed class LogIndex
{
    private const int OldMarkBytes = 4 * sizeof(long);
    private const int OldBytesMax = 64 << 20;

    /// <summary>The end of the year 9999. Tasks can write into their own directories: what is no time is left out.</summary>
    private const long MillisecondsMax = 253_402_300_799_999;

    private readonly LogMark[] marks;

    private LogIndex(LogMark[] marks) => this.marks = marks;

    public static LogIndex Empty { get; } = new([]);

    public int Count => marks.Length;

    public LogMark? Last => marks.Length == 0 ? null : marks[^1];

    public long FirstAt => marks.Length == 0 ? 0 : marks[0].At;

    public IReadOnlyList<LogMark> Marks => marks;

    public static string PathIn(string directory, bool error) => LogFile.PathIn(directory, error) + ".index";

    /// <summary>The one file for both streams that versions before wrote; what they noted of a task that still runs stays good.</summary>
    public static string OldPathIn(string directory) => Path.Join(directory, "log-index");

    public static LogIndex Read(string directory, bool error)
    {
        var noted = AttemptFile.Read(PathIn(directory, error), (LogIndexWriter.MarksMax + 1) * LogMark.Size) ?? [];
        return Of(Old(AttemptFile.Read(OldPathIn(directory), OldBytesMax) ?? [], error).Concat(Parse(noted)));
    }

    /// <summary>A torn last mark is left out.</summary>
    public static IEnumerable<LogMark> Parse(byte[] content)
    {
        for (var at = 0; at + LogMark.Size <= content.Length; at += LogMark.Size)
        {
            yield return LogMark.Read(content.AsSpan(at));
        }
    }

    /// <summary>
    /// In order: a clock that was set back stands still, marks of nothing are left out, and what stood in a file before it was emptied is
    /// forgotten.
    /// </summary>
    public static LogIndex Of(IEnumerable<LogMark> noted)
    {
        var marks = new List<LogMark>();
        foreach (var mark in noted)
        {
            if (marks.Count > 0 && mark.Bytes < marks[^1].Bytes)
            {
                marks.Clear();
            }

            if (mark.At is >= 0 and <= MillisecondsMax && mark.Bytes > 0 && (marks.Count == 0 || mark.Bytes > marks[^1].Bytes))
            {
                marks.Add(marks.Count > 0 && mark.At < marks[^1].At ? mark with { At = marks[^1].At } : mark);
            }
        }

        return marks.Count == 0 ? Empty : new LogIndex([.. marks]);
    }

    /// <summary>When the line that ends before <paramref name="offset"/> was written; null: after the last mark.</summary>
    public DateTimeOffset? At(long offset)
    {
        var at = MarkOf(offset);
        return at == marks.Length ? null : DateTimeOffset.FromUnixTimeMilliseconds(TimeIn(at, offset));
    }

    /// <summary>Up to where lines have the time of the one that ends before <paramref name="offset"/>; null: to the end.</summary>
    public long? SameTimeUntil(long offset)
    {
        var at = MarkOf(offset);
        return at == marks.Length ? null : marks[at].IsGap && at > 0 ? offset : marks[at].Bytes;
    }

    /// <summary>Up to where everything is older than a moment.</summary>
    public long OffsetBefore(DateTimeOffset moment)
    {
        var since = moment.ToUnixTimeMilliseconds();
        var at = First(mark => mark.At >= since);
        return at == 0 ? 0 : marks[at - 1].Bytes;
    }

    /// <summary>
    /// Where the lines end that are not younger than a moment, in a file of so many bytes that was last changed then.
    /// </summary>
    public long OffsetAfter(DateTimeOffset moment, long length, DateTimeOffset changedAt)
    {
        var until = moment.ToUnixTimeMilliseconds();
        var at = First(mark => mark.At > until);
        if (at == marks.Length)
        {
            return changedAt <= moment ? length : Last?.Bytes ?? 0;
        }

        var (before, next) = (at == 0 ? default : marks[at - 1], marks[at]);
        return at > 0 && next.IsGap && next.At > before.At
            ? before.Bytes + (long)((double)(next.Bytes - before.Bytes) * (until - before.At) / (next.At - before.At))
            : before.Bytes;
    }

    /// <summary>The first that reaches over what ends there. Asked for every line: without a delegate.</summary>
    private int MarkOf(long offset)
    {
        var (at, high) = (0, marks.Length);
        while (at < high)
        {
            var middle = (at + high) / 2;
            (at, high) = marks[middle].Bytes >= offset ? (at, middle) : (middle + 1, high);
        }

        return at;
    }

    private long TimeIn(int at, long offset)
    {
        var mark = marks[at];
        if (!mark.IsGap || at == 0)
        {
            return mark.At;
        }

        var before = marks[at - 1];
        return before.At + (long)((double)(mark.At - before.At) * (offset - before.Bytes) / (mark.Bytes - before.Bytes));
    }

    private int First(Func<LogMark, bool> reaches)
    {
        var (low, high) = (0, marks.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = reaches(marks[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static IEnumerable<LogMark> Old(byte[] content, bool error)
    {
        for (var at = 0; at + OldMarkBytes <= content.Length; at += OldMarkBytes)
        {
            var field = at + (error ? 2 * sizeof(long) : 0);
            yield return new LogMark(
                BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(field)),
                BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(field + sizeof(long))));
        }
    }
}
