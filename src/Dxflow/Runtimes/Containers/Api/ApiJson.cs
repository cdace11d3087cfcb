using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// What container engines are told and answer. Lenient, for these documents are another's: members that nobody here knows are skipped,
/// anything may be missing or null, and letters' case differs from stream to stream.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.Unspecified,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ProgressLine))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(InfoAnswer))]
[JsonSerializable(typeof(ContainerAnswer))]
[JsonSerializable(typeof(IReadOnlyList<ContainerListed>))]
[JsonSerializable(typeof(CreatedAnswer))]
[JsonSerializable(typeof(StatsAnswer))]
[JsonSerializable(typeof(ExecAnswer))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(IReadOnlyList<ImageListed>))]
[JsonSerializable(typeof(NetworkAnswer))]
[JsonSerializable(typeof(IReadOnlyList<NetworkAnswer>))]
[JsonSerializable(typeof(VolumeAnswer))]
[JsonSerializable(typeof(VolumesAnswer))]
[JsonSerializable(typeof(ContainerCreate))]
[JsonSerializable(typeof(NetworkCreate))]
[JsonSerializable(typeof(NetworkConnect))]
[JsonSerializable(typeof(VolumeCreate))]
[JsonSerializable(typeof(ExecCreate))]
[JsonSerializable(typeof(ExecStartRequest))]
[JsonSerializable(typeof(RegistryLogin))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, RegistryLogin>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, BuildContext>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<ImageRemoved>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<UlimitRequest>))]
[JsonSerializable(typeof(LoginAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
