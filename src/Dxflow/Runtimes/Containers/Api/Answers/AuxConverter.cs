using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dxflow.Runtimes.Containers.Api.Answers;

/// <summary>It is an object, or bytes as base64, and what is neither is nothing.</summary>
internal sealed class AuxConverter : JsonConverter<ProgressAux>
{
    public override ProgressAux? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.TryGetBytesFromBase64(out var trace) ? new ProgressAux(Trace: trace) : null;
        }

        using var parsed = JsonDocument.ParseValue(ref reader);
        return parsed.RootElement.ValueKind == JsonValueKind.Object
            ? new ProgressAux(Text(parsed.RootElement, "ID"), Text(parsed.RootElement, "Digest"))
            : null;
    }

    public override void Write(Utf8JsonWriter writer, ProgressAux value, JsonSerializerOptions options) =>
        throw new NotSupportedException("It is only read.");

    private static string? Text(JsonElement map, string name) => map.EnumerateObject()
        .Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String)
        .Select(static member => member.Value.GetString()).FirstOrDefault();
}
