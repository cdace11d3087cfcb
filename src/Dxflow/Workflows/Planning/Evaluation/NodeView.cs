using System.Text.Json;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>What became of a node: its state in the words of the format, its counts, and the outputs it collected, as journaled.</summary>
internal readonly record struct NodeView(string Status, int OkCount = 0, int FailedCount = 0, JsonElement? Outputs = null, int Count = 1,
    Func<int, JsonElement?>? Slice = null);
