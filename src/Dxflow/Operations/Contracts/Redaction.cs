using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dxflow.Operations.Contracts;

/// <summary>
/// A request as the audit log may keep it: its top-level scalars, shortened; no secrets, no documents, no lists but those marked.
/// </summary>
internal static class Redaction
{
    private const int ValueCharactersMax = 200;
    private const int ItemsMax = 20;

    public static string Of(JsonTypeInfo type, object request)
    {
        var value = JsonSerializer.SerializeToElement(request, type);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var field in Contract.Of(type).Fields)
            {
                if (!field.Marks.FromFile && value.TryGetProperty(field.Name, out var given))
                {
                    Write(writer, field, given);
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, Field field, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array when field.Marks is { Audited: true, Secret: false }:
                writer.WriteStartArray(field.Name);
                foreach (var item in value.EnumerateArray().Take(ItemsMax))
                {
                    writer.WriteStringValue(Short(item.ToString()));
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Null or JsonValueKind.Array or JsonValueKind.Object:
                break;
            case var _ when field.Marks.Secret:
                writer.WriteString(field.Name, "***");
                break;
            case JsonValueKind.String:
                writer.WriteString(field.Name, Short(value.GetString()!));
                break;
            default:
                writer.WritePropertyName(field.Name);
                value.WriteTo(writer);
                break;
        }
    }

    private static string Short(string text) => text.Length <= ValueCharactersMax ? text : text[..ValueCharactersMax] + "…";
}
