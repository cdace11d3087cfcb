namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>
/// How a container is reached. <see cref="Mode"/> is none, host, bridge, <c>service:NAME</c> or <c>container:NAME</c>, and then there
/// are no <see cref="Networks"/>; the first of those is the one the container is created in, the order being that of the priorities.
/// </summary>
internal sealed record ContainerNetworking(
    string? Mode = null,
    IReadOnlyList<NetworkAttachment>? Networks = null,
    IReadOnlyList<PublishedPort>? Ports = null,
    IReadOnlyList<string>? Expose = null,
    string? Hostname = null,
    string? DomainName = null,
    string? MacAddress = null,
    IReadOnlyList<string>? Dns = null,
    IReadOnlyList<string>? DnsSearch = null,
    IReadOnlyList<string>? DnsOptions = null,
    IReadOnlyList<string>? ExtraHosts = null,
    IReadOnlyList<string>? Links = null,
    IReadOnlyList<string>? ExternalLinks = null);

/// <summary>
/// A network by its name in the container engine, and what the container is called and has there. <see cref="Linked"/>: what other services
/// call it by their links.
/// </summary>
internal sealed record NetworkAttachment(
    string Network,
    IReadOnlyList<string>? Aliases = null,
    string? Ipv4Address = null,
    string? Ipv6Address = null,
    IReadOnlyList<string>? LinkLocalAddresses = null,
    string? MacAddress = null,
    IReadOnlyDictionary<string, string>? DriverOptions = null,
    int? GatewayPriority = null,
    string? InterfaceName = null,
    IReadOnlyList<string>? Linked = null);

/// <summary>
/// A port of the container and where it is found on the host: a port, a range (<c>8000-8010</c>, one of it is taken), or null for any free
/// one. <see cref="Protocol"/> is tcp, udp or sctp.
/// </summary>
internal sealed record PublishedPort(int Target, string? Published = null, string? HostAddress = null, string Protocol = "tcp");
