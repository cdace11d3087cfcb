using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning.Building.Volumes;

namespace Dxflow.Workflows.Planning.Building.Containers;

/// <summary>
/// What the containers of a run share, those of called documents among them: the networks and volumes that one of them uses, in the
/// document's order.
/// </summary>
internal static class ProjectBuilder
{
    /// <summary>What a container engine is told of a volume; null: no document declares it, which is said elsewhere.</summary>
    public static VolumeSpec? Volume(string name, PlanContext context) =>
        VolumeBuilder.Declared(name, context)?.Volume is { } volume
            ? volume with { Name = ProjectNames.Volume(name, context) } : null;

    /// <summary>Null if the run has no container.</summary>
    public static ProjectSpec? Build(IReadOnlyList<BuiltNode> nodes, PlanContext context, IReadOnlyList<BundleDocument> documents)
    {
        var inside = nodes.Where(static built => built.Node.Container is not null).ToList();
        if (inside.Count == 0)
        {
            return null;
        }

        var spec = context.Spec;
        var networks = inside.SelectMany(static built => ContainerBuilder.Networks(built.Service, built.Context))
            .ToHashSet(StringComparer.Ordinal);
        var volumes = inside.SelectMany(static built => (built.Node.Volumes ?? [])
            .Select(volume => (volume.Name, built.Context))).DistinctBy(static use => use.Name);
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
            [.. volumes.OrderBy(use => Order(use.Name, spec)).Select(static use => Volume(use.Name, use.Context)).OfType<VolumeSpec>()]);
    }

    // Those of called documents alone come last.
    private static int Order(string volume, ComposeSpec spec)
    {
        var at = spec.Volumes.Index().FirstOrDefault(declared => declared.Item.Name == volume, (spec.Volumes.Count, null!));
        return at.Index;
    }
}
