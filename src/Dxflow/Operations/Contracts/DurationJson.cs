using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

namespace Dxflow.Operations.Contracts;

/// <summary>A length of time on the wire: <c>"1m30s"</c>. Named in the <c>Converters</c> of each context whose records have one.</summary>
internal sealed class DurationJson : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Durations.TryParse(reader.GetString() ?? "", out var duration, out var error)
            ? duration
            : throw new JsonException(null, new FormatException(error));

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Durations.Format(value));
}
