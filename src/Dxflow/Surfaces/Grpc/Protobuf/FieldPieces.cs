using Dxflow.Foundation.Protobuf;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>Where in a message a value stands: without its tag and, of bytes, without their length.</summary>
internal readonly record struct Piece(int Start, int Length, WireType Wire, int Before)
{
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> message) => message.Slice(Start, Length);

    public ReadOnlySpan<byte> Message(ReadOnlySpan<byte> message) =>
        Wire == WireType.Bytes ? In(message) : throw ProtoReader.Broken("there is a number where a message belongs");
}

/// <summary>
/// The values of a message by field, since they may come in any order and more than once: of scalars the last counts, messages are
/// one behind the other, which is how protocol buffers merge them.
/// </summary>
internal sealed class FieldPieces
{
    private const int UnknownMax = 20;
    private readonly List<Piece> _pieces = [];
    private readonly int[] _last;

    public FieldPieces(ReadOnlySpan<byte> message, MessageType type)
    {
        _last = new int[type.Fields.Count];
        Array.Fill(_last, -1);
        var reader = new ProtoReader(message);
        while (reader.Next(out var number, out var wire))
        {
            var start = reader.At;
            reader.Skip(wire);
            if (type.Find(number) is >= 0 and var index)
            {
                // The length before bytes is no part of them; it is as long as what is left says.
                var length = wire == WireType.Bytes ? new ProtoReader(message[start..]).Bytes().Length : reader.At - start;
                _pieces.Add(new Piece(reader.At - length, length, wire, _last[index]));
                Last = index;
                _last[index] = _pieces.Count - 1;
            }
            else if (!Unknown.Contains(number) && Unknown.Count < UnknownMax)
            {
                Unknown.Add(number);
            }
        }
    }

    /// <summary>The field that came last, or -1: of the cases of a union the one that counts.</summary>
    public int Last { get; } = -1;

    /// <summary>Numbers that no field has; the first few.</summary>
    public List<int> Unknown { get; } = [];

    public bool Has(int field) => _last[field] >= 0;

    public WireType WireOf(int field) => _pieces[_last[field]].Wire;

    public IReadOnlyList<Piece> Of(int field)
    {
        var found = new List<Piece>();
        for (var at = _last[field]; at >= 0; at = _pieces[at].Before)
        {
            found.Add(_pieces[at]);
        }

        found.Reverse();
        return found;
    }

    /// <summary>The value of a field that has one: the last, or all bytes of messages merged.</summary>
    public ReadOnlySpan<byte> Whole(int field, ReadOnlySpan<byte> message, bool merges)
    {
        var last = _pieces[_last[field]];
        if (!merges || last.Before < 0)
        {
            return last.In(message);
        }

        var whole = new List<byte>();
        foreach (var piece in Of(field))
        {
            whole.AddRange(piece.Message(message));
        }

        return whole.ToArray();
    }
}
