using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Dxflow.Foundation.Tracing;

namespace Dxflow.Engine.Tracing;

/// <summary>
/// Spans as an ExportTraceServiceRequest in OTLP's JSON: ids in hex, whole numbers of 64 bits as text, enums as numbers
/// (opentelemetry.io, OTLP 1.x, "JSON Protobuf Encoding").
/// </summary>
internal static class OtlpJson
{
    private const int StatusError = 2;

    public static byte[] Write(IReadOnlyList<KeyValuePair<string, object>> resource, string version, IReadOnlyList<Span> spans)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans");
        json.WriteStartObject();
        json.WriteStartObject("resource");
        Attributes(json, resource);
        json.WriteEndObject();
        json.WriteStartArray("scopeSpans");
        json.WriteStartObject();
        json.WriteStartObject("scope");
        json.WriteString("name", "dxflow");
        json.WriteString("version", version);
        json.WriteEndObject();
        json.WriteStartArray("spans");
        foreach (var span in spans)
        {
            Write(json, span);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Span span)
    {
        json.WriteStartObject();
        json.WriteString("traceId", span.Context.Trace);
        json.WriteString("spanId", span.Context.Span);
        if (span.Context.State is { } state)
        {
            json.WriteString("traceState", state);
        }

        if (span.Parent is { } parent)
        {
            json.WriteString("parentSpanId", parent);
        }

        json.WriteString("name", span.Name);
        json.WriteNumber("kind", (int)span.Kind);
        json.WriteString("startTimeUnixNano", Nanoseconds(span.Start));
        json.WriteString("endTimeUnixNano", Nanoseconds(span.End));
        Attributes(json, span.Attributes);
        if (span.Error is { } error)
        {
            json.WriteStartObject("status");
            json.WriteString("message", error);
            json.WriteNumber("code", StatusError);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Attributes(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object>> attributes)
    {
        json.WriteStartArray("attributes");
        foreach (var (key, value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartObject("value");
            json.WriteString(value is string ? "stringValue" : "intValue", Convert.ToString(value, CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Nanoseconds(DateTimeOffset at) =>
        ((at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * TimeSpan.NanosecondsPerTick).ToString(CultureInfo.InvariantCulture);
}
