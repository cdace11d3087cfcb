namespace Dxflow.Storage.Journals;

/// <summary>
/// Where some of a journal's records are, so that reading from a sequence need not begin at the first. Thinned out as it grows.
/// </summary>
internal sealed class JournalIndex
{
    private const int EntriesMax = 4096;

    private readonly List<(long Sequence, long Offset)> _entries = [];
    private long _strideBytes = 64 << 10;

    public void Add(long sequence, long offset)
    {
        if (_entries.Count > 0 && offset - _entries[^1].Offset < _strideBytes)
        {
            return;
        }

        if (_entries.Count == EntriesMax)
        {
            var kept = 0;
            _entries.RemoveAll(_ => kept++ % 2 == 1);
            _strideBytes *= 2;
        }

        _entries.Add((sequence, offset));
    }

    /// <summary>The offset of a record at or before a sequence.</summary>
    public long Before(long sequence)
    {
        var at = _entries.BinarySearch((sequence, long.MaxValue));
        var before = (at >= 0 ? at : ~at) - 1;
        return before < 0 ? JournalFormat.StartBytes : _entries[before].Offset;
    }
}
