using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dxflow.Workflows.Reusing.Caching;

/// <summary>
/// What is remembered of a slice that went well: what it left, as outputs are stored, and <see cref="Name"/>, the run that made it.
/// <see cref="Run"/> is the identity of the last run that has it: as long as that one is kept, so is this.
/// </summary>
internal sealed record CachedResult(string Run, string Name, JsonElement? Outputs = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CachedResult))]
internal sealed partial class CacheJson : JsonSerializerContext;
