using Dxflow.Foundation.Files;

namespace Dxflow.Storage.Journals;

/// <summary>
/// One append-only file of one aggregate: its facts, in order, each with a sequence from 1. Plain and synchronous, without clock or
/// threads; <see cref="Journal"/> is the shared face of it. A record is <em>appended</em> (in memory), <em>written</em> (given to the
/// kernel), then <em>committed</em> (durable). Room is taken ahead in growing steps, so that a full disk shows before anything is written.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private const long StepBytesMin = 64 << 10;
    private const long StepBytesMax = 4 << 20;

    private readonly IDisk _disk;
    private readonly IDiskFile _file;
    private readonly JournalIndex _index;
    private RecordBuffer _filling = new();
    private RecordBuffer _taken = new();
    private long _appendedEnd;
    private long _writtenEnd;
    private long _roomEnd;
    private bool _nameIsDurable;

    private JournalFile(IDisk disk, IDiskFile file, JournalIndex index, long end, long lastSequence)
    {
        (_disk, _file, _index) = (disk, file, index);
        _appendedEnd = _writtenEnd = end;
        LastSequence = WrittenSequence = lastSequence;
        _roomEnd = file.Length;
    }

    public string Path => _file.Path;

    public long LastSequence { get; private set; }

    public long WrittenSequence { get; private set; }

    public long CommittedSequence { get; private set; }

    /// <summary>Bytes that were appended and not yet written.</summary>
    public long WaitingBytes => _appendedEnd - _writtenEnd;

    /// <summary>Bytes of all records up to the last written one.</summary>
    public long WrittenBytes => _writtenEnd;

    /// <summary>A new, empty journal; it and its name are durable with the first <see cref="Sync"/>.</summary>
    /// <exception cref="DiskFullException">There is no room; nothing is left of it.</exception>
    public static JournalFile Create(IDisk disk, string path)
    {
        var file = disk.Open(path, DiskOpen.Create);
        try
        {
            return Begin(disk, file);
        }
        catch (DiskException)
        {
            file.Dispose();
            disk.Unlink(path);
            throw;
        }
    }

    /// <summary>
    /// Opens a journal after whatever happened to it: replays every intact record, cuts off a torn end, and leaves a damaged file as
    /// it is. What it has replayed and returned is durable. Any failure of the disk itself, and of <paramref name="replay"/>, is thrown.
    /// </summary>
    public static JournalOpening Open(IDisk disk, string path, JournalReplay? replay = null)
    {
        var file = disk.Open(path, DiskOpen.Write);
        var keep = false;
        try
        {
            var index = new JournalIndex();
            var scan = new JournalScan(file, path);
            var opening = new JournalOpening(path, scan.Run(index, replay), scan.LastSequence, scan.End, scan.BadBytes);
            if (opening.Condition == JournalCondition.Damaged || scan.HasLater)
            {
                opening = opening with { Copy = JournalCopy.PutAside(disk, file) };
            }

            if (opening.Condition == JournalCondition.Damaged)
            {
                return opening;
            }

            keep = true;
            return opening with { File = Continue(disk, file, index, scan, opening.Condition) };
        }
        finally
        {
            if (!keep)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>
    /// Replays what is intact and judges the rest, changing nothing. Beside a writer it may see an end that is just being written as torn.
    /// </summary>
    public static JournalOpening Look(IDisk disk, string path, JournalReplay replay)
    {
        using var file = disk.Open(path, DiskOpen.Read);
        var scan = new JournalScan(file, path);
        return new JournalOpening(path, scan.Run(new JournalIndex(), replay), scan.LastSequence, scan.End, scan.BadBytes);
    }

    /// <summary>Adds a record behind the last one, in memory, and returns its sequence.</summary>
    public long Append(ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, JournalFormat.PayloadBytesMax);
        var sequence = LastSequence + 1;
        _index.Add(sequence, _appendedEnd);
        _appendedEnd += _filling.Add(sequence, CommittedSequence, payload);
        return LastSequence = sequence;
    }

    /// <summary>
    /// Sets aside what was appended so far for <see cref="WriteTaken"/>, which may then run beside further appends. Does nothing while
    /// an earlier batch still waits to be written.
    /// </summary>
    public void Take()
    {
        if (_taken.IsEmpty && !_filling.IsEmpty)
        {
            (_filling, _taken) = (_taken, _filling);
        }
    }

    /// <summary>Gives the batch that was taken to the kernel.</summary>
    /// <exception cref="DiskFullException">
    /// No room: the file ends with its last good record again, the batch is kept, and calling again tries again.
    /// </exception>
    public void WriteTaken()
    {
        if (_taken.IsEmpty)
        {
            return;
        }

        try
        {
            _taken.Stamp(CommittedSequence);
            TakeRoom(_taken.Length);
            _file.Write(_taken.Bytes, _writtenEnd);
        }
        catch (DiskFullException)
        {
            CutToLastGood();
            throw;
        }

        _writtenEnd += _taken.Length;
        WrittenSequence = _taken.LastSequence;
        _taken.Clear();
    }

    /// <summary>Gives everything appended to the kernel.</summary>
    public void Write()
    {
        while (WrittenSequence < LastSequence)
        {
            Take();
            WriteTaken();
        }
    }

    /// <summary>Makes everything written durable, with the file's name the first time.</summary>
    /// <exception cref="DiskSyncException">The engine ends; nothing more may be told to anyone.</exception>
    public void Sync()
    {
        var written = WrittenSequence;
        _file.Sync();
        if (!_nameIsDurable)
        {
            _disk.SyncDirectory(System.IO.Path.GetDirectoryName(Path)!);
            _nameIsDurable = true;
        }

        CommittedSequence = written;
        Mark();
    }

    /// <summary>Committed records from a sequence on. The reader may be used on another thread than the writer.</summary>
    public JournalReader Read(long from)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        return new JournalReader(_file, _index.Before(from), from, CommittedSequence);
    }

    /// <summary>Gives back the room that was taken ahead: for a journal that nothing will be added to.</summary>
    public void Seal()
    {
        _file.Truncate(_writtenEnd);
        _roomEnd = _writtenEnd;
        Mark();
        _file.Sync();
    }

    public void Dispose() => _file.Dispose();

    private static JournalFile Begin(IDisk disk, IDiskFile file)
    {
        file.Truncate(0);
        file.Allocate(0, StepBytesMin);
        file.Write(JournalFormat.Start(), 0);
        return new JournalFile(disk, file, new JournalIndex(), JournalFormat.StartBytes, lastSequence: 0);
    }

    private static JournalFile Continue(IDisk disk, IDiskFile file, JournalIndex index, JournalScan scan, JournalCondition condition)
    {
        if (scan.End == 0)
        {
            return Begin(disk, file);
        }

        var journal = new JournalFile(disk, file, index, scan.End, scan.LastSequence);
        if (condition == JournalCondition.Torn)
        {
            file.Truncate(scan.End);
            journal._roomEnd = scan.End;
        }

        if (condition == JournalCondition.Clean && scan.IsMarked)
        {
            journal._nameIsDurable = true;
            journal.CommittedSequence = scan.LastSequence;
        }
        else
        {
            // What a killed process wrote may still be in memory only, and it is about to be believed.
            journal.Sync();
        }

        return journal;
    }

    private void TakeRoom(int bytes)
    {
        var needed = _writtenEnd + bytes + JournalFormat.HeaderBytes;
        if (needed <= _roomEnd)
        {
            return;
        }

        var end = Math.Max(needed, _roomEnd + Math.Clamp(_roomEnd, StepBytesMin, StepBytesMax));
        _file.Allocate(_roomEnd, end - _roomEnd);
        _roomEnd = end;
    }

    private void CutToLastGood()
    {
        _file.Truncate(_writtenEnd);
        _roomEnd = _writtenEnd;
        Mark();
    }

    /// <summary>Not durable itself until the next sync, and not needed to be: it only ever strengthens a judgement.</summary>
    private void Mark()
    {
        if (CommittedSequence != WrittenSequence)
        {
            return;
        }

        Span<byte> mark = stackalloc byte[JournalFormat.HeaderBytes];
        JournalFormat.WriteHeader(mark, mark: true, 0, CommittedSequence, CommittedSequence);
        try
        {
            _file.Write(mark, _writtenEnd);
        }
        catch (DiskFullException)
        {
            _file.Truncate(_writtenEnd);
        }
    }
}
