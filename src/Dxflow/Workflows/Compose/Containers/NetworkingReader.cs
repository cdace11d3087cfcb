using System.Text.RegularExpressions;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>How a container is reached: its networks by the document's names, the one with the highest priority first.</summary>
internal static partial class NetworkingReader
{
    private static readonly (string Is, string Fix) ExposeText = ("a port", "Write \"3000\", \"8000-8010\" or \"53/udp\".");

    public static ContainerNetworking? Read(ServiceSpec service, MapReader reader, ReadingContext context)
    {
        var networking = new ContainerNetworking(
            Mode(service, context),
            Attachments(reader, context),
            service.Ports.Count == 0 ? null : [.. service.Ports.Select(Port)],
            Expose(reader, context),
            reader["hostname"] is { } host ? context.Formed(host, "`hostname`", Forms.HostName(), Forms.HostNameText) : null,
            reader["domainname"] is { } domain ? context.Formed(domain, "`domainname`", Forms.HostName(), Forms.HostNameText) : null,
            reader["mac_address"] is { } mac ? context.Formed(mac, "`mac_address`", Forms.Mac(), Forms.MacText) : null,
            Servers(reader, context),
            reader.Words("dns_search", orText: true),
            reader.Words("dns_opt"),
            HostsReader.Read(reader["extra_hosts"], context),
            reader.Words("links"),
            reader.Words("external_links"));
        return networking == new ContainerNetworking() ? null : networking;
    }

    private static PublishedPort Port(PortSpec port) => new(
        port.Target,
        port.PublishedRange ?? port.Published?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        port.HostAddress,
        port.Protocol);

    private static string? Mode(ServiceSpec service, ReadingContext context)
    {
        if (service.NetworkMode is { } mode && mode.Value is "service:" or "container:" or "")
        {
            context.Error(mode.At, $"`network_mode` names no {mode.Value.TrimEnd(':')}", "Write service:NAME, or remove it.");
        }

        return service.NetworkMode?.Value;
    }

    private static List<NetworkAttachment>? Attachments(MapReader reader, ReadingContext context)
    {
        if (reader["networks"] is ListNode)
        {
            return reader.Words("networks") is { } names
                ? [.. names.Order(StringComparer.Ordinal).Select(name => new NetworkAttachment(name))] : null;
        }

        if (reader["networks"] is not MapNode { Entries.Count: > 0 } map)
        {
            return null;
        }

        return [.. map.Entries.Select(entry => Attachment(entry, context))
            .OrderByDescending(each => each.Priority).ThenBy(each => each.Network.Network, StringComparer.Ordinal)
            .Select(each => each.Network)];
    }

    private static (long Priority, NetworkAttachment Network) Attachment(MapEntry entry, ReadingContext context)
    {
        var name = entry.Key.Text;
        if (entry.Value is ScalarNode { IsNull: true } || context.Map(entry.Value, $"`{ReadingContext.Short(name)}` in `networks`") is not
            { } map)
        {
            return (0, new NetworkAttachment(name));
        }

        context.CheckKeys(map, KnownKeys.Attachment, $"`{ReadingContext.Short(name)}` in `networks`");
        var reader = new MapReader(map, context);
        var (four, six) = (reader.Text("ipv4_address"), reader.Text("ipv6_address"));
        var local = reader.Texts("link_local_ips");
        return (reader.Long("priority", int.MinValue, int.MaxValue) ?? 0, new NetworkAttachment(
            name,
            reader.Words("aliases"),
            four is { } v4 ? context.Address(v4.Value, v4.At, "`ipv4_address`", 4) : null,
            six is { } v6 ? context.Address(v6.Value, v6.At, "`ipv6_address`", 6) : null,
            local.Count == 0 ? null : [.. local.Select(one => context.Address(one.Value, one.At, "an entry of `link_local_ips`") ?? "")],
            reader["mac_address"] is { } mac ? context.Formed(mac, "`mac_address`", Forms.Mac(), Forms.MacText) : null,
            reader.Pairs("driver_opts"),
            (int?)reader.Long("gw_priority", int.MinValue, int.MaxValue),
            reader.Text("interface_name")?.Value));
    }

    private static List<string>? Expose(MapReader reader, ReadingContext context)
    {
        if (reader["expose"] is not ListNode list)
        {
            return reader.Words("expose") is { } wrong ? [.. wrong] : null;
        }

        var ports = list.Items.Select(item => context.Formed(item, "an entry of `expose`", ExposedPort(), ExposeText))
            .OfType<string>().ToList();
        return ports.Count > 0 ? ports : null;
    }

    private static List<string>? Servers(MapReader reader, ReadingContext context)
    {
        var servers = reader.Texts("dns", orText: true);
        return servers.Count == 0 ? null
            : [.. servers.Select(server => context.Address(server.Value, server.At, "an entry of `dns`")).OfType<string>()];
    }

    [GeneratedRegex(@"^[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp|sctp))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExposedPort();
}
