using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Runtimes.Logs;

/// <summary>A line, or a piece of one that is too long (not <see cref="IsWhole"/> unless the last), and the offset behind it.</summary>
internal readonly record struct LogPiece(long End, string Text, bool IsWhole);

/// <summary>
/// Reads one of a task's logs line by line, from an offset to where it ends at present, and on from there when it has grown.
/// Skips what was punched out, begins again when the task has emptied the file.
/// </summary>
internal sealed class LogCursor : IDisposable
{
    /// <summary>Longer lines come in pieces of this size.</summary>
    public const int LineBytesMax = 64 << 10;

    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly byte[] buffer = new byte[LineBytesMax];
    private int filled;
    private long position;

    private LogCursor(string path, SafeFileHandle file)
    {
        this.path = path;
        this.file = file;
    }

    /// <summary>Null if there is no such file: the task never started.</summary>
    public static LogCursor? Open(string path)
    {
        try
        {
            return new LogCursor(path, FileCalls.Open(path, Libc.ReadOnly));
        }
        catch (DiskException missing) when (missing.Errno is Errno.NoEntry or Errno.NotDirectory)
        {
            return null;
        }
    }

    public FileStat Stat() => FileStat.Of(file, path);

    /// <summary>Goes on from the first line that begins at or after an offset that is the end of a line, or behind the hole.</summary>
    public void Begin(long offset)
    {
        var content = FileCalls.ContentStart(file);
        if (offset >= content)
        {
            position = offset;
            return;
        }

        // What a hole has cut is the rest of a line.
        position = content;
        while (content > 0 && Fill())
        {
            var newline = buffer.AsSpan(0, filled).IndexOf((byte)'\n');
            Drop(newline < 0 ? filled : newline + 1);
            if (newline >= 0)
            {
                return;
            }
        }
    }

    /// <summary>The offset at which the last <paramref name="count"/> lines begin, and how many there really are.</summary>
    public (long Offset, int Count) FindTail(int count)
    {
        var start = FileCalls.ContentStart(file);
        var end = Stat().Length;
        var chunk = new byte[LineBytesMax];
        var lines = 0;
        var last = end;
        while (last > start)
        {
            var from = Math.Max(start, last - chunk.Length);
            var read = FileCalls.Read(file, chunk.AsSpan(0, (int)(last - from)), from, path);
            for (var index = read - 1; index >= 0; index--)
            {
                // The newline at the very end closes the last line; each other one begins a line.
                if (chunk[index] == '\n' && from + index + 1 < end && ++lines == count)
                {
                    return (from + index + 1, count);
                }
            }

            last = from;
        }

        return (start, end > start && count > 0 ? lines + 1 : 0);
    }

    /// <summary>All that is there; the rest without a newline only if nothing more will come.</summary>
    public IEnumerable<LogPiece> Read(bool toTheEnd)
    {
        if (Stat().Length < position)
        {
            position = filled = 0;
        }

        while (Fill())
        {
            var from = 0;
            while (buffer.AsSpan(from, filled - from).IndexOf((byte)'\n') is >= 0 and var length)
            {
                from += length + 1;
                yield return new LogPiece(position - filled + from, SafeText.Of(buffer.AsSpan(from - length - 1, length)), true);
            }

            Drop(from);
            if (filled == buffer.Length)
            {
                var whole = WholeLetters();
                yield return new LogPiece(position - filled + whole, SafeText.Of(buffer.AsSpan(0, whole)), false);
                Drop(whole);
            }
        }

        if (toTheEnd && filled > 0)
        {
            yield return new LogPiece(position, SafeText.Of(buffer.AsSpan(0, filled)), true);
            filled = 0;
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>Adds what the buffer has room for; false at the end of the file.</summary>
    private bool Fill()
    {
        var read = FileCalls.Read(file, buffer.AsSpan(filled), position, path);
        filled += read;
        position += read;
        return read > 0;
    }

    private void Drop(int count)
    {
        buffer.AsSpan(count, filled - count).CopyTo(buffer);
        filled -= count;
    }

    /// <summary>How much of the full buffer can be shown without cutting a letter of several bytes.</summary>
    private int WholeLetters()
    {
        const int LetterBytesMax = 4;
        for (var back = 1; back < LetterBytesMax; back++)
        {
            var at = buffer[^back];
            if ((at & 0xc0) == 0xc0)
            {
                return buffer.Length - back;
            }

            if ((at & 0x80) == 0)
            {
                break;
            }
        }

        return buffer.Length;
    }
}
