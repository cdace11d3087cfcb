using System.Globalization;
using System.Text.Json;

namespace Dxflow.Operations.Contracts;

/// <summary>
/// Text from a command line, a path or a query as the JSON that the contract wants. What cannot be converted stays text, so that
/// <see cref="RequestReader"/> says what is wrong: there is one validator. Lists are repeated; maps are repeated <c>key=value</c>.
/// </summary>
internal static class TextValues
{
    public static void Write(Utf8JsonWriter writer, Field field, IReadOnlyList<string> values)
    {
        writer.WritePropertyName(field.Name);
        switch (field.Type.Kind)
        {
            case FieldKind.List when !(values is [var whole] && whole.StartsWith('[') && IsJson(whole)):
                writer.WriteStartArray();
                foreach (var value in values)
                {
                    WriteOne(writer, field.Type.Element!, value);
                }

                writer.WriteEndArray();
                break;
            case FieldKind.Map when values.All(static value => value.IndexOf('=') > 0):
                WriteMap(writer, field, values);
                break;
            case var _ when values.Count != 1:
                throw Fault.Invalid($"{field.Name} is given {values.Count} times.", "Give it once.");
            default:
                WriteOne(writer, field.Type, values[0]);
                break;
        }
    }

    /// <summary>The inverse, for a client that puts a request's property into a query.</summary>
    public static IEnumerable<string> Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array when value.EnumerateArray().All(IsScalar) => value.EnumerateArray().Select(Text),
        JsonValueKind.Object when value.EnumerateObject().All(static member => IsScalar(member.Value)) =>
            value.EnumerateObject().Select(static member => member.Name + "=" + Text(member.Value)),
        JsonValueKind.Null => [],
        _ => [Text(value)],
    };

    private static bool IsScalar(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null);

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static void WriteMap(Utf8JsonWriter writer, Field field, IReadOnlyList<string> pairs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=');
            if (!seen.Add(pair[..at]))
            {
                throw Fault.Invalid($"{field.Name} has '{pair[..at]}' twice.", "Give each key once.");
            }

            writer.WritePropertyName(pair[..at]);
            WriteOne(writer, field.Type.Element!, pair[(at + 1)..]);
        }

        writer.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter writer, FieldType type, string text)
    {
        switch (type.Kind)
        {
            case FieldKind.Flag when text is "true" or "false" or "":
                writer.WriteBooleanValue(text != "false");
                break;
            case FieldKind.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer):
                writer.WriteNumberValue(integer);
                break;
            case FieldKind.Number
                when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case FieldKind.Free or FieldKind.Record or FieldKind.Map or FieldKind.List when IsJson(text):
                writer.WriteRawValue(text);
                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text, RequestReader.Strict);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
