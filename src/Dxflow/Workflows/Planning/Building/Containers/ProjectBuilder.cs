using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows.Planning.Building.Containers;

/// <summary>
/// What the containers of a run share, those of called documents among them: the networks and volumes that one of them uses, in the
/// document's order.
/// </summary>
internal static class ProjectBuilder
{
    /// <summary>Null if the run has no container.</summary>
    public static ProjectSpec? Build(
        IReadOnlyList<(PlanContext Context, IReadOnlyList<NodePlan> Nodes)> all, IReadOnlyList<BundleDocument> documents)
    {
        var inside = all.SelectMany(static one => one.Nodes.Where(static node => node.Container is not null)
            .Select(node => (one.Context, Service: one.Context.Service(node.Name)))).ToList();
        if (inside.Count == 0)
        {
            return null;
        }

        var spec = all[0].Context.Spec;
        var networks = inside.SelectMany(static one => ContainerBuilder.Networks(one.Service, one.Context))
            .ToHashSet(StringComparer.Ordinal);
        var volumes = inside.SelectMany(static one => one.Service.Volumes)
            .Where(mount => mount.Value is { Type: "volume", Source: not null })
            .Select(mount => mount.Value.Source!).ToHashSet(StringComparer.Ordinal);
        var declared = spec.Networks.Where(network => networks.Contains(network.Name))
            .Select(network => network.Network! with { Name = ProjectNames.Network(network.Name, spec) }).ToList();
        if (networks.Contains(ProjectNames.DefaultNetwork) && declared.All(network => network.Key != ProjectNames.DefaultNetwork))
        {
            declared.Add(new NetworkSpec(
                ProjectNames.DefaultNetwork, ProjectNames.Network(ProjectNames.DefaultNetwork, spec)));
        }

        return new ProjectSpec(
            spec.Name.Value,
            spec.ProjectDirectory,
            [.. documents.Select(document => document.Path)],
            declared,
            [.. spec.Volumes.Where(volume => volumes.Contains(volume.Name))
                .Select(volume => volume.Volume! with { Name = ProjectNames.Volume(volume.Name, spec) })]);
    }
}
