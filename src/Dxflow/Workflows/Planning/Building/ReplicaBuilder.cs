using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>How many instances of a service there are: what was asked for at the start, else what the document says, else one.</summary>
internal static class ReplicaBuilder
{
    public const int Max = 1_000;

    public static int Of(ServiceSpec service, NodeKind kind, PlanContext context)
    {
        int? asked = context.Options.Scale?.TryGetValue(service.Name, out var wanted) ?? false ? wanted : null;
        var count = asked ?? service.Replicas?.Value ?? 1;
        var at = asked is null ? service.Replicas?.At ?? service.At : default;
        if (count is < 0 or > Max)
        {
            context.Problems.Error(at, $"`{service.Name}` is to have {count} replicas", $"Write a number from 0 to {Max}.");
            return 1;
        }

        if (count > 1 && service.ContainerName is { } name)
        {
            context.Problems.Error(
                name.At, $"`{service.Name}` has {count} replicas and one `container_name`: no two containers have the same",
                "Remove container_name, or the replicas.");
        }

        if (kind == NodeKind.OneShot && count != 1 && asked != 0)
        {
            context.Problems.Error(
                at, $"`{service.Name}` is waited for until it ends, and runs once", "Remove the replicas; --scale NAME=0 leaves it out.");
            return 1;
        }

        return count;
    }

    /// <summary>Names that were asked for and are no service of the document.</summary>
    public static void Check(PlanContext context)
    {
        foreach (var name in context.Options.Scale?.Keys ?? [])
        {
            if (context.IndexOf(name) is not { } index || context.Enabled[index].IsStep)
            {
                var names = context.Enabled.Where(service => !service.IsStep).Select(service => service.Name);
                context.Problems.Error(
                    default, $"there is no enabled service `{name}` to scale{NearestName.Hint(name, names)}", "Name a service.");
            }
        }
    }
}
