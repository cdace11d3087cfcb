using Dxflow.Foundation.Files;

namespace Dxflow.Storage.Journals;

/// <summary>
/// Records of a journal one after the other, from one sequence up to the last that was durable when the reader was made. Works beside
/// the writer, on a thread of its own.
/// </summary>
internal sealed class JournalReader(IDiskFile file, long offset, long from, long last)
{
    private readonly JournalWindow _window = new(file);
    private long _offset = offset;
    private int _length;

    /// <summary>The record that <see cref="Next"/> moved to; before the first call, the one before the first.</summary>
    public long Sequence { get; private set; } = from - 1;

    /// <summary>Its payload, valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Payload => _window.At(_offset - JournalFormat.SumBytes - _length, _length);

    /// <exception cref="DamagedFileException">The bytes are no longer what was written.</exception>
    public bool Next()
    {
        while (Sequence < last)
        {
            var header = JournalFormat.ReadHeader(_window.At(_offset, JournalFormat.HeaderBytes));
            if (header is not { IsMark: false } found || found.Sequence > Sequence + 1
                || !JournalFormat.TryPayload(_window.At(_offset, found.Size), found, out _))
            {
                throw new DamagedFileException(file.Path, _offset, $"record {Sequence + 1} cannot be read");
            }

            _offset += found.Size;
            _length = found.Length;
            if (found.Sequence > Sequence)
            {
                Sequence = found.Sequence;
                return true;
            }
        }

        return false;
    }
}
