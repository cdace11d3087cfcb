using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>A service or one-shot resolved: exactly what Compose says, without anything of ours.</summary>
internal static class ServiceBuilder
{
    // Compose restarts at once; a pause of nothing would spin on a program that fails at once.
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    public static NodePlan Build(ServiceSpec service, NodeKind kind, string? runRuntime, PlanContext context) => new(
        service.Name,
        kind,
        runRuntime ?? "",
        service.Image?.Value,
        [.. (service.Entrypoint?.Arguments ?? []).Concat(service.Command?.Arguments ?? []).Select(argument => argument.Value)],
        null,
        service.Environment.ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
        service.WorkingDirectory?.Value,
        [],
        ResourceBuilder.Build(service, kind, null, runRuntime, context),
        StopBuilder.Build(service),
        Health: HealthBuilder.Build(service),
        Restart: service.Restart is { } restart ? new RestartPlan(restart.Condition, restart.Limit, restart.Delay ?? RestartDelay) : null,
        Ports: service.Ports.Count == 0 ? null
            : [.. service.Ports.Select(port => new PortPlan(port.Target, port.Published, port.HostAddress, port.Protocol))],
        Labels: service.Labels.Count == 0 ? null
            : service.Labels.ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
        Replicas: ReplicaBuilder.Of(service, kind, context));
}
