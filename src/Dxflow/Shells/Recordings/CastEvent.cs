using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dxflow.Shells.Recordings;

/// <summary>
/// A line of a recording behind its first, as asciicast v2 has it: seconds since it began, what kind of event, its text. See <see
/// cref="Output"/> and the others for the kinds.
/// </summary>
internal readonly record struct CastEvent(double Seconds, char Kind, string Text)
{
    /// <summary>Something was shown.</summary>
    public const char Output = 'o';

    /// <summary>Something was typed.</summary>
    public const char Input = 'i';

    /// <summary>The terminal has another size: COLUMNSxROWS.</summary>
    public const char Resize = 'r';

    /// <summary>Something to find again: who came and went, how it ended.</summary>
    public const char Marker = 'm';

    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With its newline.</summary>
    public ReadOnlySpan<byte> ToLine()
    {
        var line = new ArrayBufferWriter<byte>(Text.Length + 32);
        using (var json = new Utf8JsonWriter(line, Form))
        {
            json.WriteStartArray();
            json.WriteRawValue(Math.Max(0, Seconds).ToString("F6", CultureInfo.InvariantCulture));
            json.WriteStringValue(Kind.ToString());
            json.WriteStringValue(Text);
            json.WriteEndArray();
        }

        line.Write("\n"u8);
        return line.WrittenSpan;
    }

    /// <summary>Null if it is no such line.</summary>
    public static CastEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            return json.Read() && json.TokenType == JsonTokenType.StartArray
                && json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var seconds) && seconds >= 0
                && json.Read() && json.TokenType == JsonTokenType.String && json.GetString() is [var kind]
                && json.Read() && json.TokenType == JsonTokenType.String && json.GetString() is { } text
                && json.Read() && json.TokenType == JsonTokenType.EndArray && !json.Read()
                    ? new CastEvent(seconds, kind, text)
                    : null;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Rows and columns of a <see cref="Resize"/>; null if it is none.</summary>
    public (int Rows, int Columns)? Size() =>
        Kind == Resize && Text.Split('x') is [var columns, var rows]
        && int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
        && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && width > 0 && height > 0
            ? (height, width)
            : null;
}
