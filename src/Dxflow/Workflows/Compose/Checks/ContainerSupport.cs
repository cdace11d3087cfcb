using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Resources;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>
/// What the container runtimes cannot honour in a service, by name: the same two answers as <see cref="ProcessSupport"/>. Asked only for
/// services that are enabled and planned on one of them.
/// </summary>
internal static class ContainerSupport
{
    private const string Fix = "Remove it.";
    private static readonly string[] Modes = ["replicated", "global"];

    public static void Check(ServiceSpec service, string runtime, Problems problems)
    {
        foreach (var (key, value) in service.Node.Entries)
        {
            if (ServiceKeys.All.TryGetValue(key.Text, out var known) && ProcessSupport.Says(value))
            {
                Tell(key, known.Containers, known.ContainersWhy, problems);
            }
        }

        Sections(service, problems);
        CheckMode(service, problems);
        CheckMounts(service, problems);
        CheckNames(service, problems);
        CheckPorts(service, problems);
        CheckLabels(service, problems);
        CheckModes(service, problems);
        CacheSupport.Check(service, runtime, problems);
    }

    /// <summary>What stands in the maps of a service, each against its own list.</summary>
    private static void Sections(ServiceSpec service, Problems problems)
    {
        var deploy = service.Node["deploy"] as MapNode;
        var resources = deploy?["resources"] as MapNode;
        Section(ServiceSections.Deploy, deploy, problems);
        Section(ServiceSections.Reservations, resources?["reservations"] as MapNode, problems);
        Section(ServiceSections.Build, service.Build as MapNode, problems);
    }

    private static void Section(KeySection section, MapNode? map, Problems problems)
    {
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (section.Keys.FirstOrDefault(known => known.Name == key.Text) is { } found && ProcessSupport.Says(value))
            {
                Tell(key, found.Containers, found.Note, problems);
            }
        }
    }

    private static void Tell(ScalarNode key, OnContainers answer, string why, Problems problems)
    {
        if (answer == OnContainers.Warned)
        {
            problems.Warn(key.At, $"`{key.Text}` has no effect in a container: {why}", Fix);
        }
        else if (answer == OnContainers.Refused)
        {
            problems.Error(key.At, $"`{key.Text}` cannot be honoured in a container: {why}", Fix);
        }
    }

    private static void CheckMode(ServiceSpec service, Problems problems)
    {
        if (service.Node["deploy"] is not MapNode deploy || deploy["mode"] is not ScalarNode { IsNull: false } mode)
        {
            return;
        }

        if (mode.Text == "global")
        {
            problems.Warn(mode.At, "`mode: global` is one container here: there is one machine", "Write replicas for more.");
        }
        else if (!Modes.Contains(mode.Text) && !mode.Text.Contains('$'))
        {
            problems.Error(
                mode.At, $"`mode: {ReadingContext.Short(mode.Text)}` cannot be honoured: only a cluster knows it",
                "Write replicated; for a job give the service an x-step.");
        }
    }

    private static void CheckMounts(ServiceSpec service, Problems problems)
    {
        foreach (var mount in service.Volumes.Where(mount => mount.Value.Type is "npipe" or "cluster"))
        {
            problems.Error(
                mount.At, $"a mount of type {mount.Value.Type} cannot be honoured: it belongs to "
                    + (mount.Value.Type == "npipe" ? "Windows containers" : "a cluster"),
                "Write type: bind, volume, tmpfs or image.");
        }
    }

    private static void CheckNames(ServiceSpec service, Problems problems)
    {
        if (service is { ContainerName: { } name, Replicas: { Value: > 1 } replicas })
        {
            problems.Error(
                replicas.At, $"{replicas.Value} containers cannot all be called {ReadingContext.Short(name.Value)}",
                "Remove `container_name`, or the replicas.");
        }
    }

    // As Compose says it; `run --scale` may still make one of it.
    private static void CheckPorts(ServiceSpec service, Problems problems)
    {
        if (service.Replicas is { Value: > 1 } replicas
            && service.Ports.FirstOrDefault(static port => port is { Published: not null, PublishedRange: null }) is { } port)
        {
            problems.Warn(
                port.At, $"{replicas.Value} containers cannot all have port {port.Published} of the host: the first to start has it",
                "Write a range of ports, or the container's port alone for any free one.");
        }
    }

    private static void CheckLabels(ServiceSpec service, Problems problems)
    {
        foreach (var (name, label) in service.Labels)
        {
            if (name.StartsWith(Labels.Reserved, StringComparison.Ordinal))
            {
                problems.Error(label.At, $"the label `{ReadingContext.Short(name)}` is Compose's own", "Write another name.");
            }
        }
    }

    // With somebody else's network stack there are no networks, ports or names of one's own.
    private static void CheckModes(ServiceSpec service, Problems problems)
    {
        if (service.NetworkMode is not { } mode)
        {
            return;
        }

        var shared = mode.Value.StartsWith("service:", StringComparison.Ordinal)
            || mode.Value.StartsWith("container:", StringComparison.Ordinal);
        if (shared && service.Ports.Count > 0)
        {
            problems.Error(
                service.Ports[0].At, $"`ports` and `network_mode: {ReadingContext.Short(mode.Value)}` exclude each other",
                "Publish the ports where the network is.");
        }
        else if (mode.Value is "host" or "none" && service.Ports.Count > 0)
        {
            problems.Warn(service.Ports[0].At, $"`ports` have no effect with `network_mode: {mode.Value}`", Fix);
        }

        if (shared && service.Node.TryGet("hostname", out var host))
        {
            problems.Error(host.At, $"`hostname` and `network_mode: {ReadingContext.Short(mode.Value)}` exclude each other", Fix);
        }
    }
}
