using System.Text.Json.Serialization;

namespace Dxflow.Runtimes.Containers.Api.Answers;

/// <summary>What an engine says instead of an answer. Podman has a <see cref="Cause"/> as well, which is in the message already.</summary>
internal sealed record ErrorAnswer(string? Message = null, string? Cause = null)
{
    [JsonIgnore]
    public string? Words => string.IsNullOrEmpty(Message) ? Cause : Message;
}

/// <summary>
/// One line of a pull, push, build or load. The last may be an <see cref="Error"/>, whatever the status of the answer was.
/// </summary>
internal sealed record ProgressLine(
    string? Id = null,
    string? Status = null,
    string? Stream = null,
    string? Error = null,
    ProgressDetail? ProgressDetail = null,
    [property: JsonConverter(typeof(AuxConverter))] ProgressAux? Aux = null);

/// <summary>Bytes, of how many.</summary>
internal sealed record ProgressDetail(long? Current = null, long? Total = null);

/// <summary>
/// The id of an image that was built, or the digest of one that was pushed; <see cref="Trace"/> is what BuildKit tells of a build.
/// </summary>
internal sealed record ProgressAux(string? Id = null, string? Digest = null, byte[]? Trace = null);

/// <summary>Something happened to something. <see cref="Action"/> may carry words behind a colon.</summary>
internal sealed record EventAnswer(string? Type = null, string? Action = null, EventActor? Actor = null, long? TimeNano = null);

internal sealed record EventActor(
    [property: JsonPropertyName("ID")] string? Id = null, IReadOnlyDictionary<string, string>? Attributes = null);

/// <summary>What an engine is and can do. Podman says <see cref="Rootless"/>, Docker has it among its security options.</summary>
internal sealed record InfoAnswer(
    string? ServerVersion = null,
    string? Driver = null,
    string? LoggingDriver = null,
    string? CgroupDriver = null,
    string? CgroupVersion = null,
    bool LiveRestoreEnabled = false,
    string? InitBinary = null,
    string? OperatingSystem = null,
    string? Architecture = null,
    [property: JsonPropertyName("NCPU")] int Cpus = 0,
    long MemTotal = 0,
    IReadOnlyList<string>? SecurityOptions = null,
    bool Rootless = false)
{
    public bool IsRootless => Rootless || SecurityOptions?.Contains("name=rootless") == true;
}

/// <summary>Who signs in at a registry; its JSON in base64url is the header <c>X-Registry-Auth</c>. Never shown.</summary>
internal sealed record RegistryLogin(
    [property: JsonPropertyName("username")] string? UserName = null,
    [property: JsonPropertyName("password")] string? Password = null,
    [property: JsonPropertyName("identitytoken")] string? IdentityToken = null,
    [property: JsonPropertyName("serveraddress")] string? ServerAddress = null);
