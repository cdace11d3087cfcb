using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>How a task is asked to end, with Compose's defaults.</summary>
internal static class StopBuilder
{
    private const string Signal = "SIGTERM";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static StopPlan Build(ServiceSpec service) => new(service.StopSignal?.Value ?? Signal, service.StopGracePeriod?.Value ?? Grace);
}
