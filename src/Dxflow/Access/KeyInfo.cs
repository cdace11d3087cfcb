using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Access;

internal sealed record KeyInfo(
    [Description("Who comes with this key.")] string Identity,
    [Description("What it may do.")] IReadOnlyList<string> Permissions,
    [Description("Whether it is accepted.")] bool Enabled,
    [Description("When it ends by itself.")] DateTimeOffset? ExpiresAt,
    [Description("Rises when its tokens end.")] int Generation,
    [Description("SHA-256 of the public key; none for the owner of the socket.")] string? Fingerprint,
    [Description("Size of the key."), Wide] int? Bits,
    [Description("When it was registered."), Wide] DateTimeOffset RegisteredAt,
    [Description("Who registered it."), Wide] string By);

internal sealed record ListKeys(
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null,
    [Description("Also those that are disabled or have expired."), Short('a')] bool All = false);

internal sealed record KeyList(
    [Description("Keys, by identity.")] IReadOnlyList<KeyInfo> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record RegisterKey(
    [Description("The public key: the .pub file of `key generate`, PEM, or an ssh-rsa line."), FromFile] string Key,
    [Description("Its name; otherwise what stands behind the key in an ssh-rsa line."), Short('i')] string? Identity = null,
    [Description("What it may do, with commas; otherwise all but MASTER."), Audited, Short('p')] IReadOnlyList<string>? Permissions = null,
    [Description("After how long it ends, such as 90d; never without it.")] TimeSpan? Expires = null,
    [Description("Give an identity that is there other rights or another key; its tokens end.")] bool Replace = false);

internal sealed record UnregisterKey([Description("The key's identity.")] string Identity);

internal sealed record EnableKey([Description("The key's identity.")] string Identity);

internal sealed record DisableKey([Description("The key's identity.")] string Identity);

internal sealed record RotateKey(
    [Description("The key's identity.")] string Identity,
    [Description("The public key that takes the place of the one before."), FromFile, Argument] string? Key = null);

internal sealed record KeyChanged(
    [Description("Who comes with the key.")] string Identity,
    [Description("What it may do.")] IReadOnlyList<string> Permissions,
    [Description("Whether it is accepted.")] bool Enabled,
    [Description("When it ends by itself.")] DateTimeOffset? ExpiresAt,
    [Description("Risen, if its tokens have ended.")] int Generation,
    [Description("SHA-256 of the public key; none for the owner of the socket.")] string? Fingerprint,
    [Description("What else this means.")] string? Warning = null);

internal sealed record GenerateKey(
    [Description("A name, for a file in the home's `keys`, or a path; otherwise your user's name."), Argument] string? Name = null,
    [Description("Size of the key: 3072 or 4096.")] int Bits = 3072);

internal sealed record GeneratedKey(
    [Description("The private key; nobody but you may have it.")] string PrivateKey,
    [Description("The public key, for `key register`.")] string PublicKey,
    [Description("SHA-256 of the public key.")] string Fingerprint);

[JsonSerializable(typeof(KeyInfo))]
[JsonSerializable(typeof(ListKeys))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(RegisterKey))]
[JsonSerializable(typeof(UnregisterKey))]
[JsonSerializable(typeof(EnableKey))]
[JsonSerializable(typeof(DisableKey))]
[JsonSerializable(typeof(RotateKey))]
[JsonSerializable(typeof(KeyChanged))]
[JsonSerializable(typeof(GenerateKey))]
[JsonSerializable(typeof(GeneratedKey))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(DurationJson)])]
internal sealed partial class KeyJson : JsonSerializerContext;
