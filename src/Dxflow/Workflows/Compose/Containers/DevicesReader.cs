using System.Text.RegularExpressions;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>Devices of the host, rules for their cgroup, and what is asked of a driver: <c>gpus</c> and reserved devices.</summary>
internal static partial class DevicesReader
{
    private const string All = "all";
    private const string Fix = "Write /dev/x, /dev/x:/dev/y or /dev/x:/dev/y:rwm.";

    private static readonly (string Is, string Fix) RuleText =
        ("a rule such as `c 1:3 mr`", "Write a type (a, b, c), MAJOR:MINOR (* for any), and of r, w, m.");

    public static ContainerDevices? Read(MapReader reader, ReadingContext context)
    {
        var reserved = reader["deploy"] is MapNode deploy && deploy["resources"] is MapNode resources
            && resources["reservations"] is MapNode reservations ? reservations["devices"] : null;
        List<DeviceRequest> requests = [.. Gpus(reader["gpus"], context), .. Requests(reserved, "devices", context)];
        var devices = new ContainerDevices(
            Host(reader, context), Rules(reader, context), requests.Count > 0 ? requests : null);
        return devices == new ContainerDevices() ? null : devices;
    }

    private static List<ContainerDevice>? Host(MapReader reader, ReadingContext context)
    {
        if (reader["devices"] is not ListNode list)
        {
            reader.Texts("devices");
            return null;
        }

        var devices = new List<ContainerDevice>();
        foreach (var item in list.Items)
        {
            var parts = item is MapNode map ? Long(map, context) : context.Text(item, "an entry of `devices`")?.Split(':');
            if (parts is not null && Device(parts, item.At, context) is { } device)
            {
                devices.Add(device);
            }
        }

        return devices.Count > 0 ? devices : null;
    }

    private static string[]? Long(MapNode map, ReadingContext context)
    {
        context.CheckKeys(map, KnownKeys.Device, "an entry of `devices`");
        var reader = new MapReader(map, context);
        if (reader.Text("source") is not { } source)
        {
            context.Error(map.At, "an entry of `devices` has no source", "Write source: /dev/x.");
            return null;
        }

        return [source.Value, reader.Text("target")?.Value ?? source.Value, reader.Text("permissions")?.Value ?? "rwm"];
    }

    private static ContainerDevice? Device(string[] parts, Place at, ReadingContext context)
    {
        if (parts is [var name, ..] && !name.StartsWith('/') && Cdi().IsMatch(name))
        {
            return new ContainerDevice(name);
        }

        // Two parts: the second may be a place, or permissions.
        var permissions = parts.Length == 3 ? parts[2]
            : parts is [_, { Length: > 0 and <= 3 } last] && Permissions().IsMatch(last) ? last : "rwm";
        var target = parts.Length > 1 && !ReferenceEquals(parts[1], permissions) && parts[1].Length > 0 ? parts[1] : parts[0];
        if (parts.Length > 3 || !parts[0].StartsWith('/') || !target.StartsWith('/') || !Permissions().IsMatch(permissions))
        {
            context.Error(at, $"`{ReadingContext.Short(string.Join(':', parts))}` is no device", Fix);
            return null;
        }

        return new ContainerDevice(parts[0], target, permissions);
    }

    private static List<string>? Rules(MapReader reader, ReadingContext context)
    {
        if (reader["device_cgroup_rules"] is not ListNode list)
        {
            reader.Texts("device_cgroup_rules");
            return null;
        }

        var rules = list.Items.Select(item => context.Formed(item, "an entry of `device_cgroup_rules`", Rule(), RuleText))
            .OfType<string>().ToList();
        return rules.Count > 0 ? rules : null;
    }

    private static List<DeviceRequest> Gpus(Node? node, ReadingContext context)
    {
        if (node is ScalarNode { IsNull: false } scalar)
        {
            return context.OneOf(scalar, "`gpus`", [All]) is null ? [] : [new DeviceRequest(["gpu"], Count: -1)];
        }

        return [.. Requests(node, "gpus", context)
            .Select(request => request with { Capabilities = [.. request.Capabilities.Append("gpu").Distinct()] })];
    }

    private static IEnumerable<DeviceRequest> Requests(Node? node, string key, ReadingContext context)
    {
        if (node is null or ScalarNode { IsNull: true })
        {
            yield break;
        }

        if (node is not ListNode list)
        {
            context.Error(
                node.At, $"`{key}` must be a list, and this is {node.Kind}", "Write - { driver: nvidia, count: 1, capabilities: [gpu] }.");
            yield break;
        }

        foreach (var map in list.Items.Select(item => context.Map(item, $"an entry of `{key}`")).OfType<MapNode>())
        {
            context.CheckKeys(map, KnownKeys.DeviceRequest, $"an entry of `{key}`");
            var reader = new MapReader(map, context);
            var (ids, capabilities) = (reader.Words("device_ids"), reader.Words("capabilities"));
            var count = reader["count"] is ScalarNode { Text: All } ? -1 : reader.Long("count", -1);
            if (ids is not null && count is not null)
            {
                context.Error(map.At, "`count` and `device_ids` exclude each other", "Keep one of the two.");
            }

            if (capabilities is null && key != "gpus")
            {
                context.Error(map.At, "an entry of `devices` has no capabilities", "Write capabilities: [gpu].");
            }

            yield return new DeviceRequest(
                capabilities ?? [], reader.Text("driver")?.Value, ids is null ? count ?? -1 : null, ids, reader.Pairs("options"));
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+=[A-Za-z0-9._:-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Cdi();

    [GeneratedRegex(@"^[rwm]{1,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Permissions();

    [GeneratedRegex(@"^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
