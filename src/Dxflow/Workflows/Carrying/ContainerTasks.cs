using System.Globalization;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// What makes an attempt a container. A service's is named and kept as Compose does, so that the next attempt, or the next run, goes on
/// with it; a step's, and a service's of a called document, belongs to its attempt alone. A step runs as the engine's user unless the
/// document says otherwise.
/// </summary>
internal static class ContainerTasks
{
    private const int RunDigits = 8;
    private const int LooksMax = 100;

    /// <param name="isAgain">An attempt before this one had its container: nothing newer is asked for, and nothing built anew.</param>
    public static ContainerTask? Of(
        RunPlan plan, NodePlan node, AttemptId id, EvaluatedTask task, TaskPlaces outside, bool isAgain)
    {
        if (node.Container is not { } container || plan.Project is not { } project)
        {
            return null;
        }

        if (isAgain && container.Image.Pull != PullPolicy.Never)
        {
            container = container with { Image = container.Image with { Pull = PullPolicy.Missing, RefreshAfter = null } };
        }

        var isStep = node.Kind == NodeKind.Step;
        var isCalled = BodyPlan.IsCalled(plan, id.Step);
        if (isCalled && node.Kind == NodeKind.Service)
        {
            container = container with { Init = container.Init ?? false, Networking = Named(container.Networking, node.Name, task.Frame) };
        }

        return new ContainerTask(
            isStep && container.User is null ? container with { User = OfEngine() } : container,
            project,
            container.Name ?? (isStep || isCalled ? StepName(plan, node, id) : RunProject.Container(project.Name, node.Name, id.Slice + 1)),
            node.Name,
            id.Slice + 1,
            task.Labels,
            ContainerPlaces.Mounts(node, outside),
            Kept: !isStep && !isCalled,
            Adopt: !isStep && plan.Adopt,
            AsEngine: isStep && container.User is null,
            IsCalled: isCalled);
    }

    /// <summary>A service of one instance of a called document has a name of its own in the networks that all instances are in.</summary>
    private static ContainerNetworking? Named(ContainerNetworking? networking, string service, int frame) =>
        networking is not { Networks: { } networks } ? networking : networking with
        {
            Networks = [.. networks.Select(network => network with { Aliases = [ServiceAddress.Name(service, frame)] })],
        };

    /// <summary>
    /// Whether an attempt before this one came to have a container, and so its image: one that was lost while that was pulled or built did
    /// not. Of very many the last are looked at.
    /// </summary>
    public static bool IsAgain(RunFiles files, AttemptId id)
    {
        for (var before = id.Attempt - 1; before > Math.Max(0, id.Attempt - 1 - LooksMax); before--)
        {
            if (HadContainer(files.Task(id with { Attempt = before })))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HadContainer(TaskRef attempt)
    {
        try
        {
            return AttemptRecord.Read(attempt) is { Id: not null };
        }
        catch (Fault)
        {
            // What cannot be read says nothing: rather once too often.
            return false;
        }
    }

    private static string StepName(RunPlan plan, NodePlan node, AttemptId id) => string.Create(
        CultureInfo.InvariantCulture, $"{plan.Workflow}-{node.Name}-{id.Run[..RunDigits]}-{Inside(plan, id)}{id.Slice}-{id.Attempt}");

    /// <summary>In called documents the same step stands many times: its number tells which.</summary>
    private static string Inside(RunPlan plan, AttemptId id) =>
        BodyPlan.IsCalled(plan, id.Step) ? string.Create(CultureInfo.InvariantCulture, $"{id.Step}-") : "";

    private static string OfEngine() =>
        string.Create(CultureInfo.InvariantCulture, $"{FileCalls.EffectiveUser()}:{FileCalls.EffectiveGroup()}");
}
