using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// Reads one of a task's logs line by line, from an offset to a limit, and on from there when the limit has grown. Of a line too long only
/// the beginning is kept. Skips what was punched out, also under its feet; begins again when the task has emptied the file.
/// </summary>
internal sealed class LogCursor : IDisposable
{
    /// <summary>Of longer lines only so much is shown.</summary>
    public const int LineBytesMax = 64 << 10;

    /// <summary>Of lines that are joined; their text is a small object to the collector then, and fills a frame to a reader.</summary>
    public const int JoinedBytesMax = 32 << 10;

    private const int BufferBytesMin = 16 << 10;
    private const int BufferBytesMax = 2 * LineBytesMax;

    private readonly string path;
    private readonly SafeFileHandle file;
    private byte[] buffer = new byte[BufferBytesMin];
    private int start;
    private int scanned;
    private int filled;
    private int lineStart;
    private int lineEnd;
    private long dropped;
    private long position;
    private bool isSkipping;
    private bool isJoining;
    private bool wasFull;
    private bool isExpected;
    private long lost;

    private LogCursor(string path, SafeFileHandle file)
    {
        this.path = path;
        this.file = file;
    }

    /// <summary>What is kept of the line that was reached, without its newline; good until the next is asked for.</summary>
    public ReadOnlySpan<byte> Line => buffer.AsSpan(lineStart, Math.Min(lineEnd - lineStart, LineBytesMax));

    /// <summary>How long the line is.</summary>
    public long LineBytes { get; private set; }

    /// <summary>The offset behind the line.</summary>
    public long End { get; private set; }

    /// <summary>How much was punched out before the line, while this was reading.</summary>
    public long Lost { get; private set; }

    /// <summary>How much was read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Null if there is no such file: the task never started.</summary>
    public static LogCursor? Open(string path)
    {
        try
        {
            // The directory is the task's: what it may have put in place of the file is neither followed nor waited for.
            return new LogCursor(path, FileCalls.Open(path, Libc.ReadOnly | Libc.NoFollow | Libc.NonBlocking));
        }
        catch (DiskException missing) when (missing.Errno is Errno.NoEntry or Errno.NotDirectory)
        {
            return null;
        }
    }

    /// <summary>Goes on from the first line that begins at or after an offset that is the end of a line, or behind the hole.</summary>
    public void Begin(long offset)
    {
        var content = FileCalls.ContentStart(file);
        (start, scanned, filled, dropped) = (0, 0, 0, 0);
        isSkipping = content > offset;
        position = Math.Max(offset, content);
    }

    /// <summary>
    /// Goes on behind an offset at which a reader stopped, whoever says so: never in the middle of a line. What was punched out meanwhile
    /// is lost. A log that is shorter than that is being brought here anew, and is waited for, unless nothing more will come.
    /// </summary>
    public void Resume(long offset)
    {
        // What ends a line stands before the next: from there to the first newline nothing is given.
        var before = Math.Max(0, offset - 1);
        Begin(before);
        (isSkipping, isExpected) = (isSkipping || offset > 0, offset > 0);
        lost = position > before ? position - before : 0;
    }

    /// <summary>
    /// The next line that ends before <paramref name="limit"/>; one without a newline only if nothing more will come.
    /// </summary>
    public bool MoveNext(long limit, bool toTheEnd)
    {
        if (limit < position)
        {
            if (isExpected && !toTheEnd)
            {
                return false;
            }

            Empty();
        }

        isExpected = false;

        while (true)
        {
            var newline = buffer.AsSpan(scanned, filled - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                Take(scanned + newline, scanned + newline + 1);
                if (!isSkipping)
                {
                    return true;
                }

                isSkipping = false;
                continue;
            }

            scanned = filled;
            if (Fill(limit))
            {
                continue;
            }

            if (!toTheEnd || (filled == start && dropped == 0) || isSkipping)
            {
                return false;
            }

            Take(filled, filled);
            return true;
        }
    }

    /// <summary>
    /// Adds to the line that was reached the whole lines behind it that are in memory already and end by <paramref name="upTo"/>, with
    /// their newlines in between. Who takes lines so is read ahead for further.
    /// </summary>
    public void Join(long upTo)
    {
        isJoining = true;
        var room = (int)Math.Min(Math.Min(filled - start, upTo - End), JoinedBytesMax - (start - lineStart));
        var last = room <= 0 ? -1 : buffer.AsSpan(start, room).LastIndexOf((byte)'\n');
        if (last < 0)
        {
            return;
        }

        lineEnd = start + last;
        End += last + 1;
        start = scanned = lineEnd + 1;
        LineBytes = lineEnd - lineStart;
    }

    /// <summary>
    /// The offset at which the last <paramref name="count"/> lines that are wanted begin, of those between two offsets, and how many there
    /// really are. Reads from behind: what is before them costs nothing.
    /// </summary>
    public (long Offset, int Count) FindTail(int count, long from, long end, LogFilter? filter)
    {
        var content = FileCalls.ContentStart(file);
        var isHole = content > from;
        from = Math.Max(from, content);
        var chunk = new byte[LineBytesMax];
        var line = filter is null ? [] : new byte[LineBytesMax];
        var (found, first, next, last) = (0, end, end, end);
        while (last > from && found < count)
        {
            var at = Math.Max(from, last - chunk.Length);
            var read = FileCalls.Read(file, chunk.AsSpan(0, (int)(last - at)), at, path);
            BytesRead += read;
            for (var index = read - 1; index >= -1 && found < count; index--)
            {
                // A newline begins the line behind it; so does the beginning of all, if it is not what a hole has left of a line.
                if (index < 0 ? at > from || isHole : chunk[index] != '\n')
                {
                    continue;
                }

                var begin = at + index + 1;
                if (begin < end && IsWanted(begin, next, filter, line))
                {
                    (found, first) = (found + 1, begin);
                }

                next = begin;
            }

            last = at;
        }

        return (first, found);
    }

    public void Dispose() => file.Dispose();

    private bool IsWanted(long begin, long end, LogFilter? filter, byte[] line)
    {
        if (filter is null)
        {
            return true;
        }

        var length = FileCalls.Read(file, line.AsSpan(0, (int)Math.Min(line.Length, end - begin)), begin, path);
        var text = line.AsSpan(0, length);
        return filter.Takes(text is [.., (byte)'\n'] ? text[..^1] : text, isCut: end - begin > line.Length);
    }

    private void Take(int end, int next)
    {
        (lineStart, lineEnd) = (start, end);
        LineBytes = end - start + dropped;
        End = position - (filled - next);
        (start, scanned, dropped) = (next, next, 0);
        if (!isSkipping)
        {
            (Lost, lost) = (lost, 0);
        }
    }

    private void Empty()
    {
        (start, scanned, filled, dropped, position) = (0, 0, 0, 0, 0);
        isSkipping = false;
    }

    /// <summary>Adds what the buffer has room for; false if there is nothing before the limit.</summary>
    private bool Fill(long limit)
    {
        MakeRoom();
        var wanted = (int)Math.Min(buffer.Length - filled, limit - position);
        if (wanted <= 0)
        {
            return false;
        }

        var read = FileCalls.Read(file, buffer.AsSpan(filled, wanted), position, path);
        BytesRead += read;
        if (buffer.AsSpan(filled, read).Contains((byte)0) && FileCalls.ContentStart(file) is var content && content > position)
        {
            // Punched out while it was read: on behind the hole, from the first whole line.
            lost += content - (position - (filled - start) - dropped);
            (start, scanned, filled, dropped, position) = (0, 0, 0, 0, content);
            isSkipping = true;
            return content < limit;
        }

        wasFull = read == wanted && filled + read == buffer.Length;
        filled += read;
        position += read;
        return read > 0;
    }

    /// <summary>What was read goes; a long line makes the buffer larger, and one longer than that loses what is not shown of it.</summary>
    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            (start, filled) = (0, filled - start);
            scanned = filled;
        }

        if (filled < buffer.Length)
        {
            if (isJoining && wasFull && buffer.Length < 2 * JoinedBytesMax)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            return;
        }

        if (buffer.Length < BufferBytesMax)
        {
            Array.Resize(ref buffer, 2 * buffer.Length);
            return;
        }

        dropped += filled - LineBytesMax;
        scanned = filled = LineBytesMax;
    }
}
