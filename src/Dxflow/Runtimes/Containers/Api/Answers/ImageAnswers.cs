using System.Text.Json.Serialization;

namespace Dxflow.Runtimes.Containers.Api.Answers;

/// <summary>An image in a list.</summary>
internal sealed record ImageListed(
    string Id = "",
    IReadOnlyList<string>? RepoTags = null,
    IReadOnlyList<string>? RepoDigests = null,
    [property: JsonConverter(typeof(UnixSeconds))] long Created = 0,
    long Size = 0,
    int Containers = 0,
    IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>One image.</summary>
internal sealed record ImageAnswer(
    string Id = "",
    IReadOnlyList<string>? RepoTags = null,
    IReadOnlyList<string>? RepoDigests = null,
    string? Created = null,
    string? Architecture = null,
    string? Variant = null,
    string? Os = null,
    long Size = 0,
    ContainerConfig? Config = null,
    ImageMetadata? Metadata = null);

/// <summary>When this engine last gave it its name, by a pull or a build.</summary>
internal sealed record ImageMetadata(string? LastTagTime = null);

/// <summary>One network. A list has no <see cref="Containers"/>.</summary>
internal sealed record NetworkAnswer(
    string Name = "",
    string Id = "",
    string? Created = null,
    string? Driver = null,
    string? Scope = null,
    bool Internal = false,
    bool Attachable = false,
    [property: JsonPropertyName("EnableIPv6")] bool EnableIpv6 = false,
    [property: JsonPropertyName("IPAM")] IpamAnswer? Ipam = null,
    IReadOnlyDictionary<string, string>? Options = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyDictionary<string, NetworkMember>? Containers = null);

internal sealed record IpamAnswer(string? Driver = null, IReadOnlyList<IpamPoolAnswer>? Config = null);

internal sealed record IpamPoolAnswer(
    string? Subnet = null, [property: JsonPropertyName("IPRange")] string? IpRange = null, string? Gateway = null);

internal sealed record NetworkMember(
    string? Name = null, [property: JsonPropertyName("IPv4Address")] string? Ipv4Address = null, string? MacAddress = null);

internal sealed record VolumeAnswer(
    string Name = "",
    string? Driver = null,
    string? Mountpoint = null,
    string? CreatedAt = null,
    string? Scope = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyDictionary<string, string>? Options = null);

internal sealed record VolumesAnswer(IReadOnlyList<VolumeAnswer>? Volumes = null);
