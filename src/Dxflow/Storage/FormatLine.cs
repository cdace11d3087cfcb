using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;

namespace Dxflow.Storage;

/// <summary>
/// The first line of every stored file: the format's name, its version, further numbers, and the checksum of the line itself, so that
/// a flipped bit is never taken for another version: <c>dxflow-index 1 8291 5f0c33aa 0d1e8a77</c>.
/// </summary>
internal static class FormatLine
{
    public const int LengthMax = 128;

    public static byte[] Write(string format, int version, params ReadOnlySpan<string> fields)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{format} {version}");
        foreach (var field in fields)
        {
            text.Append(' ').Append(field);
        }

        var body = text.ToString();
        return Encoding.ASCII.GetBytes($"{body} {Sum(body)}\n");
    }

    /// <summary>
    /// Reads a line at the start of <paramref name="bytes"/>: its version and further fields, and how long it is with its end.
    /// Null if there is no intact line of this format.
    /// </summary>
    /// <exception cref="NewerFormatException">The line is intact and its version is above <paramref name="known"/>.</exception>
    public static (int Version, string[] Fields, int Length)? Read(ReadOnlySpan<byte> bytes, string format, int known, string path)
    {
        var end = bytes[..Math.Min(bytes.Length, LengthMax)].IndexOf((byte)'\n');
        if (end < 0)
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(bytes[..end]).TrimEnd(' ');
        var cut = text.LastIndexOf(' ');
        if (cut < 0 || text[(cut + 1)..] != Sum(text[..cut]))
        {
            return null;
        }

        var parts = text[..cut].Split(' ');
        if (parts.Length < 2 || parts[0] != format
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return null;
        }

        return version <= known ? (version, parts[2..], end + 1) : throw new NewerFormatException(path, format, version, known);
    }

    private static string Sum(string text) => Crc32C.Of(Encoding.Latin1.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);
}
