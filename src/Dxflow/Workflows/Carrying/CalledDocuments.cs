using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;

namespace Dxflow.Workflows.Carrying;

/// <summary>Called documents are decided already, and not read yet: no plan of this version has one.</summary>
internal static class CalledDocuments
{
    public static IReadOnlyDictionary<string, FlowValue> With(this StepEvaluation steps, RunView view, int node, SliceView slice) =>
        throw new NotSupportedException($"{steps} {view} {node} {slice}");
}
