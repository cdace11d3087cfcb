namespace Dxflow.Workflows.Flow.Steps;

/// <summary>Our keys of a whole document: <c>x-workflow</c>, and <c>x-step</c> of each service that has one, by name.</summary>
internal sealed record FlowSpec(WorkflowSpec Workflow, IReadOnlyDictionary<string, StepSpec> Steps);
