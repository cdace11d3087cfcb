namespace Dxflow.Storage.Journals;

/// <summary>Encoded records that wait to be written, back to back. Keeps its memory for the next batch, unless it grew large.</summary>
internal sealed class RecordBuffer
{
    private const int KeptBytesMax = 4 << 20;

    private byte[] _bytes = new byte[4096];
    private long _firstSequence;

    public int Length { get; private set; }

    public bool IsEmpty => Length == 0;

    public long LastSequence { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Returns how many bytes the record takes.</summary>
    public int Add(long sequence, long committed, ReadOnlySpan<byte> payload)
    {
        var size = JournalFormat.HeaderBytes + payload.Length + JournalFormat.SumBytes;
        if (_bytes.Length - Length < size)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(2L * _bytes.Length, Length + (long)size), Array.MaxLength));
        }

        JournalFormat.WriteRecord(_bytes.AsSpan(Length), sequence, committed, payload);
        _firstSequence = IsEmpty ? sequence : _firstSequence;
        LastSequence = sequence;
        Length += size;
        return size;
    }

    /// <summary>
    /// Says in the first record what is durable by now: it takes the place of the mark, and the records may have been made long before.
    /// </summary>
    public void Stamp(long committed)
    {
        var header = JournalFormat.ReadHeader(_bytes)!.Value;
        JournalFormat.WriteHeader(_bytes, mark: false, header.Length, _firstSequence, committed);
    }

    public void Clear()
    {
        Length = 0;
        _bytes = _bytes.Length > KeptBytesMax ? new byte[4096] : _bytes;
    }
}
