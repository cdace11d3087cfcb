using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Carrying;

/// <summary>What references of a run can name beside its plan and state: its identity, and the values of the workflow's inputs.</summary>
internal sealed record RunFacts(string Id, int Number, string Workflow, IReadOnlyDictionary<string, FlowValue> Inputs);
