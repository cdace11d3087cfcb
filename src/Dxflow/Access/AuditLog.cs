using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Operations;
using Dxflow.Storage;

namespace Dxflow.Access;

/// <summary>
/// The audit log: a journal of its own. An entry has its place before the change it is about, and the same commit makes both durable,
/// so writing it costs no wait. A full disk refuses the entry, and with it the change.
/// </summary>
internal sealed class AuditLog(Journal journal)
{
    /// <summary><paramref name="always"/>: also while the disk is full, because what it is about makes room or ends work.</summary>
    public Task WriteAsync(AuditEntry entry, bool always)
    {
        try
        {
            var sequence = journal.Append(JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Default.AuditEntry), observed: always);
            return journal.CommittedAsync(sequence);
        }
        catch (StorageExhaustedException full)
        {
            throw new Fault(FaultKind.Exhausted, full.Message, "make room; the engine takes changes again by itself", full);
        }
    }
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
internal sealed partial class AuditJson : JsonSerializerContext;
