using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>
/// <see cref="Test"/> is an argument vector (a shell form is wrapped already), empty if the user gave none. Null is "not given".
/// </summary>
internal sealed record HealthcheckSpec(
    IReadOnlyList<string> Test,
    bool Disabled,
    Place At,
    Placed<TimeSpan>? Interval = null,
    Placed<TimeSpan>? Timeout = null,
    Placed<int>? Retries = null,
    Placed<TimeSpan>? StartPeriod = null,
    Placed<TimeSpan>? StartInterval = null);
