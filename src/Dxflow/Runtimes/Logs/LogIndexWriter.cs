using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// Appends marks to the index of one stream. Its size has a bound: a full index loses every second mark, and from then on they come
/// further apart, so that its resolution is the same for the whole of the log. One writer; readers see an older index or the new one.
/// It is not made durable: what a crash tears off makes times coarser, nothing else.
/// </summary>
internal sealed class LogIndexWriter(string directory, bool error)
{
    /// <summary>512 KiB a stream.</summary>
    public const int MarksMax = 32 << 10;

    /// <summary>Several lines of one burst are of one moment.</summary>
    private const long SpacingMillisecondsMin = 10;

    private readonly string path = LogIndex.PathIn(directory, error);
    private LogMark? last;
    private long firstAt;
    private int count;
    private bool isOpen;

    /// <summary>The last mark of all that there are, also of an engine before this one.</summary>
    public LogMark? Last
    {
        get
        {
            Open();
            return last;
        }
    }

    /// <summary>Says how far the stream had grown, and when; false if that is too soon after the last mark.</summary>
    public bool Add(LogMark mark)
    {
        Open();
        if (last is { } before)
        {
            mark = mark with { At = Math.Max(mark.At, before.At) };
            if (mark.Bytes == before.Bytes)
            {
                return true;
            }

            if (mark.Bytes > before.Bytes && mark.At - before.At < Math.Max(SpacingMillisecondsMin, (mark.At - firstAt) / (MarksMax / 2)))
            {
                return false;
            }
        }

        if (count >= MarksMax)
        {
            Halve();
        }

        Span<byte> bytes = stackalloc byte[LogMark.Size];
        mark.Write(bytes);
        using var file = FileCalls.Open(path, Libc.WriteOnly | Libc.Append | Libc.Create);
        FileCalls.Write(file, bytes, 0, path);
        (last, firstAt, count) = (mark, count == 0 ? mark.At : firstAt, count + 1);
        return true;
    }

    /// <summary>Leaves out what says more than there is: the end of a log that was lost.</summary>
    public void Cut(long bytes)
    {
        Open();
        if (last is { } mark && mark.Bytes > bytes)
        {
            Replace([.. LogIndex.Read(directory, error).Marks.Where(one => one.Bytes <= bytes)]);
        }
    }

    /// <summary>A mark that goes leaves its lines to the next, and what is unsure of them.</summary>
    private void Halve()
    {
        var marks = LogIndex.Read(directory, error).Marks;
        var kept = new List<LogMark>(marks.Count / 2);
        for (var index = 1; index < marks.Count; index += 2)
        {
            kept.Add(marks[index] with { IsGap = marks[index].IsGap || marks[index - 1].IsGap });
        }

        Replace([.. kept]);
    }

    private void Replace(LogMark[] marks)
    {
        var bytes = new byte[marks.Length * LogMark.Size];
        for (var index = 0; index < marks.Length; index++)
        {
            marks[index].Write(bytes.AsSpan(index * LogMark.Size));
        }

        var temporary = path + AtomicFile.TemporarySuffix;
        FileCalls.WriteWhole(temporary, bytes);
        FileCalls.Rename(temporary, path);
        (last, firstAt, count) = (marks.Length == 0 ? null : marks[^1], marks.Length == 0 ? 0 : marks[0].At, marks.Length);
    }

    /// <summary>Goes on behind the last whole mark of the engine before.</summary>
    private void Open()
    {
        if (isOpen)
        {
            return;
        }

        var index = LogIndex.Read(directory, error);
        (last, firstAt, count) = (index.Last, index.FirstAt, index.Count);
        if (FileStat.Find(path) is { } found && found.Length % LogMark.Size is > 0 and var torn)
        {
            using var file = FileCalls.Open(path, Libc.WriteOnly);
            FileCalls.Truncate(file, found.Length - torn, path);
        }

        isOpen = true;
    }
}
