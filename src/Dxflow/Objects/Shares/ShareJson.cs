using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;

namespace Dxflow.Objects.Shares;

[JsonSerializable(typeof(CreateShare))]
[JsonSerializable(typeof(ListShares))]
[JsonSerializable(typeof(ShareItems))]
[JsonSerializable(typeof(ShowShare))]
[JsonSerializable(typeof(RevokeShare))]
[JsonSerializable(typeof(ShareInfo))]
[JsonSerializable(typeof(FetchShare))]
[JsonSerializable(typeof(SendToShare))]
[JsonSerializable(typeof(SentToShare))]
[JsonSerializable(typeof(ShareUse))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(WireEnum<ShareState>), typeof(DurationJson)])]
internal sealed partial class ShareJson : JsonSerializerContext;
