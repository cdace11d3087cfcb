using System.Text.Json.Serialization;

namespace Dxflow.Workflows.Running;

/// <summary>The form of events in journals and streams. What is null is left out, so a record is about 60 bytes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RunEvent))]
internal sealed partial class RunJson : JsonSerializerContext;
