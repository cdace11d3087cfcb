using System.Text.Json.Serialization;
using Dxflow.Runtimes.Pilot.Files;

namespace Dxflow.Runtimes.Pilot.Wire;

/// <summary>What engines and workers say to each other and leave for each other in files.</summary>
[JsonSerializable(typeof(WorkerHello))]
[JsonSerializable(typeof(EngineWelcome))]
[JsonSerializable(typeof(WorkerSaid))]
[JsonSerializable(typeof(EngineSaid))]
[JsonSerializable(typeof(DoorFile))]
[JsonSerializable(typeof(PilotFile))]
[JsonSerializable(typeof(TaskFile))]
[JsonSerializable(typeof(WorkPilot))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
internal sealed partial class PilotJson : JsonSerializerContext;
