using System.Globalization;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Workflows.Planning;

/// <summary>
/// What a run calls its part of a container engine. An up run is the Compose project of its workflow's name. Jobs overlap, so each is a
/// project of its own, with networks of its own: a service must not be found by another run's steps. Volumes belong to the workflow, but
/// those with <c>x-scope: run</c> have the run's number in their names; a run that takes over from another has that one's.
/// </summary>
internal static class RunProject
{
    /// <summary>
    /// The plan with the names of run <paramref name="number"/>, which takes over from <paramref name="before"/>, if that is one; without
    /// containers as it is.
    /// </summary>
    public static RunPlan OfRun(RunPlan plan, int number, RunPlan? before = null)
    {
        if (plan.Project is not { } project)
        {
            return plan;
        }

        var name = ProjectSpec.OfRun(project.Name, number);
        var kept = (before?.Project?.Volumes ?? []).Where(static volume => volume is { RunOnly: true, External: false })
            .ToDictionary(static volume => volume.Key, static volume => volume.Name, StringComparer.Ordinal);
        var volumes = project.Volumes.Where(static volume => volume is { RunOnly: true, External: false })
            .ToDictionary(volume => volume.Name, volume => kept.GetValueOrDefault(volume.Key) ?? Default(name, volume.Key));
        if (plan.Kind == RunKind.Up)
        {
            return volumes.Count == 0 ? plan : Renamed(plan, project, [], volumes);
        }

        var own = project.Networks.Where(network => !network.External && network.Name == Default(project.Name, network.Key))
            .ToDictionary(network => network.Name, network => Default(name, network.Key), StringComparer.Ordinal);
        return Renamed(plan, project with { Name = name, Owner = project.Name }, own, volumes);
    }

    private static RunPlan Renamed(
        RunPlan plan, ProjectSpec project, Dictionary<string, string> networks, Dictionary<string, string> volumes) => plan with
        {
            Project = project with
            {
                Networks = [.. project.Networks.Select(network => network with { Name = New(networks, network.Name) })],
                Volumes = [.. project.Volumes.Select(volume => volume with { Name = New(volumes, volume.Name) })],
            },
            Nodes = [.. plan.Nodes.Select(node => node.Container is { } container
                ? node with { Container = Renamed(container, networks, volumes) } : node)],
        };

    /// <summary>The name of a network or volume of a project that the document gives none.</summary>
    public static string Default(string project, string key) => $"{project}_{key}";

    /// <summary>The container of one instance of a service, counted from 1.</summary>
    public static string Container(string project, string service, int instance) =>
        string.Create(CultureInfo.InvariantCulture, $"{project}-{service}-{instance}");

    private static ContainerSpec Renamed(
        ContainerSpec container, Dictionary<string, string> networks, Dictionary<string, string> volumes) => container with
        {
            Networking = container.Networking is { Networks: { } attached } networking
            ? networking with { Networks = [.. attached.Select(one => one with { Network = New(networks, one.Network) })] }
            : container.Networking,
            Mounts = container.Mounts is { } mounts
            ? [.. mounts.Select(mount => mount is { Type: "volume", Source: { } source }
                ? mount with { Source = New(volumes, source) } : mount)]
            : null,
        };

    private static string New(Dictionary<string, string> names, string name) => names.GetValueOrDefault(name, name);
}
