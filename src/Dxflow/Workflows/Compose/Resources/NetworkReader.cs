using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Containers;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Resources;

/// <summary>A network of the document, with its address management.</summary>
internal static class NetworkReader
{
    public static NetworkSpec Read(string key, bool external, MapReader body, ReadingContext context) => new(
        key,
        ExternalReader.Name(body, context) ?? "",
        external,
        body.Text("driver")?.Value,
        body.Pairs("driver_opts"),
        body.Bool("internal")?.Value ?? false,
        body.Bool("attachable")?.Value ?? false,
        body.Bool("enable_ipv4")?.Value,
        body.Bool("enable_ipv6")?.Value,
        Ipam(body, context),
        Labels.Read(body, "labels", context));

    private static IpamSpec? Ipam(MapReader body, ReadingContext context)
    {
        if (body.Map("ipam") is not { } map)
        {
            return null;
        }

        context.CheckKeys(map, KnownKeys.Ipam, "`ipam`");
        var ipam = new MapReader(map, context);
        var pools = new List<IpamPool>();
        if (ipam["config"] is ListNode list)
        {
            pools.AddRange(list.Items.Select(item => context.Map(item, "an entry of `config`")).OfType<MapNode>()
                .Select(pool => Pool(pool, context)));
        }
        else if (ipam["config"] is { } wrong)
        {
            context.Error(wrong.At, $"`config` must be a list, and this is {wrong.Kind}", "Write - subnet: 172.28.0.0/16");
        }

        return new IpamSpec(ipam.Text("driver")?.Value, pools.Count > 0 ? pools : null, ipam.Pairs("options"));
    }

    private static IpamPool Pool(MapNode map, ReadingContext context)
    {
        context.CheckKeys(map, KnownKeys.IpamPool, "an entry of `config`");
        var pool = new MapReader(map, context);
        var gateway = pool.Text("gateway");
        return new IpamPool(
            Subnet(pool.Text("subnet"), "`subnet`", context),
            Subnet(pool.Text("ip_range"), "`ip_range`", context),
            gateway is { } address ? context.Address(address.Value, address.At, "`gateway`") : null,
            pool.Pairs("aux_addresses"));
    }

    private static string? Subnet(Placed<string>? text, string what, ReadingContext context)
    {
        if (text is { } given && !Forms.IsSubnet(given.Value))
        {
            context.Error(given.At, $"{what} must be a subnet, and this is `{ReadingContext.Short(given.Value)}`",
                "Write its first address and the bits of it, for example 172.28.0.0/16.");
        }

        return text?.Value;
    }
}
