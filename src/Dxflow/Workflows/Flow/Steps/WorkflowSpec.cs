using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>What the user wrote under <c>x-workflow</c>.</summary>
internal sealed record WorkflowSpec(
    IReadOnlyList<InputSpec> Inputs,
    IReadOnlyList<KeyValuePair<string, Placed<Template>>> Outputs,
    PolicySpec Defaults,
    Placed<string>? Runtime = null,
    int? Parallel = null,
    TimeSpan? Timeout = null,
    bool FailFast = false,
    Placed<string>? OnExit = null)
{
    public static readonly WorkflowSpec Empty = new([], [], PolicySpec.Empty);
}
