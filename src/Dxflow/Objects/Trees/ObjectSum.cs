using System.Globalization;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Files.Beneath;
using Dxflow.Operations;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>
/// The checksum of what was brought, kept beside the content as an extended attribute, so that it goes where the file goes. With it are
/// the length and the time of the content that it is of: where they differ, somebody has written to the file since.
/// </summary>
internal sealed record ObjectSum(string Sha256, long Length, DateTimeOffset ModifiedAt)
{
    private const string Attribute = "user.dxflow.sum";
    private const string Version = "1";

    /// <summary>False where the file system keeps no such: then nothing is known of the file later.</summary>
    public static bool Keep(SafeFileHandle file, string sha256, string path)
    {
        var stat = FileStat.Of(file, path);
        return BeneathCalls.TrySetAttribute(file, Attribute, new ObjectSum(sha256, stat.Length, stat.ModifiedAt).Text(), path);
    }

    /// <summary>What was kept; null if nothing was, or it cannot be read.</summary>
    public static ObjectSum? Read(SafeFileHandle file) =>
        BeneathCalls.Attribute(file, Attribute)?.Split(' ') is [Version, { Length: 64 } sha256, var length, var modified]
        && long.TryParse(length, CultureInfo.InvariantCulture, out var bytes)
        && long.TryParse(modified, CultureInfo.InvariantCulture, out var at)
            ? new ObjectSum(sha256, bytes, DateTimeOffset.FromUnixTimeMilliseconds(at)) : null;

    /// <summary>Whether it is of the content that the file has, as far as that can be told without reading it.</summary>
    public bool IsOf(FileStat stat) => stat.Length == Length && stat.ModifiedAt == ModifiedAt;

    /// <exception cref="Fault">A text that somebody gives for one is none.</exception>
    public static void Check(string? sha256)
    {
        if (sha256 is not null && (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)))
        {
            throw Fault.Invalid("sha256: it has to be 64 hexadecimal digits in lower case");
        }
    }

    private string Text() => string.Create(
        CultureInfo.InvariantCulture, $"{Version} {Sha256} {Length} {ModifiedAt.ToUnixTimeMilliseconds()}");
}
