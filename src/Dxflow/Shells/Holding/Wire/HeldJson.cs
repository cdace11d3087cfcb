using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

namespace Dxflow.Shells.Holding.Wire;

/// <summary>
/// What is said between engines and holders, and what holders leave in a shell's directory. What is null is not said: a holder may be too
/// old to know it.
/// </summary>
[JsonSerializable(typeof(HolderGreeting))]
[JsonSerializable(typeof(HolderAsk))]
[JsonSerializable(typeof(HolderReply))]
[JsonSerializable(typeof(ShellNotice))]
[JsonSerializable(typeof(ShellEnd))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireEnum<HolderVerb>)])]
internal sealed partial class HeldJson : JsonSerializerContext;
