using System.Text.Json.Serialization;

namespace Dxflow.Runtimes.Containers.Api.Requests;

/// <summary>Makes a network. Engines of old allowed several of one name; <see cref="CheckDuplicate"/> forbids it there.</summary>
internal sealed record NetworkCreate(
    string Name,
    bool CheckDuplicate = true,
    string? Driver = null,
    bool? Internal = null,
    bool? Attachable = null,
    [property: JsonPropertyName("EnableIPv4")] bool? EnableIpv4 = null,
    [property: JsonPropertyName("EnableIPv6")] bool? EnableIpv6 = null,
    [property: JsonPropertyName("IPAM")] NetworkIpam? Ipam = null,
    IReadOnlyDictionary<string, string>? Options = null,
    IReadOnlyDictionary<string, string>? Labels = null);

internal sealed record NetworkIpam(
    string? Driver = null, IReadOnlyList<NetworkPool>? Config = null, IReadOnlyDictionary<string, string>? Options = null);

internal sealed record NetworkPool(
    string? Subnet = null,
    [property: JsonPropertyName("IPRange")] string? IpRange = null,
    string? Gateway = null,
    IReadOnlyDictionary<string, string>? AuxiliaryAddresses = null);

internal sealed record NetworkConnect(string Container, EndpointSettings? EndpointConfig = null);

internal sealed record VolumeCreate(
    string Name,
    string? Driver = null,
    IReadOnlyDictionary<string, string>? DriverOpts = null,
    IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>A program to run beside a container.</summary>
internal sealed record ExecCreate(
    IReadOnlyList<string> Cmd,
    IReadOnlyList<string>? Env = null,
    string? WorkingDir = null,
    string? User = null,
    bool? Privileged = null,
    bool Tty = false,
    bool AttachStdin = true,
    bool AttachStdout = true,
    bool AttachStderr = true);

internal sealed record ExecStartRequest(bool Detach, bool Tty);
