using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Services;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building.Calls;

/// <summary>
/// What services of called documents cannot have. There may be many instances of such a document at once, all in the networks of the run:
/// so nothing of which there is one, and nothing that is found by a service's plain name.
/// </summary>
internal static class CalledServices
{
    private static readonly string[] Shared = ["network_mode", "ipc", "pid", "uts", "cgroup"];

    public static bool Has(CalledDocument document) => document.Enabled.Any(static service => !service.IsStep);

    public static void Check(ServiceSpec service, NodePlan node, PlanContext context)
    {
        var isContainer = node.Container is not null;
        if (isContainer)
        {
            CheckShared(service, context);
        }

        if (node.Kind == NodeKind.Step)
        {
            return;
        }

        CheckPorts(service, isContainer, context);
        CheckReservations(service, context);
        if (isContainer)
        {
            CheckNames(service, context);
        }
    }

    /// <summary>A container of another instance might be meant.</summary>
    private static void CheckShared(ServiceSpec service, PlanContext context)
    {
        foreach (var key in Shared)
        {
            if (service.Node[key] is ScalarNode mode && mode.Text.StartsWith(ImpliedDependencies.Service, StringComparison.Ordinal))
            {
                Refuse(mode.At, $"`{key}: {mode.Text}`");
            }
        }

        foreach (var key in new[] { "links", "volumes_from" })
        {
            if (service.Node[key] is ListNode { Items.Count: > 0 } list)
            {
                Refuse(list.At, $"`{key}`");
            }
        }

        void Refuse(Place at, string what) => context.Problems.Error(
            at, $"{what} of `{service.Name}`: of a called document there may be several instances, and which is meant nobody knows",
            "Use services.NAME.host in steps and DXFLOW_SERVICE_NAME_HOST in services, or put both into the document that is run.");
    }

    private static void CheckPorts(ServiceSpec service, bool isContainer, PlanContext context)
    {
        var isOne = service.Ports.FirstOrDefault(static port => port is { Published: not null, PublishedRange: null });
        if (isContainer && isOne is not null)
        {
            context.Problems.Error(
                isOne.At,
                $"instances of `{context.Document.Name}` cannot all have port {isOne.Published} of this machine for `{service.Name}`",
                $"Write the container's port alone: \"{isOne.Target}\"; steps find it at services.{service.Name}.host.");
        }
        else if (!isContainer && service.Ports is [var first, ..] && context.Document.IsMany)
        {
            context.Problems.Error(
                first.At,
                $"several instances of `{context.Document.Name}` at once cannot all listen on port {first.Target} for `{service.Name}`",
                "Call it with parallel: 1, or run it in containers.");
        }
    }

    private static void CheckReservations(ServiceSpec service, PlanContext context)
    {
        var given = service.Resources;
        if ((given.ReservedCpus?.At ?? given.ReservedMemoryBytes?.At) is { } at)
        {
            context.Problems.Error(
                at, $"`{service.Name}` cannot reserve: its instances would hold what steps wait for",
                "Write `limits`, and `parallel` beside `workflow`.");
        }
    }

    private static void CheckNames(ServiceSpec service, PlanContext context)
    {
        if (service.ContainerName is { } name)
        {
            context.Problems.Error(
                name.At, $"instances of `{context.Document.Name}` cannot all have one `container_name`", "Remove container_name.");
        }

        if (service.Container?.Networking?.Networks?.Any(static network =>
            network is not { Aliases: null or [], Ipv4Address: null, Ipv6Address: null, MacAddress: null }) == true)
        {
            context.Problems.Error(
                (service.Node["networks"] ?? service.Node).At,
                $"instances of `{context.Document.Name}` cannot all have the aliases and addresses of `{service.Name}`",
                $"Remove them: steps find it at services.{service.Name}.host.");
        }

        // As its instances are called: NAME-NUMBER.
        var taken = context.Run!.Enabled.FirstOrDefault(other => !other.IsStep
            && other.Name.StartsWith(service.Name + "-", StringComparison.Ordinal)
            && other.Name[(service.Name.Length + 1)..] is { Length: > 0 } rest && rest.All(char.IsAsciiDigit));
        if (taken is not null)
        {
            context.Problems.Error(
                taken.At, $"`{taken.Name}` may also be what an instance of `{service.Name}` of `{context.Document.Name}` is called",
                "Give one of the two another name.");
        }
    }
}
