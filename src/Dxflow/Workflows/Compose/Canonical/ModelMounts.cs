using System.Globalization;
using System.Text.Json.Nodes;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Canonical;

/// <summary>Ports, volumes, configs and secrets of a service in their long forms.</summary>
internal sealed class ModelMounts(ModelValues values)
{
    public JsonArray Ports(ServiceSpec service)
    {
        var written = (service.Node["ports"] as ListNode)?.Items.OfType<MapNode>().DistinctBy(static map => map.At)
            .ToDictionary(static map => map.At) ?? [];
        return new JsonArray([.. service.Ports.Select(port => Port(port, written.GetValueOrDefault(port.At)))]);
    }

    public JsonArray Volumes(ServiceSpec service)
    {
        var items = (service.Node["volumes"] as ListNode)?.Items ?? [];
        var written = items.DistinctBy(static item => item.At).ToDictionary(static item => item.At);
        return new JsonArray([.. service.Volumes.Select(
            mount => written.GetValueOrDefault(mount.At) is MapNode map ? Long(mount.Value, map) : Short(mount.Value))]);
    }

    /// <summary>Configs go to the root, secrets to the directory for them, unless they say otherwise.</summary>
    public JsonArray Grants(ListNode list, string directory) => new([.. list.Items.Select(item =>
    {
        var grant = item is MapNode map ? (JsonObject)values.Of(map, null)! : new JsonObject { ["source"] = values.Of(item, null) };
        var target = (string?)grant["target"] ?? (string?)grant["source"] ?? "";
        grant["target"] = target.StartsWith('/') ? target : directory + target;
        return ModelValues.Sorted(grant.ToList().Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
    })]);

    private JsonObject Port(PortSpec port, MapNode? written)
    {
        var shown = written is null ? [] : (JsonObject)values.Of(written, ModelForms.Service.Below("ports")!.Items)!;
        shown["mode"] ??= "ingress";
        shown["protocol"] = port.Protocol;
        shown["target"] = port.Target;
        if ((port.PublishedRange ?? port.Published?.ToString(CultureInfo.InvariantCulture)) is { } published)
        {
            shown["published"] = published;
        }

        if (port.HostAddress is { } address)
        {
            shown["host_ip"] = address;
        }

        return ModelValues.Sorted(shown.ToList().Select(static entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
    }

    private JsonObject Long(ContainerMount mount, MapNode written)
    {
        var shown = (JsonObject)values.Of(written, ModelForms.Service.Below("volumes")!.Items)!;
        if (mount is { Type: "bind", Source: { } source })
        {
            shown["source"] = ModelValues.Text(source);
        }

        return shown;
    }

    private static JsonObject Short(ContainerMount mount)
    {
        var (shown, inner) = (new JsonObject(), new JsonObject());
        if (mount.CreateHostPath)
        {
            inner["create_host_path"] = true;
        }

        if (mount.SeLinux is { } label)
        {
            inner["selinux"] = label;
        }

        if (mount.NoCopy)
        {
            inner["nocopy"] = true;
        }

        if (mount.Propagation is { } propagation)
        {
            inner["propagation"] = propagation;
        }

        if (mount.Consistency is { } consistency)
        {
            shown["consistency"] = consistency;
        }

        shown["type"] = mount.Type;
        shown["target"] = ModelValues.Text(mount.Target);
        if (mount.Source is { } source)
        {
            shown["source"] = ModelValues.Text(source);
        }

        if (mount.ReadOnly)
        {
            shown["read_only"] = true;
        }

        if (inner.Count > 0)
        {
            shown[mount.Type] = inner;
        }

        return ModelValues.Sorted(shown.ToList().Select(static entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
    }
}
