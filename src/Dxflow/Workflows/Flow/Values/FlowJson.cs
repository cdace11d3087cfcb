using Dxflow.Artifacts;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// Values as JSON. The declared type gives a value its form back (<see cref="FlowJsonReader"/>): an artifact is an object
/// with <c>sha256 kind name size</c>, and <c>executable</c> if it is; a float always has a dot or an exponent, so that it stays one
/// where the type is <c>json</c>.
/// </summary>
internal static class FlowJson
{
    public const string Masked = "***";

    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string Text(FlowValue value, FlowJsonForm form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, value, form);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>An object of named values, as journaled and sent.</summary>
    public static JsonElement Element(IEnumerable<KeyValuePair<string, FlowValue>> values, FlowJsonForm form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            WriteObject(writer, values, form);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, FlowJsonReader.Options);
        return document.RootElement.Clone();
    }

    public static JsonElement Element(FlowValue value, FlowJsonForm form)
    {
        using var document = JsonDocument.Parse(Text(value, form), FlowJsonReader.Options);
        return document.RootElement.Clone();
    }

    public static void Write(Utf8JsonWriter writer, FlowValue value, FlowJsonForm form)
    {
        switch (value)
        {
            case NullValue:
                writer.WriteNullValue();
                break;
            case BoolValue flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case IntValue number:
                writer.WriteNumberValue(number.Value);
                break;
            case FloatValue number:
                writer.WriteRawValue(FlowText.Float(number.Value));
                break;
            case StringValue text:
                writer.WriteStringValue(text.Value);
                break;
            case SecretValue secret:
                writer.WriteStringValue(form == FlowJsonForm.Stored ? secret.Reveal : Masked);
                break;
            case ArtifactValue artifact:
                WriteArtifact(writer, artifact, form);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item, form);
                }

                writer.WriteEndArray();
                break;
            case MapValue map:
                WriteObject(writer, map.Items, form);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, FlowValue>> items, FlowJsonForm form)
    {
        writer.WriteStartObject();
        foreach (var (name, item) in items)
        {
            writer.WritePropertyName(name);
            Write(writer, item, form);
        }

        writer.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter writer, ArtifactValue artifact, FlowJsonForm form)
    {
        if (form is FlowJsonForm.Task or FlowJsonForm.Shown)
        {
            writer.WriteStringValue(form == FlowJsonForm.Task ? artifact.Path ?? artifact.Name : artifact.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("sha256", artifact.Sha256);
        writer.WriteString("kind", artifact.Kind == ArtifactKind.Dir ? "dir" : "file");
        writer.WriteString("name", artifact.Name);
        writer.WritePropertyName("size");
        writer.WriteRawValue(artifact.Size.ToString(CultureInfo.InvariantCulture));
        if (artifact.Executable)
        {
            writer.WriteBoolean("executable", true);
        }

        if (form == FlowJsonForm.Located && artifact.Path is { } path)
        {
            writer.WriteString("path", path);
        }

        writer.WriteEndObject();
    }
}
