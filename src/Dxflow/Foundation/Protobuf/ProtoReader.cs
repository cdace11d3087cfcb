using System.Buffers.Binary;

namespace Dxflow.Foundation.Protobuf;

/// <summary>How a value is laid out, as its tag says; groups are of the past and refused.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>Reads the fields of one message, whatever bytes come. What is no protobuf is a <see cref="ProtoException"/>.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int VarintBytesMax = 10;
    private readonly ReadOnlySpan<byte> _message = message;

    public int At { get; private set; }

    public readonly bool IsAtEnd => At == _message.Length;

    /// <summary>False at the end.</summary>
    public bool Next(out int number, out WireType type)
    {
        (number, type) = (0, default);
        if (IsAtEnd)
        {
            return false;
        }

        var tag = Varint();
        number = (int)Math.Min(tag >> 3, int.MaxValue);
        type = (WireType)(tag & 7);
        return tag >> 3 is > 0 and < 1 << 29 && type is WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32
            ? true
            : throw Broken($"the tag {tag} is none");
    }

    public ulong Varint()
    {
        var value = 0ul;
        for (var i = 0; i < VarintBytesMax; i++)
        {
            var one = Take(1)[0];
            value |= (ulong)(one & 0x7F) << (7 * i);
            if (one < 0x80)
            {
                return i < VarintBytesMax - 1 || one <= 1 ? value : throw Broken("a number has more than 64 bits");
            }
        }

        throw Broken("a number has more than 64 bits");
    }

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public uint Fixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>What follows its own length: text, bytes, a message, packed numbers.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Varint());

    public void Skip(WireType type)
    {
        switch (type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            default:
                Bytes();
                break;
        }
    }

    public static ProtoException Broken(string how) => new(how);

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_message.Length - At))
        {
            throw Broken($"it ends {count - (ulong)(_message.Length - At)} bytes early");
        }

        var taken = _message.Slice(At, (int)count);
        At += (int)count;
        return taken;
    }
}
