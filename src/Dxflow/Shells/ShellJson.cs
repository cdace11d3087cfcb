using System.Text.Json.Serialization;
using Dxflow.Operations.Contracts;
using Dxflow.Shells.Keeping;
using Dxflow.Shells.Recordings;

namespace Dxflow.Shells;

/// <summary>All records of the noun, and the form in which shells are kept.</summary>
[JsonSerializable(typeof(CreateShell))]
[JsonSerializable(typeof(ListShells))]
[JsonSerializable(typeof(ShellInfo))]
[JsonSerializable(typeof(ShellList))]
[JsonSerializable(typeof(ShowShell))]
[JsonSerializable(typeof(ShellScreen))]
[JsonSerializable(typeof(ConnectShell))]
[JsonSerializable(typeof(WatchShell))]
[JsonSerializable(typeof(ShellInput))]
[JsonSerializable(typeof(ShellOutput))]
[JsonSerializable(typeof(SendToShell))]
[JsonSerializable(typeof(TypedInShell))]
[JsonSerializable(typeof(KillShell))]
[JsonSerializable(typeof(RemoveShell))]
[JsonSerializable(typeof(PruneShells))]
[JsonSerializable(typeof(ShellsRemoved))]
[JsonSerializable(typeof(RecordShell))]
[JsonSerializable(typeof(RecordingInfo))]
[JsonSerializable(typeof(ListRecordings))]
[JsonSerializable(typeof(RecordingList))]
[JsonSerializable(typeof(ShowRecording))]
[JsonSerializable(typeof(ExportRecording))]
[JsonSerializable(typeof(RemoveRecording))]
[JsonSerializable(typeof(PruneRecordings))]
[JsonSerializable(typeof(RecordingsRemoved))]
[JsonSerializable(typeof(PlayRecording))]
[JsonSerializable(typeof(HoldShells))]
[JsonSerializable(typeof(ShellRecord))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(DurationJson)])]
internal sealed partial class ShellJson : JsonSerializerContext;
