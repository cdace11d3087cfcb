using System.Buffers.Binary;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// What of one stream was written up to the byte <see cref="Bytes"/> was written by <see cref="At"/> (Unix milliseconds) and after the
/// mark before. <see cref="IsGap"/>: nobody looked on in between, and a line's time is estimated by where it stands.
/// </summary>
internal readonly record struct LogMark(long At, long Bytes, bool IsGap = false)
{
    public const int Size = 2 * sizeof(long);

    private const long GapBit = 1L << 62;

    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, At | (IsGap ? GapBit : 0));
        BinaryPrimitives.WriteInt64LittleEndian(to[sizeof(long)..], Bytes);
    }

    public static LogMark Read(ReadOnlySpan<byte> from)
    {
        var at = BinaryPrimitives.ReadInt64LittleEndian(from);
        return new LogMark(at & ~GapBit, BinaryPrimitives.ReadInt64LittleEndian(from[sizeof(long)..]), (at & GapBit) != 0);
    }
}
