using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Operations;

namespace Dxflow.Access.Audit;

/// <summary>
/// One stored line: <c>HASH NUMBER PREVIOUS ENTRY</c>. The hash is SHA-256, in hex, over all that follows it, so over the hash before and
/// the entry's own text. <see cref="Entry"/> is that text, JSON as it was first written; it is never written anew.
/// </summary>
internal sealed record AuditRecord(string Hash, long Number, string Previous, string Entry)
{
    public const int HashCharacters = 64;

    /// <summary>What stands before the first entry.</summary>
    public static readonly string Beginning = new('0', HashCharacters);

    /// <summary>As people write JSON: the text can be made again by any tool that keeps the order of the names.</summary>
    private static readonly AuditEntryJson Json = new(new JsonSerializerOptions(AuditEntryJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public bool Fits => Hash == HashOf(Number, Previous, Entry);

    public static AuditRecord Next(long number, string previous, AuditEntry entry)
    {
        var text = JsonSerializer.Serialize(entry, Json.AuditEntry);
        return new AuditRecord(HashOf(number, previous, text), number, previous, text);
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Hash} {Number} {Previous} {Entry}"));

    /// <summary>As an export shows it; the entry's text is the stored one.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"number":{{Number}},"previous":"{{Previous}}","hash":"{{Hash}}","entry":{{Entry}}}{{'\n'}}""");

    /// <summary>Null if it is not such a line.</summary>
    public static AuditRecord? Parse(ReadOnlySpan<byte> line)
    {
        var parts = Encoding.UTF8.GetString(line).Split(' ', 4);
        return parts is [{ Length: HashCharacters } hash, var digits, { Length: HashCharacters } previous, var entry]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AuditRecord(hash, number, previous, entry)
            : null;
    }

    /// <summary>The entry, or null if the text is not one.</summary>
    public AuditEntry? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(Entry, Json.AuditEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string HashOf(long number, string previous, string entry) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} {previous} {entry}"))));
}

[JsonSerializable(typeof(AuditEntry))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class AuditEntryJson : JsonSerializerContext;
