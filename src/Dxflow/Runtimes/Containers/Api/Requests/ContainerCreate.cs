using System.Text.Json.Serialization;

namespace Dxflow.Runtimes.Containers.Api.Requests;

/// <summary>An empty object, which is how the API writes a set: only its keys count.</summary>
internal sealed record Nothing;

/// <summary>The body that makes a container, as the API has it. What is null is not sent, and the default stands.</summary>
internal sealed record ContainerCreate(
    string Image,
    string? Hostname = null,
    string? Domainname = null,
    string? User = null,
    bool? Tty = null,
    bool? OpenStdin = null,
    IReadOnlyList<string>? Env = null,
    IReadOnlyList<string>? Cmd = null,
    IReadOnlyList<string>? Entrypoint = null,
    string? WorkingDir = null,
    string? MacAddress = null,
    IReadOnlyDictionary<string, Nothing>? ExposedPorts = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    HostConfig? HostConfig = null,
    NetworkingConfig? NetworkingConfig = null,
    HealthcheckRequest? Healthcheck = null,
    string? StopSignal = null,
    int? StopTimeout = null);

/// <summary>A check of the engine's own; the one word NONE takes the image's away.</summary>
internal sealed record HealthcheckRequest(IReadOnlyList<string> Test);

/// <summary>Which networks a container is in from its creation.</summary>
internal sealed record NetworkingConfig(IReadOnlyDictionary<string, EndpointSettings> EndpointsConfig);

/// <summary>What a container is called and has in one network.</summary>
internal sealed record EndpointSettings(
    IReadOnlyList<string>? Aliases = null,
    [property: JsonPropertyName("IPAMConfig")] EndpointIpam? Ipam = null,
    string? MacAddress = null,
    IReadOnlyDictionary<string, string>? DriverOpts = null,
    IReadOnlyList<string>? Links = null,
    int? GwPriority = null);

internal sealed record EndpointIpam(
    [property: JsonPropertyName("IPv4Address")] string? Ipv4Address = null,
    [property: JsonPropertyName("IPv6Address")] string? Ipv6Address = null,
    [property: JsonPropertyName("LinkLocalIPs")] IReadOnlyList<string>? LinkLocalAddresses = null);
