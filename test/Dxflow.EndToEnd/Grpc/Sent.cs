using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;

namespace Dxflow.EndToEnd.Grpc;

/// <summary>
/// What HTTP has as JSON, as the JavaScript client of gRPC has it: times in seconds, long names of choices, nothing for null.
/// </summary>
internal static class Sent
{
    public static JsonObject Of(JsonObject record, JsonTypeInfo type)
    {
        var sent = new JsonObject();
        foreach (var field in Contract.Of(type).Fields)
        {
            var value = record[field.Name];
            if (field.Type.Kind == FieldKind.Free && record.ContainsKey(field.Name))
            {
                sent[field.Name] = Free(value);
            }
            else if (value is not (null or JsonArray { Count: 0 }) && !(field.Type.Kind == FieldKind.Map && value.AsObject().Count == 0))
            {
                sent[field.Name] = Of(value, field.Type);
            }
        }

        return sent;
    }

    private static JsonNode Of(JsonNode value, FieldType type) => type.Kind switch
    {
        FieldKind.List => new JsonArray([.. value.AsArray().Select(each => Of(each!, type.Element!))]),
        FieldKind.Map => new JsonObject(value.AsObject().Select(
            each => KeyValuePair.Create(each.Key, (JsonNode?)Of(each.Value!, type.Element!)))),
        FieldKind.Record => Of(value.AsObject(), type.Json),
        FieldKind.Free => Free(value),
        FieldKind.Choice => Choice((string)value!, type),
        FieldKind.Instant => Time(DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch),
        FieldKind.Duration => Time(Durations.Parse((string)value!)),
        _ => value.DeepClone(),
    };

    private static string Choice(string word, FieldType type) =>
        JsonNamingPolicy.SnakeCaseUpper.ConvertName((Nullable.GetUnderlyingType(type.Json.Type) ?? type.Json.Type).Name)
        + "_" + word.ToUpperInvariant();

    private static JsonObject Time(TimeSpan time) => new()
    {
        ["seconds"] = time.Ticks / TimeSpan.TicksPerSecond,
        ["nanos"] = time.Ticks % TimeSpan.TicksPerSecond * 100,
    };

    private static JsonObject Free(JsonNode? value) => value switch
    {
        null => new() { ["nullValue"] = "NULL_VALUE" },
        JsonObject members => new()
        {
            ["structValue"] = members.Count == 0 ? [] : new JsonObject
            {
                ["fields"] = new JsonObject(members.Select(static each => KeyValuePair.Create(each.Key, (JsonNode?)Free(each.Value)))),
            },
        },
        JsonArray { Count: 0 } => new() { ["listValue"] = new JsonObject() },
        JsonArray items => new() { ["listValue"] = new JsonObject { ["values"] = new JsonArray([.. items.Select(Free)]) } },
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => new() { ["stringValue"] = value.DeepClone() },
            JsonValueKind.Number => new() { ["numberValue"] = value.DeepClone() },
            _ => new() { ["boolValue"] = value.DeepClone() },
        },
    };
}
