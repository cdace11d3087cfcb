using System.Text.Json;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>
/// google.protobuf.Value, the user's own JSON: null (1), number (2), text (3), bool (4), object (5: a map, 1), list (6: values, 1).
/// </summary>
internal static class FreeReader
{
    public const int Null = 1;
    public const int NumberValue = 2;
    public const int Text = 3;
    public const int Flag = 4;
    public const int Object = 5;
    public const int List = 6;

    /// <summary>What a struct or a list consists of.</summary>
    public const int Members = 1;

    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> value, int depth)
    {
        if (depth > RequestReader.Strict.MaxDepth)
        {
            throw ProtoReader.Broken($"it is deeper than {RequestReader.Strict.MaxDepth}");
        }

        var kind = 0;
        var start = 0;
        var reader = new ProtoReader(value);
        while (reader.Next(out var number, out var wire))
        {
            if (wire != WireOf(number))
            {
                throw ProtoReader.Broken($"a free value has no {wire} with the number {number}");
            }

            (kind, start) = (number, reader.At);
            reader.Skip(wire);
        }

        One(json, kind, new ProtoReader(value[start..]), depth);
    }

    /// <summary>JSON has no infinity: as a text it is refused in the validator's own words.</summary>
    public static void Number(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static void One(Utf8JsonWriter json, int kind, ProtoReader content, int depth)
    {
        switch (kind)
        {
            case Null:
                json.WriteNullValue();
                break;
            case NumberValue:
                var number = BitConverter.UInt64BitsToDouble(content.Fixed64());
                json.WriteNumberValue(double.IsFinite(number) ? number : throw ProtoReader.Broken($"{number} is no number of JSON"));
                break;
            case Text:
                json.WriteStringValue(MessageReader.Text(content.Bytes()));
                break;
            case Flag:
                json.WriteBooleanValue(content.Varint() != 0);
                break;
            case Object:
                Struct(json, content.Bytes(), depth);
                break;
            case List:
                Values(json, content.Bytes(), depth);
                break;
            default:
                throw ProtoReader.Broken("a free value says nothing");
        }
    }

    private static void Struct(Utf8JsonWriter json, ReadOnlySpan<byte> members, int depth)
    {
        var last = new Dictionary<string, (int Start, int Length)>(StringComparer.Ordinal);
        var reader = new ProtoReader(members);
        while (reader.Next(out var number, out var wire))
        {
            var entry = Member(ref reader, number, wire);
            last[MapEntry.Key(entry)] = (reader.At - entry.Length, entry.Length);
        }

        json.WriteStartObject();
        foreach (var (name, (start, length)) in last)
        {
            json.WritePropertyName(name);
            Write(json, MapEntry.Value(members.Slice(start, length), out _), depth + 1);
        }

        json.WriteEndObject();
    }

    private static void Values(Utf8JsonWriter json, ReadOnlySpan<byte> values, int depth)
    {
        json.WriteStartArray();
        var reader = new ProtoReader(values);
        while (reader.Next(out var number, out var wire))
        {
            Write(json, Member(ref reader, number, wire), depth + 1);
        }

        json.WriteEndArray();
    }

    private static ReadOnlySpan<byte> Member(ref ProtoReader reader, int number, WireType wire) =>
        number == Members && wire == WireType.Bytes
            ? reader.Bytes()
            : throw ProtoReader.Broken($"a free value has no {wire} with the number {number} inside");

    private static WireType? WireOf(int number) => number switch
    {
        Null or Flag => WireType.Varint,
        NumberValue => WireType.Fixed64,
        Text or Object or List => WireType.Bytes,
        _ => null,
    };
}
