namespace Dxflow.Shells.Holding;

/// <summary>
/// The latest bytes that a shell has shown, by their position since it began: from <see cref="Start"/> up to <see cref="End"/>. It grows as
/// it is used, up to its maximum; then the oldest go.
/// </summary>
internal sealed class OutputRing
{
    public const int BytesMax = 256 * 1024;
    private const int BytesAtFirst = 4 * 1024;

    private byte[] _bytes = new byte[BytesAtFirst];

    public long Start { get; private set; }

    public long End { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BytesMax)
        {
            End += bytes.Length - BytesMax;
            Start = End;
            bytes = bytes[^BytesMax..];
        }

        Grow((int)(End - Start) + bytes.Length);
        Start = Math.Max(Start, End + bytes.Length - _bytes.Length);
        var at = (int)(End % _bytes.Length);
        var first = Math.Min(bytes.Length, _bytes.Length - at);
        bytes[..first].CopyTo(_bytes.AsSpan(at));
        bytes[first..].CopyTo(_bytes);
        End += bytes.Length;
    }

    /// <summary>What stands behind a position that is still here, at most so many bytes.</summary>
    public byte[] After(long position, int bytesMax)
    {
        var result = new byte[(int)Math.Min(End - position, bytesMax)];
        var at = (int)(position % _bytes.Length);
        var first = Math.Min(result.Length, _bytes.Length - at);
        _bytes.AsSpan(at, first).CopyTo(result);
        _bytes.AsSpan(0, result.Length - first).CopyTo(result.AsSpan(first));
        return result;
    }

    private void Grow(int wanted)
    {
        var length = _bytes.Length;
        while (length < wanted && length < BytesMax)
        {
            length *= 2;
        }

        if (length > _bytes.Length)
        {
            var kept = After(Start, BytesMax);
            _bytes = new byte[length];
            var at = (int)(Start % length);
            var first = Math.Min(kept.Length, length - at);
            kept.AsSpan(0, first).CopyTo(_bytes.AsSpan(at));
            kept.AsSpan(first).CopyTo(_bytes);
        }
    }
}
