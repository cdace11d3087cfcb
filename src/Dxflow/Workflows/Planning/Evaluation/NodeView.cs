using System.Text.Json;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// What became of a node: its state in the words of the format, its counts, and the outputs it collected, as journaled. If it is fanned
/// out, <see cref="Slice"/> are those of each of its <see cref="Count"/> slices, null for one that has none. Values that were made of one
/// view are used for all that equal it in state, counts, outputs and <see cref="Version"/>: who changes an output of a slice without
/// changing a count gives it a new version. Of a loop <see cref="Turns"/> are what the turns of a slice have left; null if it did not go
/// well.
/// </summary>
internal readonly record struct NodeView(
    string Status,
    int OkCount = 0,
    int FailedCount = 0,
    JsonElement? Outputs = null,
    int Count = 1,
    Func<int, JsonElement?>? Slice = null,
    int Version = 0,
    Func<int, IReadOnlyList<JsonElement>?>? Turns = null);
