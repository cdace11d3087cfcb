using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>Which networks a container is created in, and which it joins before it starts.</summary>
internal static class NetworkModes
{
    public static string? Mode(ContainerNetworking? networking) => networking?.Mode ?? networking?.Networks?.FirstOrDefault()?.Network;

    /// <summary>The first network alone: engines of old take no more at creation.</summary>
    public static NetworkingConfig? Endpoints(ContainerTask task, Dialect dialect, string? macAddress) =>
        task.Spec.Networking is { Mode: null, Networks: [var first, ..] }
            ? new NetworkingConfig(
                new Dictionary<string, EndpointSettings> { [first.Network] = Settings(task, first, dialect, macAddress) })
            : null;

    public static IEnumerable<NetworkAttachment> Further(ContainerTask task) =>
        task.Spec.Networking is { Mode: null, Networks: { } all } ? all.Skip(1) : [];

    /// <summary>
    /// A container is found by the name of its service, wherever it is, unless many have that. Links are those of each network:
    /// an engine looks at the container's own in its oldest network alone.
    /// </summary>
    public static EndpointSettings Settings(
        ContainerTask task, NetworkAttachment attachment, Dialect dialect, string? macAddress = null) => new(
        [.. (attachment.Aliases ?? []).Concat(task.IsCalled ? [] : [task.Service])
            .Concat(dialect.HasNoLinks ? attachment.Linked ?? [] : []).Distinct()],
        attachment.Ipv4Address is null && attachment.Ipv6Address is null && attachment.LinkLocalAddresses is null
            ? null
            : new EndpointIpam(attachment.Ipv4Address, attachment.Ipv6Address, attachment.LinkLocalAddresses),
        attachment.MacAddress ?? macAddress,
        Options(attachment),
        dialect.HasNoLinks ? null : Links(task.Spec.Networking!),
        attachment.GatewayPriority);

    /// <summary><c>CONTAINER:NAME</c>; those of other projects too.</summary>
    public static IReadOnlyList<string>? Links(ContainerNetworking networking) =>
        (networking.Links ?? []).Concat(networking.ExternalLinks ?? []).ToList() is { Count: > 0 } links ? links : null;

    private static IReadOnlyDictionary<string, string>? Options(NetworkAttachment attachment) => attachment.InterfaceName is { } name
        ? new Dictionary<string, string>(attachment.DriverOptions ?? new Dictionary<string, string>())
        {
            ["com.docker.network.endpoint.ifname"] = name,
        }
        : attachment.DriverOptions;
}
