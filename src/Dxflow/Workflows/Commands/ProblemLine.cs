using Dxflow.Operations;
using Dxflow.Workflows.Compose.Nodes;

namespace Dxflow.Workflows.Commands;

/// <summary>A warning of a document as one message.</summary>
internal static class ProblemLine
{
    public static string Of(Problem problem) => ProblemText.Format(problem);
}
