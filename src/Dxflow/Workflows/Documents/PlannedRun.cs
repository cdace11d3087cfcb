using Dxflow.Operations;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Documents;

/// <summary>A document planned for one run: the plan, the values of its inputs, and what was warned about.</summary>
internal sealed record PlannedRun(RunPlan Plan, IReadOnlyDictionary<string, FlowValue> Inputs, IReadOnlyList<Problem> Warnings);
