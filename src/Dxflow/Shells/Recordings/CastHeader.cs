using System.Text.Json.Serialization;

namespace Dxflow.Shells.Recordings;

/// <summary>
/// The first line of a recording, as asciicast v2 has it (https://docs.asciinema.org/manual/asciicast/v2/), and under a name of our own
/// whose it is. <see cref="Timestamp"/> is in seconds since 1970.
/// </summary>
internal sealed record CastHeader(
    int Version, int Width, int Height, long Timestamp, string Title, string Command, IReadOnlyDictionary<string, string> Env,
    CastOrigin Dxflow);

/// <summary>
/// What finds the entry of the audit log that stands for this recording: who began it, when, from where, by which operation, and its
/// number there (<see cref="Entry"/>; null in recordings of earlier versions). And which shell it is of, by its name and by what no other
/// shell is ever called.
/// </summary>
internal sealed record CastOrigin(
    string Shell, string Instance, string By, DateTimeOffset At, string From, string Operation, bool Input, long? Entry = null);

[JsonSerializable(typeof(CastHeader))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
internal sealed partial class CastJson : JsonSerializerContext;
