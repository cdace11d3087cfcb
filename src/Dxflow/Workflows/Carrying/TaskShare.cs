using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// What an attempt may have: of the machine, and of time (null: as much as it likes). Later attempts may have more than the first.
/// </summary>
internal sealed record TaskShare(ResourcePlan Resources, TimeSpan? RunMax);
