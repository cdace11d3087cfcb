using System.Text;
using Dxflow.Foundation.Protobuf;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>One entry of a map: a message of a key (1), which is text, and a value (2); of each the last counts.</summary>
internal static class MapEntry
{
    public const int KeyNumber = 1;
    public const int ValueNumber = 2;

    public static string Key(ReadOnlySpan<byte> entry)
    {
        var key = "";
        var reader = new ProtoReader(entry);
        while (reader.Next(out var number, out var wire))
        {
            if (number == KeyNumber && wire == WireType.Bytes)
            {
                key = Encoding.UTF8.GetString(MessageReader.Text(reader.Bytes()));
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return key;
    }

    /// <summary>The value as it stands; <paramref name="given"/> is null if there is none.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> entry, out WireType? given)
    {
        given = null;
        var value = ReadOnlySpan<byte>.Empty;
        var reader = new ProtoReader(entry);
        while (reader.Next(out var number, out var wire))
        {
            var start = reader.At;
            if (number == ValueNumber && wire == WireType.Bytes)
            {
                given = wire;
                value = reader.Bytes();
                continue;
            }

            reader.Skip(wire);
            if (number == ValueNumber)
            {
                given = wire;
                value = entry[start..reader.At];
            }
        }

        return value;
    }
}
