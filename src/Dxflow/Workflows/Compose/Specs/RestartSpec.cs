using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary><c>restart</c>, or <c>deploy.restart_policy</c>. <see cref="Limit"/> is N of <c>on-failure:N</c>.</summary>
internal sealed record RestartSpec(RestartCondition Condition, int? Limit, Place At, TimeSpan? Delay = null);
