using System.Buffers.Binary;
using System.Text;

namespace Dxflow.Foundation.Protobuf;

/// <summary>Writes the fields of one message. A message within it is written in place and its length put before it afterwards.</summary>
internal sealed class ProtoWriter
{
    private const int BytesAtFirst = 256;
    private byte[] _bytes = new byte[BytesAtFirst];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Varint(int number, ulong value)
    {
        Tag(number, WireType.Varint);
        Raw(value);
    }

    public void Flag(int number, bool value) => Varint(number, value ? 1u : 0u);

    public void Number(int number, double value)
    {
        Tag(number, WireType.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);
    }

    public void Text(int number, string value)
    {
        Tag(number, WireType.Bytes);
        var bytes = Encoding.UTF8.GetByteCount(value);
        Raw((ulong)bytes);
        Encoding.UTF8.GetBytes(value, Room(bytes));
    }

    public void Bytes(int number, ReadOnlySpan<byte> value)
    {
        Tag(number, WireType.Bytes);
        Raw((ulong)value.Length);
        value.CopyTo(Room(value.Length));
    }

    /// <summary>Begins a message within; what this returns is wanted by <see cref="End"/>.</summary>
    public int Begin(int number)
    {
        Tag(number, WireType.Bytes);
        return Length;
    }

    public void End(int begun)
    {
        var content = Length - begun;
        var size = SizeOf((ulong)content);
        Room(size);
        _bytes.AsSpan(begun, content).CopyTo(_bytes.AsSpan(begun + size));
        Length = begun;
        Raw((ulong)content);
        Length += content;
    }

    private static int SizeOf(ulong value)
    {
        var size = 1;
        for (; value >= 0x80; value >>= 7)
        {
            size++;
        }

        return size;
    }

    private void Tag(int number, WireType type) => Raw(((ulong)number << 3) | (uint)type);

    private void Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Room(1)[0] = (byte)(value | 0x80);
        }

        Room(1)[0] = (byte)value;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
