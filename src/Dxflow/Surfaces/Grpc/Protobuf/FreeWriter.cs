using System.Text.Json;
using Dxflow.Foundation.Protobuf;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>The user's own JSON as google.protobuf.Value, with the numbers of <see cref="FreeReader"/>.</summary>
internal static class FreeWriter
{
    public static void Write(ProtoWriter to, int number, ref Utf8JsonReader json)
    {
        var begun = to.Begin(number);
        switch (json.TokenType)
        {
            case JsonTokenType.Number:
                to.Number(FreeReader.NumberValue, json.GetDouble());
                break;
            case JsonTokenType.String:
                to.Text(FreeReader.Text, json.GetString()!);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                to.Flag(FreeReader.Flag, json.GetBoolean());
                break;
            case JsonTokenType.StartObject:
                Struct(to, ref json);
                break;
            case JsonTokenType.StartArray:
                var list = to.Begin(FreeReader.List);
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    Write(to, FreeReader.Members, ref json);
                }

                to.End(list);
                break;
            default:
                to.Varint(FreeReader.Null, 0);
                break;
        }

        to.End(begun);
    }

    private static void Struct(ProtoWriter to, ref Utf8JsonReader json)
    {
        var members = to.Begin(FreeReader.Object);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var entry = to.Begin(FreeReader.Members);
            to.Text(MapEntry.KeyNumber, json.GetString()!);
            json.Read();
            Write(to, MapEntry.ValueNumber, ref json);
            to.End(entry);
        }

        to.End(members);
    }
}
