using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>
/// What runtime <c>process</c> cannot honour in a service, by name: an error where the service would run differently in a way that
/// matters, a warning where a key has no effect. Asked only for services that are enabled and planned on <c>process</c>.
/// </summary>
internal static class ProcessSupport
{
    public const string Gpus = "gpus";
    public const string Image = "image";
    public const string PullPolicy = "pull_policy";
    private const string Fix = "Remove it, or run the service in a container.";

    /// <param name="service">What is to be a process.</param>
    /// <param name="replicas">How many of it.</param>
    /// <param name="spec">The document.</param>
    /// <param name="problems">Told of what cannot be honoured.</param>
    /// <param name="honoured">Keys that where it runs are honoured all the same: a cluster's gpus, the images in its jobs.</param>
    public static void Check(
        ServiceSpec service, int replicas, ComposeSpec spec, Problems problems, IReadOnlyCollection<string>? honoured = null)
    {
        foreach (var (key, value) in service.Node.Entries)
        {
            if (ServiceKeys.All.TryGetValue(key.Text, out var known) && Says(value) && honoured?.Contains(key.Text) != true)
            {
                CheckKey(known, key, service, problems);
            }
        }

        CheckNetworks(service, spec, problems);
        CheckPorts(service, problems);
        CheckDeploy(service, replicas, problems, honoured?.Contains(Gpus) == true);
        if (honoured?.Contains(Image) != true || service.Image is null)
        {
            CheckMounts(service, spec, problems);
            CheckProgram(service, problems);
        }
    }

    /// <summary>Whether a value says anything: nothing, `false` and an empty list do not.</summary>
    public static bool Says(Node value) => value switch
    {
        ScalarNode scalar => !scalar.IsNull && scalar.Text != "false",
        ListNode list => list.Items.Count > 0,
        _ => true,
    };

    private static void CheckKey(ComposeKey known, ScalarNode key, ServiceSpec service, Problems problems)
    {
        // On a step these are told as having no effect anywhere; the host's network is what a process has.
        if ((service.IsStep && key.Text is "tty" or "stdin_open" or "post_start" or "pre_stop")
            || (key.Text == "network_mode" && service.NetworkMode is { Value: "host" or "none" }))
        {
            return;
        }

        if (service.IsStep && key.Text == "secrets")
        {
            CheckSecrets(service, problems);
            return;
        }

        if (known.OnProcess == OnProcess.Warned)
        {
            problems.Warn(key.At, $"`{key.Text}` has no effect on runtime process: {known.Why}", Fix);
        }
        else if (known.OnProcess == OnProcess.Refused)
        {
            problems.Error(key.At, $"`{key.Text}` cannot be honoured on runtime process: {known.Why}", Fix);
        }
    }

    /// <summary>A step has them as files of one directory, of its own user.</summary>
    private static void CheckSecrets(ServiceSpec service, Problems problems)
    {
        foreach (var entry in ((service.Node["secrets"] as ListNode)?.Items ?? []).OfType<MapNode>().SelectMany(static map => map.Entries)
            .Where(static entry => entry.Key.Text != "source" && !Usual(entry)))
        {
            problems.Warn(
                entry.Key.At, $"`{entry.Key.Text}` of a secret has no effect on runtime process: the file is $DXFLOW_SECRETS/NAME",
                "Read it there: DXFLOW_SECRETS is set in containers too.");
        }
    }

    /// <summary>Where a secret is in a container unless it is said, as documents have it that are written by a program.</summary>
    private static bool Usual(MapEntry entry) => entry.Key.Text == "target"
        && entry.Value is ScalarNode target && target.Text.StartsWith("/run/secrets/", StringComparison.Ordinal);

    private static void CheckNetworks(ServiceSpec service, ComposeSpec spec, Problems problems)
    {
        if (service.NetworkMode is { Value: "none" } mode)
        {
            problems.Error(
                mode.At, "`network_mode: none` cannot be honoured on runtime process: the task is in the host's own network", Fix);
        }

        foreach (var network in service.Networks)
        {
            if (spec.IsInternal(network.Value))
            {
                problems.Error(
                    network.At,
                    $"the internal network `{network.Value}` cannot be honoured on runtime process: the task is in the host's own network",
                    Fix);
            }
        }
    }

    private static void CheckMounts(ServiceSpec service, ComposeSpec spec, Problems problems)
    {
        foreach (var (mount, at) in service.Volumes.Select(mount => (mount.Value, mount.At)))
        {
            if (mount is { Type: "volume", Source: not null })
            {
                ProcessVolumes.Check(service, mount, at, spec, problems);
            }
            else if (mount.Type != "bind" || Trimmed(mount.Source!) != Trimmed(mount.Target))
            {
                problems.Error(
                    at,
                    $"the volume at {mount.Target} cannot be honoured on runtime process: the task sees the host's own files",
                    "Use the host's path on both sides, or run the service in a container.");
            }
            else if (mount.ReadOnly)
            {
                problems.Warn(at, $"{mount.Target} is not read-only on runtime process", Fix);
            }
        }
    }

    private static void CheckRange(PortSpec port, Problems problems)
    {
        if (port.PublishedRange is { } range)
        {
            problems.Warn(port.At, $"of the range {range} the first port is taken", "Write the one port.");
        }
    }

    /// <summary>The engine listens where another port is published, and hands on to the program's own.</summary>
    private static void CheckPorts(ServiceSpec service, Problems problems)
    {
        foreach (var port in service.Ports)
        {
            CheckRange(port, problems);
        }

        foreach (var port in service.Ports.Where(port => port.Published is { } published && published != port.Target))
        {
            if (service.IsStep || port.Protocol != "tcp")
            {
                problems.Warn(
                    port.At,
                    $"port {port.Published} of `{service.Name}` is not published on runtime process: "
                    + (service.IsStep ? "only services have ports there"
                        : $"the program is found on {port.Target}, where it listens itself"),
                    $"Let it listen on {port.Published} and write \"{port.Published}:{port.Published}\", or run it in a container.");
            }
            else if (service.Ports.Any(other => other.Target == port.Published && other.Protocol == port.Protocol))
            {
                problems.Error(
                    port.At,
                    $"`{service.Name}` listens on {port.Published} itself on runtime process, so that it cannot stand for {port.Target}",
                    "Publish another port, or run it in a container.");
            }
        }
    }

    private static string Trimmed(string path) => path.Length > 1 ? path.TrimEnd('/') : path;

    private static void CheckDeploy(ServiceSpec service, int replicas, Problems problems, bool hasDevices)
    {
        if (!service.IsStep && replicas > 1)
        {
            problems.Error(
                service.Replicas?.At ?? service.At, "runtime process runs one of each service",
                "Remove the replicas, or run the service in containers.");
        }

        if (service.Node["deploy"] is not MapNode deploy || deploy["resources"] is not MapNode resources)
        {
            return;
        }

        WarnOf(resources["limits"], "pids", "the number of processes is not limited");
        if (!hasDevices)
        {
            WarnOf(resources["reservations"], "devices", "the task sees every device of the host");
        }

        WarnOf(resources["reservations"], "generic_resources", "only cpus and memory are booked");

        void WarnOf(Node? part, string key, string why)
        {
            if (part is MapNode map && map.TryGet(key, out var value))
            {
                problems.Warn(value.At, $"`{key}` has no effect on runtime process: {why}", Fix);
            }
        }
    }

    private static void CheckProgram(ServiceSpec service, Problems problems)
    {
        var inner = service.Step as MapNode;
        var stands = inner is not null && (inner["script"] is not null || inner["workflow"] is not null);
        if (service is not { Command.Arguments.Count: > 0 } and not { Entrypoint.Arguments.Count: > 0 } && !stands)
        {
            problems.Error(
                service.At,
                $"`{service.Name}` has no command, and runtime process uses no image that could bring one",
                service.IsStep ? "Write a command, or script below x-step." : "Write a command.");
        }
    }
}
