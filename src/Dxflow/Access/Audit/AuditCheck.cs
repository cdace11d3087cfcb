using Dxflow.Storage.Journals;

namespace Dxflow.Access.Audit;

/// <summary>
/// Walks the chain from its first file to its last and remembers the first place that does not fit: an entry that was changed, one that
/// is missing, a file that cannot be read, a head that is gone. A log whose first files were taken away begins later, and says so by its
/// first number.
/// </summary>
internal sealed class AuditCheck(long upTo, string? head)
{
    private AuditRecord? _first;
    private AuditRecord? _last;
    private string? _broken;
    private bool _headSeen = head is null || head == AuditRecord.Beginning;

    public AuditVerdict Verdict
    {
        get
        {
            var broken = _broken ?? (_headSeen ? null : $"no entry has the hash {head}: the log was cut off, or begun anew");
            var last = _last?.Number ?? 0;
            var first = _first?.Number ?? 0;
            return new AuditVerdict(
                broken is null, last == 0 ? 0 : last - first + 1, first, last, _last?.Hash ?? AuditRecord.Beginning, broken);
        }
    }

    public void Take(AuditSegment segment)
    {
        if (_broken is not null)
        {
            return;
        }

        var opening = AuditSegment.Scan(segment.Path, record => Take(segment, record));
        if (opening.Condition == JournalCondition.Damaged)
        {
            Break($"{segment.Name} cannot be read after {Place}");
        }
        else if (File.Exists(segment.Aside))
        {
            Break($"{segment.Name} was damaged and begun anew; what it lost is after {Place}, or later; it is kept as {segment.Aside}");
        }
    }

    private string Place => _last is null ? "its beginning" : $"entry {_last.Number}";

    private void Take(AuditSegment segment, AuditRecord? record)
    {
        if (_broken is not null || record?.Number > upTo)
        {
            return;
        }

        if (record is null)
        {
            Break($"{segment.Name}: what follows {Place} is no entry");
        }
        else if (!record.Fits)
        {
            Break($"{segment.Name}: entry {record.Number} was changed: its hash is not the one it has");
        }
        else if (_last is not null && (record.Number != _last.Number + 1 || record.Previous != _last.Hash))
        {
            Break($"{segment.Name}: entry {record.Number} does not follow {Place}: something between was changed or removed");
        }
        else if (_last is null && record.Number == 1 && record.Previous != AuditRecord.Beginning)
        {
            Break($"{segment.Name}: entry 1 says that there was one before it");
        }
        else
        {
            _first ??= record;
            _last = record;
            _headSeen |= record.Hash == head;
        }
    }

    private void Break(string why) => _broken ??= why;
}
