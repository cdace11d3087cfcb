using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning.Building;

namespace Dxflow.Workflows.Planning.Checks;

/// <summary>
/// What a scheduler's nodes cannot do with a service: a step is a process there, or one in an image, so what a process cannot have it
/// cannot have either, and nothing can stay up.
/// </summary>
internal static class BatchSupport
{
    public static void Check(ServiceSpec service, NodePlan node, PlanContext context)
    {
        if (node.Kind != NodeKind.Step)
        {
            context.Problems.Error(
                service.At,
                $"`{service.Name}` is no step, and on runtime {node.Runtime} only steps run so far",
                "Give it `x-step`, or start the workflow on another runtime and give its steps `runtime: " + node.Runtime + "`.");
            return;
        }

        var isImage = service.Image is not null && context.Options.BatchImages?.Contains(node.Runtime) == true;
        ProcessSupport.Check(
            service, node.Replicas, context.Spec, context.Problems,
            isImage ? [ProcessSupport.Gpus, ProcessSupport.Image] : [ProcessSupport.Gpus]);
        if (isImage && service.Volumes is [{ At: var at }, ..])
        {
            context.Problems.Error(
                at, $"`{service.Name}` runs in an image on {node.Runtime}, and has no volumes there so far",
                "Give it its files as inputs, or have the target's owner mount what all may see (`container-options`).");
        }

        foreach (var input in node.Step!.Inputs.Where(static input => !input.Place))
        {
            context.Problems.Error(
                input.At == default ? service.At : input.At,
                $"`place: false` of `{input.Name}`: nodes of {node.Runtime} do not see the engine's store",
                "Remove it: the files are placed in the work directory.");
        }

        if (context.HasServices)
        {
            context.Problems.Warn(
                service.At, $"`{service.Name}` runs on a node of {node.Runtime}: services of this document listen on the engine's machine",
                "Have the step take the address of that machine from an input.");
        }
    }

    /// <summary>The attempts of a run lie in one place.</summary>
    public static void CheckShared(IReadOnlyList<NodePlan> nodes, PlanContext context)
    {
        var places = nodes.Select(static node => node.Runtime).Distinct().Where(context.Options.IsBatch)
            .GroupBy(runtime => context.Options.Batch![runtime]).Where(static group => group.Key.Length > 0).ToList();
        if (places.Count > 1)
        {
            var named = string.Join(" and ", places.Select(static group => $"{group.First()} ({group.Key})"));
            context.Problems.Error(
                default, $"the steps of a run share one work directory, and {named} have two",
                "Give both targets the same `work`, or make two workflows of it.");
        }
    }
}
