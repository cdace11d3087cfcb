using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dxflow.Sdk;

/// <summary>A text that nobody is shown: <c>secret</c> in a document. It is only seen by asking for its <see cref="Value"/>.</summary>
/// <param name="Value">The text in clear.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct SecretText(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => "***";

    /// <summary>For generated code: a path is how it is written.</summary>
    public sealed class Converter : JsonConverter<SecretText>
    {
        /// <inheritdoc/>
        public override SecretText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString()!);

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, SecretText value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
