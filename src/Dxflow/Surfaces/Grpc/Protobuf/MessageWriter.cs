using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Foundation.Protobuf;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>
/// An answer as a message, made from the JSON that every other surface shows: one serializer, one definition. What is null is left
/// out.
/// </summary>
internal sealed class MessageWriter(MessageTypes types)
{
    public void Write(ProtoWriter to, JsonTypeInfo record, object answer)
    {
        var json = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes(answer, record));
        json.Read();
        Record(to, record, ref json);
    }

    private void Record(ProtoWriter to, JsonTypeInfo record, ref Utf8JsonReader json)
    {
        var type = types.Of(record);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name == type.Discriminator && type.Find(json.GetString()!) is { } chosen)
            {
                // The case is named first, and all that follows is its own.
                var begun = to.Begin(chosen.Number);
                Record(to, chosen.Type.Json, ref json);
                to.End(begun);
                return;
            }

            if (type.Find(name) is { } field)
            {
                Field(to, field, ref json);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private void Field(ProtoWriter to, MessageField field, ref Utf8JsonReader json)
    {
        switch (field.Type.Kind)
        {
            case var kind when json.TokenType == JsonTokenType.Null && kind != FieldKind.Free:
                break;
            case FieldKind.List:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    Value(to, field.Number, field.Type.Element!, ref json);
                }

                break;
            case FieldKind.Map:
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    var begun = to.Begin(field.Number);
                    to.Text(MapEntry.KeyNumber, json.GetString()!);
                    json.Read();
                    Value(to, MapEntry.ValueNumber, field.Type.Element!, ref json);
                    to.End(begun);
                }

                break;
            default:
                Value(to, field.Number, field.Type, ref json);
                break;
        }
    }

    private void Value(ProtoWriter to, int number, FieldType type, ref Utf8JsonReader json)
    {
        switch (type.Kind)
        {
            case FieldKind.Flag:
                to.Flag(number, json.GetBoolean());
                break;
            case FieldKind.Integer:
                to.Varint(number, (ulong)json.GetInt64());
                break;
            case FieldKind.Number:
                to.Number(number, json.GetDouble());
                break;
            case FieldKind.Choice:
                var word = json.GetString();
                to.Varint(number, (ulong)types.Of(type).First(known => known.Value == word).Key);
                break;
            case FieldKind.Bytes:
                to.Bytes(number, json.GetBytesFromBase64());
                break;
            case FieldKind.Instant:
                Times.Write(to, number, json.GetDateTimeOffset());
                break;
            case FieldKind.Duration:
                Times.Write(to, number, Durations.Parse(json.GetString()!));
                break;
            case FieldKind.Record:
                var begun = to.Begin(number);
                Record(to, type.Json, ref json);
                to.End(begun);
                break;
            case FieldKind.Free:
                FreeWriter.Write(to, number, ref json);
                break;
            default:
                to.Text(number, json.GetString()!);
                break;
        }
    }
}
