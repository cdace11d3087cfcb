using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dxflow.Runtimes.Containers.Api.Answers;

/// <summary>A moment that one engine writes as seconds and another as a date.</summary>
internal sealed class UnixSeconds : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var seconds) => seconds,
        JsonTokenType.String when DateTimeOffset.TryParse(
            reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) => date.ToUnixTimeSeconds(),
        _ => 0,
    };

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
