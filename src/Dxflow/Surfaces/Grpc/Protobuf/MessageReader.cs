using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>
/// A message as the JSON that the one validator reads: what it cannot be is written as what it is, so that all that is wrong is said
/// in the same words as elsewhere. A number that no field has becomes a property of that name, which is refused.
/// </summary>
internal sealed class MessageReader(MessageTypes types)
{

    public object Read(JsonTypeInfo record, ReadOnlySpan<byte> message)
    {
        using var parsed = RequestReader.Parse(Json(record, message));
        return RequestReader.Read(record, parsed.RootElement);
    }

    public ReadOnlyMemory<byte> Json(JsonTypeInfo record, ReadOnlySpan<byte> message)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(256, message.Length));
        try
        {
            using var json = new Utf8JsonWriter(text);
            Record(json, record, message, depth: 1);
        }
        catch (ProtoException broken)
        {
            throw GrpcRefusal.Proto(broken);
        }

        return text.WrittenMemory;
    }

    private void Record(Utf8JsonWriter json, JsonTypeInfo record, ReadOnlySpan<byte> message, int depth)
    {
        if (depth > RequestReader.Strict.MaxDepth)
        {
            throw ProtoReader.Broken($"it is deeper than {RequestReader.Strict.MaxDepth}");
        }

        var type = types.Of(record);
        var fields = new FieldPieces(message, type);
        json.WriteStartObject();
        if (type.Discriminator is { } discriminator)
        {
            if (fields.Last >= 0)
            {
                json.WriteString(discriminator, type.Fields[fields.Last].Name);
                Members(json, type.Fields[fields.Last].Type.Json, fields.Whole(fields.Last, message, merges: true), depth);
            }
        }
        else
        {
            Members(json, type, fields, message, depth);
        }

        Unknown(json, fields);
        json.WriteEndObject();
    }

    private void Members(Utf8JsonWriter json, JsonTypeInfo record, ReadOnlySpan<byte> message, int depth)
    {
        var type = types.Of(record);
        var fields = new FieldPieces(message, type);
        Members(json, type, fields, message, depth);
        Unknown(json, fields);
    }

    private void Members(Utf8JsonWriter json, MessageType type, FieldPieces fields, ReadOnlySpan<byte> message, int depth)
    {
        foreach (var (index, field) in type.Fields.Index())
        {
            var isMany = field.Type.Kind is FieldKind.List or FieldKind.Map;
            if (!fields.Has(index) && !(isMany && field.Required))
            {
                continue;
            }

            json.WritePropertyName(field.Name);
            switch (field.Type.Kind)
            {
                case FieldKind.List:
                    List(json, field.Type.Element!, fields.Of(index), message, depth + 1);
                    break;
                case FieldKind.Map:
                    Map(json, field.Type.Element!, fields.Of(index), message, depth + 1);
                    break;
                default:
                    Value(json, field.Type, fields.Whole(index, message, Merges(field.Type.Kind)), fields.WireOf(index), depth);
                    break;
            }
        }
    }

    private static void Unknown(Utf8JsonWriter json, FieldPieces fields)
    {
        foreach (var number in fields.Unknown)
        {
            json.WriteNull($"field {number}");
        }
    }

    private void List(Utf8JsonWriter json, FieldType element, IEnumerable<Piece> pieces, ReadOnlySpan<byte> message, int depth)
    {
        json.WriteStartArray();
        foreach (var piece in pieces)
        {
            var value = piece.In(message);
            if (piece.Wire != WireType.Bytes || !IsPacked(element.Kind))
            {
                Value(json, element, value, piece.Wire, depth);
                continue;
            }

            var wire = element.Kind == FieldKind.Number ? WireType.Fixed64 : WireType.Varint;
            var packed = new ProtoReader(value);
            while (!packed.IsAtEnd)
            {
                var from = packed.At;
                packed.Skip(wire);
                Value(json, element, value[from..packed.At], wire, depth);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Entries are messages of key (1) and value (2); of two with one key the later counts.</summary>
    private void Map(Utf8JsonWriter json, FieldType element, IEnumerable<Piece> pieces, ReadOnlySpan<byte> message, int depth)
    {
        var last = new Dictionary<string, Piece>(StringComparer.Ordinal);
        foreach (var piece in pieces)
        {
            last[MapEntry.Key(piece.Message(message))] = piece;
        }

        json.WriteStartObject();
        foreach (var (key, piece) in last)
        {
            json.WritePropertyName(key);
            var value = MapEntry.Value(piece.Message(message), out var given);
            var wire = given ?? WireOf(element.Kind);
            Value(json, element, given is null ? Zero(wire) : value, wire, depth);
        }

        json.WriteEndObject();
    }

    private void Value(Utf8JsonWriter json, FieldType type, ReadOnlySpan<byte> value, WireType wire, int depth)
    {
        if (wire != WireOf(type.Kind))
        {
            throw ProtoReader.Broken($"there is {wire} where {WireOf(type.Kind)} belongs");
        }

        var number = wire == WireType.Varint ? new ProtoReader(value).Varint() : 0;
        switch (type.Kind)
        {
            case FieldKind.Flag:
                json.WriteBooleanValue(number != 0);
                break;
            case FieldKind.Integer:
                json.WriteNumberValue((long)number);
                break;
            case FieldKind.Number:
                FreeReader.Number(json, BitConverter.UInt64BitsToDouble(new ProtoReader(value).Fixed64()));
                break;
            case FieldKind.Choice:
                Choice(json, type, (long)number);
                break;
            case FieldKind.Bytes:
                json.WriteBase64StringValue(value);
                break;
            case FieldKind.Instant:
                json.WriteStringValue(Times.Instant(value));
                break;
            case FieldKind.Duration:
                json.WriteStringValue(Times.Duration(value));
                break;
            case FieldKind.Record:
                Record(json, type.Json, value, depth + 1);
                break;
            case FieldKind.Free:
                FreeReader.Write(json, value, depth + 1);
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }

    private void Choice(Utf8JsonWriter json, FieldType type, long number)
    {
        foreach (var known in types.Of(type))
        {
            if (known.Key == number)
            {
                json.WriteStringValue(known.Value);
                return;
            }
        }

        json.WriteNumberValue(number);
    }

    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> value) =>
        Utf8.IsValid(value) ? value : throw ProtoReader.Broken("a text is not UTF-8");

    private static bool Merges(FieldKind kind) =>
        kind is FieldKind.Record or FieldKind.Free or FieldKind.Instant or FieldKind.Duration;

    private static bool IsPacked(FieldKind kind) => WireOf(kind) != WireType.Bytes;

    private static WireType WireOf(FieldKind kind) => kind switch
    {
        FieldKind.Flag or FieldKind.Integer or FieldKind.Choice => WireType.Varint,
        FieldKind.Number => WireType.Fixed64,
        _ => WireType.Bytes,
    };

    /// <summary>What an entry of a map means that says no value.</summary>
    private static ReadOnlySpan<byte> Zero(WireType wire) => wire switch
    {
        WireType.Varint => [0],
        WireType.Fixed64 => [0, 0, 0, 0, 0, 0, 0, 0],
        _ => [],
    };
}
