using System.Buffers.Text;

namespace Dxflow.Access.SignIn;

/// <summary>Base64 for URLs in its one form: right length, no padding, no blanks, no spare bits set. One value, one text.</summary>
internal static class StrictBase64
{
    /// <summary>Fills <paramref name="bytes"/> exactly, or returns false.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length))
        {
            return false;
        }

        Span<char> again = stackalloc char[text.Length];
        try
        {
            return Base64Url.TryDecodeFromChars(text, bytes, out var written)
                && written == bytes.Length
                && Base64Url.TryEncodeToChars(bytes, again, out _)
                && again.SequenceEqual(text);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
