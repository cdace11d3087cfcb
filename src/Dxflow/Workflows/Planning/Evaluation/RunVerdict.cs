namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>How the run went so far: its state, the reason of its failure (null: none), and the steps that failed.</summary>
internal sealed record RunVerdict(string State, string? Reason, IReadOnlyList<string> Failed);
