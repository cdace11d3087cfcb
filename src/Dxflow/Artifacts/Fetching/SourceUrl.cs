using Dxflow.Artifacts.Storing;

namespace Dxflow.Artifacts.Fetching;

/// <summary>
/// An address that a document names as a source: <c>https://…</c>, with <c>#sha256=HEX</c> where the content is known beforehand.
/// <see cref="Shown"/> is without its query, which may hold what nobody else should see.
/// </summary>
internal sealed record SourceUrl(Uri Address, string? Sha256)
{
    public const string Scheme = "https://";
    public const string Checksum = "#sha256=";
    private const int LengthMax = 8192;
    private static readonly string[] Endings = [".tar.gz", ".tgz", ".tar", ".zip"];

    public string Shown => Address.GetLeftPart(UriPartial.Path);

    /// <summary>The last part of the path, of a directory without the ending of its archive, if a file can be called so.</summary>
    public string? NameOf(ArtifactKind kind)
    {
        var name = Uri.UnescapeDataString(Address.Segments[^1]);
        var ending = kind == ArtifactKind.Dir
            ? Endings.FirstOrDefault(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) : null;
        name = name[..^(ending?.Length ?? 0)];
        return ArtifactReference.IsName(name) ? name : null;
    }

    /// <summary>The address, or why the text is none.</summary>
    public static (SourceUrl? Url, string? Refusal) Parse(string text)
    {
        var sha256 = default(string);
        if (text.IndexOf(Checksum, StringComparison.Ordinal) is var at and >= 0)
        {
            (text, sha256) = (text[..at], text[(at + Checksum.Length)..]);
            if (!ObjectShelf.IsHash(sha256))
            {
                return (null, "its sha256 is not 64 hexadecimal digits in lower case");
            }
        }

        var refusal = text.Length > LengthMax ? $"it is longer than {LengthMax} characters"
            : !Uri.TryCreate(text, UriKind.Absolute, out var url) ? "it is no address"
            : Refusal(url);
        return refusal is null ? (new SourceUrl(new Uri(text), sha256), null) : (null, refusal);
    }

    /// <summary>Why nothing is fetched from there; null if it may be, as far as the text tells.</summary>
    public static string? Refusal(Uri url) =>
        url.Scheme != Uri.UriSchemeHttps ? "it does not begin with https://"
        : url.Host.Length == 0 ? "it names no host"
        : url.UserInfo.Length > 0 ? "it holds a name or a password, which would be stored with the document"
        : url.Fragment.Length > 0 ? "what follows # is not sent; only #sha256=HEX is understood"
        : null;
}
