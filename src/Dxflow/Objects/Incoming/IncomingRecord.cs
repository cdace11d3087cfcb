using System.Text.Json.Serialization;

namespace Dxflow.Objects.Incoming;

/// <summary>
/// What is kept of an upload on the disk, beside its bytes. <see cref="Sha256"/> is what was announced; of one that is finished, what it
/// is. <see cref="Phase"/> goes forward only.
/// </summary>
internal sealed record IncomingRecord(
    string Id, string By, string? Path, long? Length, bool Replace, bool Parents, string? Sha256, bool Executable, bool Part,
    string? Metadata, IncomingPhase Phase = IncomingPhase.Open, IReadOnlyList<string>? Parts = null,
    string? Run = null);

internal enum IncomingPhase
{
    /// <summary>Bytes are wanted.</summary>
    Open,

    /// <summary>It is whole and checked, and is about to get its path, or has it.</summary>
    Placing,

    /// <summary>The file has its path; or the part is whole.</summary>
    Done,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(IncomingRecord))]
internal sealed partial class IncomingJson : JsonSerializerContext;
