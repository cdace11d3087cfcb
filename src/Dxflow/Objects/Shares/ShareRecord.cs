using System.Text.Json.Serialization;

namespace Dxflow.Objects.Shares;

/// <summary>
/// What is kept of a share on the disk. <see cref="TokenHash"/> is SHA-256 of what stands in the link, which is kept nowhere.
/// <see cref="Key"/> is the key behind <see cref="By"/>: who gets that name later does not inherit the share.
/// </summary>
internal sealed record ShareRecord(
    string Id, string TokenHash, string Path, bool Write, string By, string Key, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    string? Password, int? Count, long Used, long? BytesLeft, string? Note);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ShareRecord))]
internal sealed partial class ShareRecordJson : JsonSerializerContext;
