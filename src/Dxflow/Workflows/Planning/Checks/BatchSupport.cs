using System.Net;
using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning.Building;
using Dxflow.Workflows.Planning.Building.Volumes;

namespace Dxflow.Workflows.Planning.Checks;

/// <summary>
/// What a scheduler's nodes cannot do for a step: it is a process there, or one in an image, so what a process cannot have it cannot have
/// either. And what a run needs that is on several machines.
/// </summary>
internal static class BatchSupport
{
    public static void Check(ServiceSpec service, NodePlan node, PlanContext context)
    {
        var isImage = context.Options.RunsInJob(service, node.Runtime);
        ProcessSupport.Check(
            service, node.Replicas, context.Spec, context.Problems,
            isImage ? [ProcessSupport.Gpus, ProcessSupport.Image, ProcessSupport.PullPolicy] : [ProcessSupport.Gpus]);
        if (isImage)
        {
            CheckMounts(service, node, context);
        }

        foreach (var input in node.Step!.Inputs.Where(static input => !input.Place))
        {
            context.Problems.Error(
                input.At == default ? service.At : input.At,
                $"`place: false` of `{input.Name}`: nodes of {node.Runtime} do not see the engine's store",
                "Remove it: the files are placed in the work directory.");
        }
    }

    /// <summary>An image in a job sees directories of the node, under other names: binds, and volumes, which are some.</summary>
    private static void CheckMounts(ServiceSpec service, NodePlan node, PlanContext context)
    {
        foreach (var (mount, at) in service.Volumes)
        {
            var declared = mount.Source is { } name && mount.Type == "volume" ? VolumeBuilder.Declared(name, context) : null;
            if (declared is not null)
            {
                ProcessVolumes.CheckDeclared(declared, at, context.Problems);
            }

            var why = mount.Type == "volume" && mount.Source is null ? "it has no name"
                : mount.Type is not ("bind" or "volume") ? $"it is of type {mount.Type}"
                : mount.SubPath is not null ? "of a volume it can be given all only"
                : $"{mount.Source}{mount.Target}".AsSpan().ContainsAny(':', ',') ? "there is a colon or a comma in it"
                : null;
            if (why is not null)
            {
                context.Problems.Error(
                    at, $"the volume at {mount.Target} cannot be honoured in an image on {node.Runtime}: {why}",
                    "Write a directory of the nodes or a volume with a name; what the step alone needs can lie in its work directory.");
            }
        }
    }

    /// <summary>
    /// The name by which services are found where some steps are on other machines; null: all are here. Containers are found there by what
    /// they publish alone.
    /// </summary>
    public static string? Beside(IReadOnlyList<NodePlan> nodes, PlanContext context)
    {
        var sites = nodes.Where(node => node.Kind == NodeKind.Step && context.Options.IsBatch(node.Runtime))
            .DistinctBy(static node => node.Runtime)
            .Select(node => (node.Runtime, context.Options.Batch![node.Runtime].Services.Host)).ToList();
        var services = nodes.Where(static node => node.Kind == NodeKind.Service).ToList();
        if (sites.Count == 0 || services.Count == 0)
        {
            return null;
        }

        if (sites.FirstOrDefault(site => site.Host != sites[0].Host) is { Host: { } other, Runtime: var runtime })
        {
            context.Problems.Error(
                default, $"{sites[0].Runtime} finds the engine's machine as {sites[0].Host}, and {runtime} as {other}",
                "Write the same `host` for both targets, or make two workflows of it.");
        }

        foreach (var service in services.Where(static service => service.Container is not null))
        {
            var ports = service.Ports?.Where(static port => port.Published is not null).ToList() ?? [];
            if (ports.Count == 0 || ports.TrueForAll(static port => IsLoopback(port.HostAddress)))
            {
                context.Problems.Warn(
                    context.IndexOf(service.Name) is null ? default : context.Service(service.Name).At,
                    $"steps on {sites[0].Runtime} do not reach `{service.Name}`: it publishes no port to other machines",
                    "Publish what they need, like ports: [\"8080:80\"].");
            }
        }

        return sites[0].Host;
    }

    /// <summary>The attempts of a run lie in one place.</summary>
    public static void CheckShared(IReadOnlyList<NodePlan> nodes, PlanContext context)
    {
        var places = nodes.Select(static node => node.Runtime).Distinct().Where(context.Options.IsBatch)
            .GroupBy(runtime => context.Options.Batch![runtime].Directory).Where(static group => group.Key.Length > 0).ToList();
        if (places.Count > 1)
        {
            var named = string.Join(" and ", places.Select(static group => $"{group.First()} ({group.Key})"));
            context.Problems.Error(
                default, $"the steps of a run share one work directory, and {named} have two",
                "Give both targets the same `work`, or make two workflows of it.");
        }
    }

    private static bool IsLoopback(string? address) => IPAddress.TryParse(address, out var known) && IPAddress.IsLoopback(known);
}
