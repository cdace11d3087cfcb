using System.Buffers.Binary;
using Dxflow.Foundation.Files;

namespace Dxflow.Storage.Journals;

/// <summary>
/// The fixed part of a record or mark. <see cref="Committed"/>: every sequence up to it was durable when this was written.
/// </summary>
internal readonly record struct RecordHeader(bool IsMark, int Length, long Sequence, long Committed)
{
    /// <summary>Bytes of the whole on disk.</summary>
    public int Size => IsMark ? JournalFormat.HeaderBytes : JournalFormat.HeaderBytes + Length + JournalFormat.SumBytes;
}

/// <summary>
/// The bytes of a journal. It begins with a <see cref="FormatLine"/> padded to 32 bytes; then records, sequences 1, 2, 3, …:
/// <c>magic u32 · length u32 · sequence u64 · behind u32 · CRC-32C of these</c>, the payload, its CRC-32C (little endian). <c>behind</c> is
/// how many records before this one, and itself, were not known durable when it was written. After each sync a mark, a header without
/// payload that says how far it reached, stands where the next record will go. Together they tell damage from a torn write: a
/// record that something later says was durable cannot be missing because a write did not finish. Zeros are the end.
/// </summary>
internal static class JournalFormat
{
    public const string Name = "dxflow-journal";
    public const int Version = 1;
    public const int StartBytes = 32;
    public const int HeaderBytes = 24;
    public const int SumBytes = 4;
    public const int PayloadBytesMax = 16 << 20;

    /// <summary>Bytes that no UTF-8 text contains, so that no JSON payload can hold a record.</summary>
    public const uint RecordMagic = 0xFFD8_F1FF;
    public const uint MarkMagic = 0xFFD9_F1FF;

    /// <summary>What both magics begin with, as it lies in the file: the scan looks for it.</summary>
    public static ReadOnlySpan<byte> MagicStart => [0xFF, 0xF1];

    public static byte[] Start()
    {
        var line = FormatLine.Write(Name, Version);
        var start = new byte[StartBytes];
        start.AsSpan().Fill((byte)' ');
        line.AsSpan(..^1).CopyTo(start);
        start[^1] = (byte)'\n';
        return start;
    }

    public static void WriteHeader(Span<byte> to, bool mark, int length, long sequence, long committed)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, mark ? MarkMagic : RecordMagic);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], length);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(to[16..], (uint)Math.Min(sequence - committed, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(to[20..], Crc32C.Of(to[..20]));
    }

    public static void WriteRecord(Span<byte> to, long sequence, long committed, ReadOnlySpan<byte> payload)
    {
        WriteHeader(to, mark: false, payload.Length, sequence, committed);
        payload.CopyTo(to[HeaderBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[(HeaderBytes + payload.Length)..], Crc32C.Of(payload));
    }

    /// <summary>The header at the start of the bytes, if there is an intact one.</summary>
    public static RecordHeader? ReadHeader(ReadOnlySpan<byte> from)
    {
        if (from.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(from[20..]) != Crc32C.Of(from[..20]))
        {
            return null;
        }

        var magic = BinaryPrimitives.ReadUInt32LittleEndian(from);
        var length = BinaryPrimitives.ReadInt32LittleEndian(from[4..]);
        var sequence = BinaryPrimitives.ReadInt64LittleEndian(from[8..]);
        var behind = BinaryPrimitives.ReadUInt32LittleEndian(from[16..]);
        var known = magic == RecordMagic || (magic == MarkMagic && length == 0);
        return known && length is >= 0 and <= PayloadBytesMax && sequence >= 0 && behind <= sequence
            ? new RecordHeader(magic == MarkMagic, length, sequence, sequence - behind)
            : null;
    }

    /// <summary>The payload of a record whose header is <paramref name="header"/>, if its checksum holds.</summary>
    public static bool TryPayload(ReadOnlySpan<byte> record, RecordHeader header, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (header.IsMark || record.Length < header.Size)
        {
            return false;
        }

        payload = record.Slice(HeaderBytes, header.Length);
        return BinaryPrimitives.ReadUInt32LittleEndian(record[(HeaderBytes + header.Length)..]) == Crc32C.Of(payload);
    }
}
