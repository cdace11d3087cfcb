using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning.Building.Containers;
using Dxflow.Workflows.Planning.Inputs;

namespace Dxflow.Workflows.Planning.Building.Volumes;

/// <summary>
/// The volumes that inputs are read from, each where the services of the run have it; one that none of them lists is where the run is.
/// </summary>
internal static class SourceVolumeBuilder
{
    /// <summary>Null if no input is read from a volume.</summary>
    public static IReadOnlyList<SourceVolumePlan>? Of(RunPlan plan, IReadOnlyList<BuiltNode> nodes, PlanContext context)
    {
        var found = new List<SourceVolumePlan>();
        foreach (var source in PlanSources.In(plan).Where(static source => source.Volume is not null)
            .DistinctBy(static source => source.Volume!.Volume))
        {
            var name = source.Volume!.Volume;
            var user = nodes.FirstOrDefault(built => built.Node.Volumes?.Any(volume => volume.Name == name) ?? false);
            var of = user?.Context
                ?? nodes.Select(static built => built.Context).FirstOrDefault(one => VolumeBuilder.Declared(name, one) is not null)
                ?? context;
            if (VolumeBuilder.Declared(name, of) is not { } declared)
            {
                context.Problems.Error(
                    source.At, $"no volume is called `{name}`{NearestName.Hint(name, context.Spec.Volumes.Select(static one => one.Name))}",
                    "Add it below `volumes:` at the top level.");
                continue;
            }

            Check(declared, source.At, context);
            var runtime = user?.Node.Runtime ?? plan.Runtime;
            var isEngine = context.Options.IsContainer(runtime);
            if (!isEngine)
            {
                ProcessVolumes.CheckDeclared(declared, source.At, context.Problems);
            }

            found.Add(new SourceVolumePlan(name, runtime, isEngine ? ProjectBuilder.Volume(name, of) : null));
        }

        return found.Count == 0 ? null : found;
    }

    private static void Check(ResourceSpec declared, Place at, PlanContext context)
    {
        if (declared.Volume is { RunOnly: true })
        {
            context.Problems.Error(
                at, $"the volume `{declared.Name}` is a run's own (`x-scope: run`), and empty when the run begins",
                "Hand the file on as an output, or drop `x-scope`.");
        }
    }
}
