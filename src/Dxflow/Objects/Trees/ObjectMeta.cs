using System.Text.Json;
using System.Text.RegularExpressions;
using Dxflow.Foundation.Files.Beneath;
using Dxflow.Operations;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>
/// What people note of an object, pairs of a name and a value. Kept as an extended attribute, as checksums are, so that it goes where the
/// object goes.
/// </summary>
internal static partial class ObjectMeta
{
    public const int PairsMax = 32;
    public const int ValueLengthMax = 500;

    /// <summary>With the checksum it has to fit into what file systems have for one file.</summary>
    public const int BytesMax = 2048;
    private const string Attribute = "user.dxflow.meta";

    public static IReadOnlyDictionary<string, string>? Read(SafeFileHandle file)
    {
        try
        {
            return BeneathCalls.Attribute(file, Attribute) is { Length: > 2 } text
                ? JsonSerializer.Deserialize(text, ObjectJson.Default.DictionaryStringString) : null;
        }
        catch (JsonException)
        {
            // Somebody else wrote it.
            return null;
        }
    }

    public static void Keep(SafeFileHandle file, Dictionary<string, string> pairs, string path)
    {
        Check(pairs);
        var text = JsonSerializer.Serialize(pairs, ObjectJson.Default.DictionaryStringString);
        if (System.Text.Encoding.UTF8.GetByteCount(text) > BytesMax)
        {
            throw Fault.Invalid($"meta: all of it may have {BytesMax} bytes", "keep what is longer in a file beside it");
        }

        if (!BeneathCalls.TrySetAttribute(file, Attribute, text, path))
        {
            throw Fault.Conflict("the file system of the object storage keeps no notes on files", "move the home to one that does");
        }
    }

    /// <summary>A copy has the notes of what it was made of.</summary>
    public static void Carry(SafeFileHandle from, SafeFileHandle to, string path)
    {
        if (BeneathCalls.Attribute(from, Attribute) is { } text)
        {
            BeneathCalls.TrySetAttribute(to, Attribute, text, path);
        }
    }

    private static void Check(Dictionary<string, string> pairs)
    {
        if (pairs.Count > PairsMax)
        {
            throw Fault.Invalid($"meta: there may be {PairsMax} pairs, not {pairs.Count}");
        }

        if (pairs.Keys.FirstOrDefault(static name => !NamePattern().IsMatch(name)) is { } name)
        {
            throw Fault.Invalid($"meta: '{name}' is no name", "use up to 64 letters, digits and . _ -");
        }

        if (pairs.FirstOrDefault(static pair => pair.Value.Length > ValueLengthMax || pair.Value.Any(char.IsControl)) is { Key: { } wrong })
        {
            throw Fault.Invalid($"meta: the value of '{wrong}' is not one line of up to {ValueLengthMax} characters");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
