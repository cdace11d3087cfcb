using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// Everything an attempt starts with, as plain values: nothing of it is on the disk yet. <see cref="Inputs"/> carry the paths at which
/// the task will see its artifacts; <see cref="InputsJson"/> is the text of the file that <c>DXFLOW_INPUTS_JSON</c> names, empty for
/// what is no step. The first <see cref="Entrypoint"/> arguments are the entrypoint; null: none was written. <see cref="Frame"/>: of a
/// called document the instance that it is of.
/// </summary>
internal sealed record EvaluatedTask(
    string Key,
    IReadOnlyDictionary<string, FlowValue> Inputs,
    IReadOnlyList<Placement> Placements,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string InputsJson,
    int? Entrypoint,
    IReadOnlyDictionary<string, string> Labels,
    int Frame = 0);
