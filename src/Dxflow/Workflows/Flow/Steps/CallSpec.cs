using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>
/// <c>workflow</c> and <c>with</c>: another document as this step. What is given to it is read once its inputs are known, whose types it
/// takes.
/// </summary>
internal sealed record CallSpec(Placed<string> Workflow, IReadOnlyList<MapEntry> With)
{
    public const string This = ".";

    /// <summary>Whether it names a file; else an entry of <c>x-workflows</c>.</summary>
    public static bool IsFile(string workflow) => workflow != This
        && (workflow.Contains('/')
            || workflow.EndsWith(".yaml", StringComparison.Ordinal)
            || workflow.EndsWith(".yml", StringComparison.Ordinal));
}
