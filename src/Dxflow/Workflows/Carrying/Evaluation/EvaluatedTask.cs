using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Carrying.Evaluation;

/// <summary>Everything an attempt starts with, evaluated; nothing of it is on the disk yet.</summary>
internal sealed record EvaluatedTask(
    IReadOnlyDictionary<string, FlowValue> Inputs,
    IReadOnlyList<Placement> Placements,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory);
