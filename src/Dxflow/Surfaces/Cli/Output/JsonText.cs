using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>JSON for a terminal or a pipe: nothing is escaped that need not be.</summary>
internal static class JsonText
{
    public static string Indented(JsonElement value) => Write(value, indented: true);

    public static string Compact(JsonElement value) => Write(value, indented: false);

    private static string Write(JsonElement value, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
