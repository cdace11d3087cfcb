namespace Dxflow.Runtimes.Logs;

/// <summary>What became of asking for the next line: there is one, there is none for now, or one was passed over.</summary>
internal enum LogStep
{
    None,
    Line,
    Passed,
}

/// <summary>One of a task's two logs, line by line as a query wants them. A wanted line waits here until it is its turn.</summary>
internal sealed class LogStreamReader(string directory, bool error, LogQuery query) : IDisposable
{
    private LogCursor? cursor;
    private long begin;
    private DateTimeOffset last;

    /// <summary>A wanted line waits.</summary>
    public bool HasLine { get; private set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At => last;

    /// <summary>Several lines may be taken as one from now on.</summary>
    public bool Joins { get; set; }

    /// <summary>What comes is younger than what was asked for.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Behind which offset the lines begin that are given.</summary>
    public long BeginsAt => begin;

    public long BytesRead => cursor?.BytesRead ?? 0;

    /// <summary>Sets it to where reading begins; returns how many lines of the tail there are.</summary>
    public int Begin(StreamLook look)
    {
        Open();
        if (query.After is { } after)
        {
            begin = after[error];
            cursor?.Resume(begin);
            return 0;
        }

        var from = query.Since is { } since ? look.Index.OffsetBefore(since) : 0;
        if (query.Tail is not { } tail)
        {
            begin = from;
            cursor?.Begin(begin);
            return 0;
        }

        var end = query.Until is { } until ? look.Index.OffsetAfter(until, look.Length, look.ModifiedAt) : look.Length;
        (begin, var found) = cursor?.FindTail(tail, from, end, query.Filter) ?? (0, 0);
        cursor?.Begin(begin);
        return found;
    }

    /// <summary>Goes to the next wanted line, if none waits already. One that is not wanted is a step of its own.</summary>
    public LogStep Advance(StreamLook look, bool toTheEnd)
    {
        if (HasLine || IsOver)
        {
            return HasLine ? LogStep.Line : LogStep.None;
        }

        if (cursor is null && look.Length > 0)
        {
            // Made after reading began.
            Open();
            cursor?.Resume(begin);
        }

        if (cursor is null || !cursor.MoveNext(look.Length, toTheEnd))
        {
            return LogStep.None;
        }

        var at = look.At(cursor.End);
        last = at > last ? at : last;
        if (query.Until is { } until && last > until)
        {
            IsOver = true;
            return LogStep.None;
        }

        HasLine = cursor.Lost > 0 || query.Filter is null || query.Filter.Takes(cursor.Line, IsCut);
        if (Joins && query.Filter is null && cursor.Lost == 0 && !IsCut)
        {
            cursor.Join(look.SameTimeUntil(cursor.End));
        }

        return HasLine ? LogStep.Line : LogStep.Passed;
    }

    public TaskLine Take()
    {
        HasLine = false;
        var text = IsCut ? SafeText.Of(WholeLetters(cursor!.Line)) : Joins ? SafeText.OfLines(cursor!.Line) : SafeText.Of(cursor!.Line);
        return new TaskLine(last, error, text, cursor.End, IsCut ? cursor.LineBytes : 0, cursor.Lost);
    }

    public void Dispose() => cursor?.Dispose();

    private bool IsCut => cursor!.LineBytes > LogCursor.LineBytesMax;

    /// <summary>The beginning of a line that was cut, without a letter of which a part is missing.</summary>
    private static ReadOnlySpan<byte> WholeLetters(ReadOnlySpan<byte> line)
    {
        const int LetterBytesMax = 4;
        for (var back = 1; back < Math.Min(LetterBytesMax, line.Length); back++)
        {
            if ((line[^back] & 0xc0) == 0xc0)
            {
                return line[..^back];
            }

            if ((line[^back] & 0x80) == 0)
            {
                break;
            }
        }

        return line;
    }

    private void Open() => cursor ??= LogCursor.Open(LogFile.PathIn(directory, error));
}
