using System.Text.Json.Serialization;

namespace Dxflow.Surfaces.Wire;

/// <summary>What surfaces say on their own account, beside the answers of operations.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(StreamEndLine))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(DownloadChunk))]
[JsonSerializable(typeof(Documents.ReadOpenApi))]
[JsonSerializable(typeof(Documents.ReadProto))]
[JsonSerializable(typeof(string))]
internal sealed partial class WireJson : JsonSerializerContext;
