using System.Text.Json.Serialization;
using Dxflow.Runtimes.Containers.Api.Answers;

namespace Dxflow.Runtimes.Containers.Api.Requests;

/// <summary>
/// What is built, besides the archive; <see cref="Logins"/> by the server's name. <see cref="Remote"/> is what the engine fetches in place
/// of an archive. Sizes in bytes.
/// </summary>
internal sealed record BuildRequest(
    IReadOnlyList<string> Tags,
    string Dockerfile,
    string? Target,
    IReadOnlyDictionary<string, string>? Arguments,
    IReadOnlyDictionary<string, string>? Labels,
    bool Fresh,
    bool Pull,
    string? Platform,
    IReadOnlyDictionary<string, RegistryLogin> Logins)
{
    public string? Remote { get; init; }

    /// <summary>BuildKit builds, and asks for what it needs on the session of this id.</summary>
    public string? Session { get; init; }

    /// <summary>Of Podman: where in the archive secrets lie, by id.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Of Podman: further contexts by name.</summary>
    public IReadOnlyDictionary<string, BuildContext>? Contexts { get; init; }

    public IReadOnlyList<string>? CacheFrom { get; init; }

    public IReadOnlyList<string>? ExtraHosts { get; init; }

    public string? Network { get; init; }

    public long? ShmSizeBytes { get; init; }

    public IReadOnlyList<UlimitRequest>? Ulimits { get; init; }
}

/// <summary>A directory of the builder's machine, an image, or an address.</summary>
internal sealed record BuildContext(
    string Value,
    [property: JsonPropertyName("IsURL")] bool IsUrl = false,
    bool IsImage = false,
    string DownloadedCache = "");
