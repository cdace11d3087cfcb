using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Logs;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Runtimes.Containers.Following;

/// <summary>
/// The files of a container's log, the same as those a process writes itself: <c>stdout</c>, <c>stderr</c>, and the index that says when.
/// Gathers what comes and writes it in large pieces; entries that are there already are left out. One writer.
/// </summary>
internal sealed class LogStore : IDisposable
{
    private const int GatherBytesMax = 64 << 10;

    /// <summary>Of lines that others add, so much waits.</summary>
    private const int AddedBytesMax = 1 << 20;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long MarkMilliseconds = 1_000;

    /// <summary>A log may outgrow its limit by this part of it before it is cut again.</summary>
    private const int SlackParts = 8;

    private readonly string directory;
    private readonly LogIndexWriter[] indexes;
    private readonly long bytesMax;
    private readonly SafeFileHandle[] files;
    private readonly MemoryStream[] gathered = [new(), new()];
    private readonly long[] cut = new long[2];
    private readonly LogPosition stored;
    private readonly StreamPosition[] positions = new StreamPosition[2];
    private readonly long[] shownAt = new long[2];
    private readonly TimeProvider time;
    private readonly long since;
    private readonly Lock adding = new();
    private readonly List<(bool Error, byte[] Line)> added = [];
    private readonly bool[] isWithin = new bool[2];
    private long addedBytes;
    private long flushedAt;
    private bool isTaken;
    private MemoryStream? frame;
    private long frameAt;
    private long frameBytes;

    /// <param name="directory">The attempt's.</param>
    /// <param name="since">What is older belongs to another attempt; nanoseconds.</param>
    /// <param name="bytesMax">Kept of each stream.</param>
    /// <param name="time">Where an engine tells whole seconds only, when a line came is nearer to the truth.</param>
    public LogStore(string directory, long since, long bytesMax, TimeProvider time)
    {
        (this.directory, this.since, this.bytesMax, this.time) = (directory, since, bytesMax, time);
        files = [LogFile.Create(directory, error: false), LogFile.Create(directory, error: true)];
        indexes = [new LogIndexWriter(directory, error: false), new LogIndexWriter(directory, error: true)];
        stored = LogPosition.Open(directory);
        (positions[0], positions[1]) = stored.Read();
        for (var stream = 0; stream < 2; stream++)
        {
            var length = FileStat.Of(files[stream], PathOf(stream)).Length;
            if (length < positions[stream].Bytes)
            {
                // Lost with the machine's memory; all of it is fetched again.
                positions[stream] = default;
            }

            if (length > positions[stream].Bytes)
            {
                FileCalls.Truncate(files[stream], positions[stream].Bytes, PathOf(stream));
            }

            indexes[stream].Cut(positions[stream].Bytes);
            isWithin[stream] = positions[stream].Bytes > 0 && !EndsLine(stream);
        }
    }

    public long Bytes => positions[0].Bytes + positions[1].Bytes;

    /// <summary>From when to fetch on: a little earlier than the last entry, as the two streams need not be in order.</summary>
    public long Since
    {
        get
        {
            const long Overlap = 2_000_000_000;
            return Math.Max(since, Math.Max(positions[0].At, positions[1].At) - Overlap);
        }
    }

    /// <summary>The frame that has begun and does not count yet: its moment, and so many bytes; null: there is none.</summary>
    public (long At, long Bytes)? Open => isTaken ? (frameAt, frameBytes) : null;

    /// <summary>Whether this entry is the last one of its stream, and nothing of it is missing.</summary>
    public bool EndsWith(bool error, long at, ReadOnlySpan<byte> entry)
    {
        DropFrame();
        Flush();
        var position = positions[error ? 1 : 0];
        if (position.At != at || entry.Length == 0 || position.Bytes < entry.Length)
        {
            return false;
        }

        var (path, end) = (LogFile.PathIn(directory, error), new byte[entry.Length]);
        using var file = FileCalls.Open(path, Libc.ReadOnly | Libc.NoFollow | Libc.NonBlocking);
        return FileCalls.Read(file, end, position.Bytes - end.Length, path) == end.Length && entry.SequenceEqual(end);
    }

    /// <summary>A fetch begins.</summary>
    public void Rewind()
    {
        DropFrame();
        Flush();
        positions[0].Rewind();
        positions[1].Rewind();
    }

    /// <summary>A frame begins; false if it is here already, and its bytes are not wanted.</summary>
    public bool Begin(bool error, long at)
    {
        var stream = error ? 1 : 0;
        if (!positions[stream].IsNew(at))
        {
            return isTaken = false;
        }

        FlushSecond(at);
        (frame, frameAt, frameBytes) = (gathered[stream], at, 0);
        return isTaken = true;
    }

    public void Add(bool error, ReadOnlySpan<byte> bytes)
    {
        if (isTaken)
        {
            gathered[error ? 1 : 0].Write(bytes);
            frameBytes += bytes.Length;
        }
    }

    /// <summary>The frame is whole: from now on it counts.</summary>
    public void End(bool error)
    {
        if (isTaken)
        {
            positions[error ? 1 : 0].Note(frameAt, frameBytes);
            isWithin[error ? 1 : 0] = frameBytes > 0 ? frame!.GetBuffer()[frame.Length - 1] != (byte)'\n' : isWithin[error ? 1 : 0];
            shownAt[error ? 1 : 0] = ShownAt(frameAt);
            isTaken = false;
            if (gathered[0].Length + gathered[1].Length >= GatherBytesMax)
            {
                Flush();
            }
        }
    }

    /// <summary>
    /// A line, with its newline, that is not of the container's own log, from whoever has it; it comes between two lines of that, at the
    /// next flush. False: there is no room for more until then.
    /// </summary>
    public bool TryAddLine(bool error, byte[] line)
    {
        lock (adding)
        {
            if (addedBytes + line.Length > AddedBytesMax)
            {
                return false;
            }

            added.Add((error, line));
            addedBytes += line.Length;
            return true;
        }
    }

    /// <summary>What is gathered becomes readable. A frame that is not whole yet waits in memory.</summary>
    public void Flush()
    {
        if (isTaken)
        {
            return;
        }

        TakeAdded();
        if (gathered[0].Length + gathered[1].Length == 0)
        {
            return;
        }

        for (var stream = 0; stream < 2; stream++)
        {
            var bytes = gathered[stream].GetBuffer().AsSpan(0, (int)gathered[stream].Length);
            if (bytes.Length > 0)
            {
                FileCalls.WriteNext(files[stream], bytes, PathOf(stream));
                gathered[stream].SetLength(0);
                Cut(stream);
            }
        }

        stored.Write(positions[0], positions[1]);
        indexes[0].Add(new LogMark(shownAt[0], positions[0].Bytes));
        indexes[1].Add(new LogMark(shownAt[1], positions[1].Bytes));
    }

    public void Dispose()
    {
        DropFrame();
        TakeAdded(atTheEnd: true);
        Flush();
        files[0].Dispose();
        files[1].Dispose();
        stored.Dispose();
        gathered[0].Dispose();
        gathered[1].Dispose();
    }

    /// <summary>Behind whole lines only: who writes a line in pieces has it in one.</summary>
    private void TakeAdded(bool atTheEnd = false)
    {
        lock (adding)
        {
            for (var at = 0; at < added.Count;)
            {
                var (error, line) = added[at];
                var stream = error ? 1 : 0;
                if (isWithin[stream] && !atTheEnd)
                {
                    at++;
                    continue;
                }

                if (isWithin[stream])
                {
                    gathered[stream].WriteByte((byte)'\n');
                    positions[stream] = positions[stream].Further(1);
                    isWithin[stream] = false;
                }

                gathered[stream].Write(line);
                positions[stream] = positions[stream].Further(line.Length);
                shownAt[stream] = Math.Max(shownAt[stream], time.GetUtcNow().ToUnixTimeMilliseconds());
                added.RemoveAt(at);
                addedBytes -= line.Length;
            }
        }
    }

    private bool EndsLine(int stream)
    {
        var last = new byte[1];
        using var file = FileCalls.Open(PathOf(stream), Libc.ReadOnly | Libc.NoFollow | Libc.NonBlocking);
        return FileCalls.Read(file, last, positions[stream].Bytes - 1, PathOf(stream)) == 1 && last[0] == (byte)'\n';
    }

    /// <summary>What was cut short is fetched again.</summary>
    private void DropFrame()
    {
        if (isTaken)
        {
            frame!.SetLength(frame.Length - frameBytes);
            isTaken = false;
        }
    }

    /// <summary>What was written within one second may have one time, what comes later has another.</summary>
    private void FlushSecond(long at)
    {
        var now = at / NanosecondsPerMillisecond;
        if (Math.Abs(now - flushedAt) >= MarkMilliseconds)
        {
            Flush();
            flushedAt = now;
        }
    }

    private long ShownAt(long at)
    {
        var told = at / NanosecondsPerMillisecond;
        return at % NanosecondsPerSecond == 0
            ? Math.Clamp(time.GetUtcNow().ToUnixTimeMilliseconds(), told, told + MarkMilliseconds - 1)
            : told;
    }

    private void Cut(int stream)
    {
        var length = positions[stream].Bytes;
        if (length > Math.Max(cut[stream], bytesMax) + (bytesMax / SlackParts))
        {
            cut[stream] = LogFile.PunchHead(PathOf(stream), length, bytesMax) ? length : long.MaxValue / 2;
        }
    }

    private string PathOf(int stream) => LogFile.PathIn(directory, error: stream == 1);
}
