using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>
/// A service's health check with Compose's defaults; null if nobody checks. A test that only an image knows is none here.
/// </summary>
internal static class HealthBuilder
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AtStart = TimeSpan.FromSeconds(5);
    private const int Retries = 3;

    public static HealthPlan? Build(ServiceSpec service) =>
        service.IsStep || service.Healthcheck is not { Disabled: false, Test.Count: > 0 } check ? null
        : new HealthPlan(
            check.Test,
            check.Interval?.Value ?? Often,
            check.Timeout?.Value ?? Often,
            check.Retries?.Value ?? Retries,
            check.StartPeriod?.Value ?? TimeSpan.Zero,
            check.StartInterval?.Value ?? AtStart);
}
