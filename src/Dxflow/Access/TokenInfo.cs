using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Access;

internal sealed record AskChallenge;

internal sealed record Challenge(
    [Description("The engine's id, the second of the four lines to sign.")] string Engine,
    [Description("Good for one sign-in.")] string Nonce,
    [Description("Until when the nonce is good.")] DateTimeOffset ExpiresAt);

internal sealed record VerifyChallenge(
    [Description("The identity that the key is registered as.")] string Identity,
    [Description("The nonce of the challenge."), Secret] string Nonce,
    [Description("RSASSA-PKCS1-v1_5 with SHA-256 over the four lines."), Secret] byte[] Signature,
    [Description("How long the token is to be good, from 1m to 24h; 1h without it.")] TimeSpan? Lifetime = null,
    [Description("Less than the key may, such as READ_ONLY."), Audited] IReadOnlyList<string>? Permissions = null,
    [Description("SHA-256 of the certificate that was seen, where a proxy stands before the engine.")] string? Certificate = null);

internal sealed record MakeToken(
    [Description("The key to make it for; the socket's owner without it.")] string? Identity = null,
    [Description("How long it is to be good, from 1m to 24h; 1h without it.")] TimeSpan? Lifetime = null,
    [Description("Less than the key may, with commas."), Audited] IReadOnlyList<string>? Permissions = null);

internal sealed record TokenInfo(
    [Description("The token, for the header `Authorization: Bearer`.")] string Token,
    [Description("Who comes with it.")] string Identity,
    [Description("What it may do.")] IReadOnlyList<string> Permissions,
    [Description("When it ends by itself.")] DateTimeOffset ExpiresAt);

[JsonSerializable(typeof(AskChallenge))]
[JsonSerializable(typeof(Challenge))]
[JsonSerializable(typeof(VerifyChallenge))]
[JsonSerializable(typeof(MakeToken))]
[JsonSerializable(typeof(TokenInfo))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(DurationJson)])]
internal sealed partial class AuthJson : JsonSerializerContext;
