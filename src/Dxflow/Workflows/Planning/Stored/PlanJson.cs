using System.Text.Json.Serialization;

namespace Dxflow.Workflows.Planning.Stored;

/// <summary>The form of <c>plan.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(Runtimes.Containers.Specs.ContainerSpec))]
[JsonSerializable(typeof(Runtimes.Containers.Specs.ProjectSpec))]
internal sealed partial class PlanJson : JsonSerializerContext;
