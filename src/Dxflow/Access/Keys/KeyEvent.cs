using System.Text.Json.Serialization;

namespace Dxflow.Access.Keys;

/// <summary>
/// A fact about who may do what: the record of the access journal. <see cref="Identity"/> names the key; <see cref="By"/> is who
/// changed it. Times are Unix milliseconds.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(KeyRegistered), "registered")]
[JsonDerivedType(typeof(KeyUnregistered), "unregistered")]
[JsonDerivedType(typeof(KeyEnabled), "enabled")]
[JsonDerivedType(typeof(KeyDisabled), "disabled")]
[JsonDerivedType(typeof(KeyRotated), "rotated")]
internal abstract record KeyEvent(long At, string Identity, string By);

/// <summary>
/// A key is known from here on, or known otherwise than before. <see cref="Key"/> is the id that tokens carry, 32 hex characters, never
/// used twice; <see cref="PublicKey"/> is SubjectPublicKeyInfo in base64; <see cref="Permissions"/> are names with commas.
/// </summary>
internal sealed record KeyRegistered(
    long At, string Identity, string By, string Key, int Generation, string PublicKey, string Permissions, long? ExpiresAt = null)
    : KeyEvent(At, Identity, By);

internal sealed record KeyUnregistered(long At, string Identity, string By) : KeyEvent(At, Identity, By);

internal sealed record KeyEnabled(long At, string Identity, string By) : KeyEvent(At, Identity, By);

/// <summary>The generation rises with it: a token from before is worth nothing when the key is enabled again.</summary>
internal sealed record KeyDisabled(long At, string Identity, string By, int Generation) : KeyEvent(At, Identity, By);

/// <summary>All tokens end; <see cref="PublicKey"/>, where there is one, takes the place of the key before.</summary>
internal sealed record KeyRotated(long At, string Identity, string By, int Generation, string? PublicKey = null)
    : KeyEvent(At, Identity, By);

[JsonSerializable(typeof(KeyEvent))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class KeyEventJson : JsonSerializerContext;
