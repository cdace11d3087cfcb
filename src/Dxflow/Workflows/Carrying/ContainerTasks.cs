using System.Globalization;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// What makes an attempt a container. A service's is named and kept as Compose does, so that the next attempt, or the next run, goes on
/// with it; a step's belongs to its attempt alone, and runs as the engine's user unless the document says otherwise.
/// </summary>
internal static class ContainerTasks
{
    private const int RunDigits = 8;

    public static ContainerTask? Of(RunPlan plan, NodePlan node, AttemptId id, EvaluatedTask task, TaskPlaces outside)
    {
        if (node.Container is not { } container || plan.Project is not { } project)
        {
            return null;
        }

        var isStep = node.Kind == NodeKind.Step;
        return new ContainerTask(
            isStep && container.User is null ? container with { User = OfEngine() } : container,
            project,
            container.Name ?? (isStep ? StepName(plan, node, id) : RunProject.Container(project.Name, node.Name, id.Slice + 1)),
            node.Name,
            id.Slice + 1,
            task.Labels,
            ContainerPlaces.Mounts(node, outside),
            Kept: !isStep,
            Adopt: !isStep && plan.Adopt,
            AsEngine: isStep && container.User is null);
    }

    private static string StepName(RunPlan plan, NodePlan node, AttemptId id) => string.Create(
        CultureInfo.InvariantCulture, $"{plan.Workflow}-{node.Name}-{id.Run[..RunDigits]}-{Inside(plan, node, id)}{id.Slice}-{id.Attempt}");

    /// <summary>In called documents the same step stands many times: its number tells which.</summary>
    private static string Inside(RunPlan plan, NodePlan node, AttemptId id) =>
        id.Step < plan.Nodes.Count && ReferenceEquals(plan.Nodes[id.Step], node)
            ? "" : string.Create(CultureInfo.InvariantCulture, $"{id.Step}-");

    private static string OfEngine() =>
        string.Create(CultureInfo.InvariantCulture, $"{FileCalls.EffectiveUser()}:{FileCalls.EffectiveGroup()}");
}
