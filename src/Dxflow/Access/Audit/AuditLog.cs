using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Microsoft.Extensions.Logging;

namespace Dxflow.Access.Audit;

/// <summary>
/// The audit log: entries in a chain of hashes, in files that are closed at a size. An entry has its place before the change it is about,
/// and the same commit makes both durable, so writing it costs no wait. A full disk refuses the entry, and with it the change.
/// </summary>
internal sealed class AuditLog
{
    /// <summary>A file is closed at this size, as soon as all of it is durable: then no crash can leave the next without its end.</summary>
    public const long SegmentBytes = 8 << 20;

    private readonly Lock _lock = new();
    private readonly Committer _committer;
    private readonly long _segmentBytes;
    private AuditSegment _segment;
    private Journal _journal;
    private AuditRecord? _last;
    private long _bytes;

    private AuditLog(Committer committer, AuditSegment segment, JournalFile file, long segmentBytes)
    {
        (_committer, _segment, _segmentBytes) = (committer, segment, segmentBytes);
        _bytes = file.WrittenBytes;
        _journal = committer.Add(file);
    }

    public string Directory => _segment.Directory;

    /// <summary>The last entry that is certainly durable; what is behind it is not shown.</summary>
    public long DurableNumber
    {
        get
        {
            lock (_lock)
            {
                return (_last?.Number ?? 0) - (_journal.LastSequence - _journal.CommittedSequence);
            }
        }
    }

    public static AuditLog Open(string directory, Committer committer, ILoggerFactory logs, long segmentBytes = SegmentBytes)
    {
        System.IO.Directory.CreateDirectory(directory);
        var segments = AuditSegment.In(directory);
        var current = segments.Count > 0 ? segments[^1] : new AuditSegment(directory, 1);
        var last = default(AuditRecord);
        var file = JournalShelf.Open(current.Path, logs, (_, payload) => last = AuditRecord.Parse(payload) ?? last);

        // A crash right after a file was begun leaves it empty: the chain goes on from the one before.
        for (var i = segments.Count - 2; i >= 0 && last is null; i--)
        {
            AuditSegment.Scan(segments[i].Path, record => last = record ?? last);
        }

        return new AuditLog(committer, current, file, segmentBytes) { _last = last };
    }

    /// <summary>
    /// The entry's number, once it is durable. <paramref name="always"/>: also while the disk is full, because what it is about makes
    /// room or ends work.
    /// </summary>
    public Task<long> WriteAsync(AuditEntry entry, bool always = false)
    {
        lock (_lock)
        {
            Roll();
            var record = AuditRecord.Next((_last?.Number ?? 0) + 1, _last?.Hash ?? AuditRecord.Beginning, entry);
            var bytes = record.ToBytes();
            try
            {
                var sequence = _journal.Append(bytes, observed: always);
                (_last, _bytes) = (record, _bytes + bytes.Length);
                return NumberedAsync(record.Number, _journal.CommittedAsync(sequence));
            }
            catch (StorageExhaustedException full)
            {
                throw new Fault(FaultKind.Exhausted, full.Message, "make room; the engine takes changes again by itself", full);
            }
        }
    }

    private static async Task<long> NumberedAsync(long number, Task committed)
    {
        await committed;
        return number;
    }

    /// <summary>
    /// Under the lock: begins the next file if this one is large enough. At twice the size it does not wait for a moment when all is
    /// durable any more: under steady load there may be none. On a full disk the reserve is not spent on a new file.
    /// </summary>
    private void Roll()
    {
        var isDurable = _journal.CommittedSequence == _journal.LastSequence;
        if (_committer.IsFull || _bytes < (isDurable ? _segmentBytes : 2 * _segmentBytes))
        {
            return;
        }

        try
        {
            var next = _committer.Add(JournalFile.Create(LocalDisk.Instance, _segment.Next.Path));
            _ = _journal.CloseAsync(seal: true);
            (_segment, _journal, _bytes) = (_segment.Next, next, 0);
        }
        catch (DiskException)
        {
            // No room for another file: the entry is refused by this one, or still finds its place in it.
        }
    }
}
