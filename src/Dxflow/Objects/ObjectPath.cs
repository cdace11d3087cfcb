using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Objects;

/// <summary>
/// A path in the object storage: names with slashes between, relative to its top. It is checked as text here, and what it leads to as it
/// is opened (<see cref="Foundation.Files.Beneath.BeneathDirectory"/>).
/// </summary>
internal readonly record struct ObjectPath
{
    public const int NameBytesMax = 255;
    public const int BytesMax = 4000;
    public const int DepthMax = 64;

    private ObjectPath(string text) => Text = text;

    /// <summary>Without empty and <c>.</c> parts; the top is empty.</summary>
    public string Text { get; }

    public bool IsTop => Text.Length == 0;

    public string Name => Text[(Text.LastIndexOf('/') + 1)..];

    public ObjectPath Parent => new(Text.LastIndexOf('/') is var at and >= 0 ? Text[..at] : "");

    /// <exception cref="Fault">The text cannot be a path.</exception>
    public static ObjectPath Parse(string text, string field = "path")
    {
        var names = text.Split('/').Where(static name => name is not ("" or ".")).ToList();
        return Refusal(text, names) is { } refusal
            ? throw Fault.Invalid($"{field}: {refusal}", "write a path like data/reads.fastq, relative to the top of the object storage")
            : new ObjectPath(string.Join('/', names));
    }

    /// <summary>The same, of something that is in the top.</summary>
    public static ObjectPath ParseBelow(string text, string field = "path") => Parse(text, field) is { IsTop: false } path
        ? path : throw Fault.Invalid($"{field}: it is the top of the object storage", "name something in it");

    public bool IsBelow(ObjectPath other) =>
        other.IsTop ? !IsTop : Text.StartsWith(other.Text + "/", StringComparison.Ordinal);

    private static string? Refusal(string text, List<string> names) =>
        text.Length > 0 && ConfinedDirectory.Refusal(text) is { } refusal ? refusal
        : text.Any(char.IsControl) ? "the path holds a control character"
        : !IsUnicode(text) ? "the path is no Unicode text"
        : Encoding.UTF8.GetByteCount(text) > BytesMax ? $"the path is longer than {BytesMax} bytes"
        : names.Count > DepthMax ? $"the path is more than {DepthMax} names deep"
        : names.Exists(static name => Encoding.UTF8.GetByteCount(name) > NameBytesMax)
            ? $"a name in the path is longer than {NameBytesMax} bytes"
        : null;

    /// <summary>Half a character would be stored as another one.</summary>
    private static bool IsUnicode(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]))
            {
                if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                {
                    return false;
                }

                at++;
            }
        }

        return true;
    }
}
