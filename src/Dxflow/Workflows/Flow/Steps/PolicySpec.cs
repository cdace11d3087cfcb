using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>
/// What a step does about failure, and whether a result is <see cref="Cached"/>: of <c>x-step</c> itself or of
/// <c>x-workflow.defaults</c>, which it overrides key by key.
/// </summary>
internal sealed record PolicySpec(RetrySpec Retry, ExitSpec Exit, TimeoutSpec Timeout, OnFail? OnFail = null, bool? Cached = null)
{
    public static readonly PolicySpec Empty = new(new RetrySpec(), new ExitSpec(), new TimeoutSpec());
}

internal sealed record RetrySpec(
    int? Limit = null,
    IReadOnlyList<RetryClass>? For = null,
    TimeSpan? First = null,
    double? Factor = null,
    TimeSpan? Max = null,
    Placed<double>? GrowMemory = null,
    Placed<double>? GrowRun = null);

internal sealed record ExitSpec(IReadOnlyList<int>? Ok = null, IReadOnlyList<int>? Transient = null, IReadOnlyList<int>? Fatal = null);

internal sealed record TimeoutSpec(TimeSpan? Queue = null, TimeSpan? Run = null);
