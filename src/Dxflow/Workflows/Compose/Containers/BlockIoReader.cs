using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary><c>blkio_config</c>: weights, and rates for devices.</summary>
internal static class BlockIoReader
{
    private const int WeightMin = 10;
    private const int WeightMax = 1000;

    public static ContainerBlockIo? Read(MapReader reader, ReadingContext context)
    {
        if (reader.Map("blkio_config") is not { } map)
        {
            return null;
        }

        context.CheckKeys(map, KnownKeys.BlockIo, "`blkio_config`");
        var io = new MapReader(map, context);
        return new ContainerBlockIo(
            (int?)io.Long("weight", 0, WeightMax),
            Devices(io, "weight_device", "weight", context),
            Devices(io, "device_read_bps", "rate", context),
            Devices(io, "device_write_bps", "rate", context),
            Devices(io, "device_read_iops", "rate", context),
            Devices(io, "device_write_iops", "rate", context));
    }

    private static Dictionary<string, long>? Devices(MapReader io, string key, string value, ReadingContext context)
    {
        if (io[key] is not { } node)
        {
            return null;
        }

        if (node is not ListNode list)
        {
            context.Error(node.At, $"`{key}` must be a list, and this is {node.Kind}", $"Write - {{ path: /dev/sda, {value}: … }}.");
            return null;
        }

        var devices = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var map in list.Items.Select(item => context.Map(item, $"an entry of `{key}`")).OfType<MapNode>())
        {
            context.CheckKeys(map, ["path", value], $"an entry of `{key}`");
            var entry = new MapReader(map, context);
            var amount = value == "weight" ? entry.Long(value, WeightMin, WeightMax)
                : key.EndsWith("bps", StringComparison.Ordinal) ? entry.Size(value) : entry.Long(value, 0);
            if (entry.Text("path") is not { Value: ['/', ..] } path || (amount is null && entry[value] is null))
            {
                context.Error(map.At, $"an entry of `{key}` needs a device's path and its {value}",
                    $"Write - {{ path: /dev/sda, {value}: … }}.");
            }
            else if (amount is { } given)
            {
                devices[path.Value] = given;
            }
        }

        return devices.Count > 0 ? devices : null;
    }
}
