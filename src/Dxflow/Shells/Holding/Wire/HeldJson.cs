using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

namespace Dxflow.Shells.Holding.Wire;

/// <summary>What is said between engines and holders, and what holders leave in a shell's directory.</summary>
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
    Converters = [typeof(WireEnum<HolderVerb>)])]
internal sealed partial class HeldJson : JsonSerializerContext;
