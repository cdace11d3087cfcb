using System.Globalization;
using Dxflow.Workflows.Compose.Containers;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Services;

/// <summary><c>ports</c>: <c>[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]</c> with ranges, a number, or a map.</summary>
internal static class PortReader
{
    // What one port costs of the document's budget of work, so that ranges cannot fill the memory.
    private const int PortChars = 64;
    private const string Fix = "Write \"8080:80\", \"127.0.0.1:8080:80/udp\", \"3000-3005:3000-3005\" or \"80\".";

    public static IReadOnlyList<PortSpec> Read(MapReader service, ReadingContext context)
    {
        if (service["ports"] is not { } node)
        {
            return [];
        }

        if (node is not ListNode list)
        {
            context.Error(node.At, $"`ports` must be a list, and this is {node.Kind}", Fix);
            return [];
        }

        var ports = new List<PortSpec>();
        foreach (var item in list.Items)
        {
            if (item is MapNode map)
            {
                AddLong(map, context, ports);
            }
            else if (context.Text(item, "an entry of `ports`") is { } text && !TryAdd(text, item.At, context, ports))
            {
                context.Error(item.At, $"`{ReadingContext.Short(text)}` is no port", Fix);
            }
        }

        // What several files say of one port is one port; the last one has the details.
        return [.. ports.AsEnumerable().Reverse()
            .DistinctBy(port => (port.Target, port.Published, port.HostAddress, port.Protocol)).Reverse()];
    }

    private static bool TryAdd(string text, Place at, ReadingContext context, List<PortSpec> ports)
    {
        var slash = text.LastIndexOf('/');
        var protocol = slash < 0 ? "tcp" : text[(slash + 1)..].ToLowerInvariant();
        var rest = slash < 0 ? text : text[..slash];
        var colon = rest.LastIndexOf(':');
        var address = (string?)null;
        var published = "";
        if (colon >= 0)
        {
            published = rest[..colon];
            var before = published.LastIndexOf(':');
            if (before >= 0)
            {
                address = published[..before].Trim('[', ']');
                published = published[(before + 1)..];
            }
        }

        return protocol is "tcp" or "udp" or "sctp"
            && (address is null || Forms.IsAddress(address))
            && TryRange(rest[(colon + 1)..], 1, out var target)
            && Add(target, published, address, protocol, at, context, ports);
    }

    private static bool Add(
        (int First, int Last) target,
        string published,
        string? address,
        string protocol,
        Place at,
        ReadingContext context,
        List<PortSpec> ports)
    {
        var host = (First: 0, Last: 0);
        if (published.Length > 0 && !TryRange(published, 0, out host))
        {
            return false;
        }

        var count = target.Last - target.First + 1;
        var hosts = host.Last - host.First + 1;
        if (published.Length > 0 && hosts != count && count > 1)
        {
            return false;
        }

        if (context.Interpolation.Spend(count * PortChars, at))
        {
            // Port 0 is "any free one", as is none.
            ports.AddRange(Enumerable.Range(0, count).Select(i => new PortSpec(
                target.First + i, host.First == 0 ? null : host.First + i, address, protocol, at, hosts > count ? published : null)));
        }

        return true;
    }

    private static void AddLong(MapNode map, ReadingContext context, List<PortSpec> ports)
    {
        context.CheckKeys(map, KnownKeys.Port, "an entry of `ports`");
        var reader = new MapReader(map, context);
        var target = reader.Int("target", 1, ushort.MaxValue);
        var published = reader.Text("published");
        var protocol = reader.Text("protocol");
        var address = reader.Text("host_ip");
        reader.OneOf("mode", "host", "ingress");
        reader.Text("name");
        reader.Text("app_protocol");
        if (target is null && reader["target"] is null)
        {
            context.Error(map.At, "an entry of `ports` has no target", "Write target: PORT.");
        }

        if (protocol is { Value: not ("tcp" or "udp" or "sctp") } wrong)
        {
            context.Error(wrong.At, $"`{ReadingContext.Short(wrong.Value)}` is no protocol", "Write tcp, udp or sctp.");
        }

        if (address is { } given && !Forms.IsAddress(given.Value))
        {
            context.Error(given.At, $"`{ReadingContext.Short(given.Value)}` is no IP address", "Write an address such as 127.0.0.1.");
        }

        if (target is { } port
            && !Add((port.Value, port.Value), published?.Value ?? "", address?.Value, protocol?.Value ?? "tcp", map.At, context, ports))
        {
            context.Error(
                published!.Value.At, $"`{ReadingContext.Short(published.Value.Value)}` is no port", "Write a port from 1 to 65535.");
        }
    }

    private static bool TryRange(string text, int min, out (int First, int Last) range)
    {
        var dash = text.IndexOf('-');
        range = default;
        return TryPort(dash < 0 ? text : text[..dash], min, out range.First)
            && TryPort(dash < 0 ? text : text[(dash + 1)..], min, out range.Last)
            && range.Last >= range.First;
    }

    private static bool TryPort(string text, int min, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port >= min && port <= ushort.MaxValue;
}
