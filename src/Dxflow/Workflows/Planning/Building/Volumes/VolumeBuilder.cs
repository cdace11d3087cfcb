using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building.Volumes;

/// <summary>
/// The volumes that a service lists, on the runtime that it has. A target is a place in a container: elsewhere the run says where the
/// volume lies.
/// </summary>
internal static class VolumeBuilder
{
    /// <summary>Null if it lists none by name.</summary>
    public static IReadOnlyList<VolumePlan>? Of(ServiceSpec service, string runtime, PlanContext context)
    {
        var inside = context.Options.IsContainer(runtime) || context.Options.RunsInJob(service, runtime);
        var listed = service.Volumes.Select(static mount => mount.Value)
            .Where(static mount => mount is { Type: "volume", Source: not null })
            .DistinctBy(static mount => mount.Source)
            .Select(mount => new VolumePlan(
                mount.Source!, inside ? mount.Target : null, inside && mount.ReadOnly,
                Declared(mount.Source!, context)?.Volume is { RunOnly: true }))
            .ToList();
        return listed.Count == 0 ? null : listed;
    }

    /// <summary>What a name means: a volume of the document that is run, else of the one that names it; null: nothing.</summary>
    public static ResourceSpec? Declared(string name, PlanContext context) =>
        context.Run?.Spec.Volumes.FirstOrDefault(volume => volume.Name == name)
        ?? context.Spec.Volumes.FirstOrDefault(volume => volume.Name == name);
}
