using Dxflow.Foundation.Files;

namespace Dxflow.Storage.Journals;

/// <summary>A part of a file in memory that moves along with whoever reads it. Bytes beyond the file's end are not there.</summary>
internal sealed class JournalWindow(IDiskFile file)
{
    private const int WindowBytes = 1 << 20;

    private byte[] _bytes = [];
    private long _start;
    private int _length;

    /// <summary>Up to <paramref name="count"/> bytes at an offset; fewer only at the end of the file. Valid until the next call.</summary>
    public ReadOnlySpan<byte> At(long offset, int count)
    {
        if (offset < _start || offset + count > _start + _length)
        {
            Fill(offset, count);
        }

        var skip = (int)(offset - _start);
        return _bytes.AsSpan(skip, Math.Min(count, _length - skip));
    }

    /// <summary>Whatever is at hand from an offset on, at least one byte unless the file ends there.</summary>
    public ReadOnlySpan<byte> From(long offset)
    {
        if (offset < _start || offset >= _start + _length)
        {
            Fill(offset, 1);
        }

        return _bytes.AsSpan((int)(offset - _start), _length - (int)(offset - _start));
    }

    private void Fill(long offset, int count)
    {
        var size = (int)Math.Min(Math.Max(WindowBytes, count), Math.Max(file.Length - offset, count));
        if (_bytes.Length < size)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(size);
        }

        _start = offset;
        _length = file.Read(_bytes, offset);
    }
}
