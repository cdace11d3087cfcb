using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>An entry of <c>depends_on</c>. <see cref="ConditionWritten"/> is false in the short form, which means "started".</summary>
internal sealed record DependencySpec(
    string Service, DependencyCondition Condition, bool ConditionWritten, bool Required, bool Restart, Place At);
