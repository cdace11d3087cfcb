using System.Runtime.InteropServices;
using System.Text.Json;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation.Programs;

/// <summary>
/// Values that are the same for all slices of a node: the lists of its <c>each</c>, inputs that mention nothing of a slice, and outputs of
/// other steps as they are read. Each is made once per instance and made again when one of the steps that it was made of has changed.
/// Of instances only so many are kept: what is dropped is made again.
/// </summary>
internal sealed class KnownValues
{
    public const int FramesMax = 1_000;

    private readonly Dictionary<int, Dictionary<KnownKey, (Stamp[] Stamps, FlowValue Value)>> _frames = [];

    public FlowValue Of(RunView view, KnownKey key, IReadOnlyList<int> steps, Func<FlowValue> make)
    {
        if (!_frames.TryGetValue(view.Frame, out var frame))
        {
            DropIfFull();
            _frames[view.Frame] = frame = [];
        }

        if (frame.TryGetValue(key, out var known) && IsCurrent(known.Stamps, view, steps))
        {
            return known.Value;
        }

        var stamps = steps.Select(step => Stamp.Of(view.Node(step))).ToArray();
        var value = make();
        frame[key] = (stamps, value);
        return value;
    }

    private static bool IsCurrent(Stamp[] stamps, RunView view, IReadOnlyList<int> steps)
    {
        for (var i = 0; i < stamps.Length; i++)
        {
            if (!stamps[i].IsOf(view.Node(steps[i])))
            {
                return false;
            }
        }

        return true;
    }

    // The run's own are the ones that every instance reads.
    private void DropIfFull()
    {
        if (_frames.Count >= FramesMax)
        {
            foreach (var frame in _frames.Keys.Where(static frame => frame != 0).ToList())
            {
                _frames.Remove(frame);
            }
        }
    }

    private readonly record struct Stamp(string Status, int OkCount, int FailedCount, int Count, int Version, JsonElement? Outputs)
    {
        public static Stamp Of(NodeView node) => new(node.Status, node.OkCount, node.FailedCount, node.Count, node.Version, node.Outputs);

        public bool IsOf(NodeView node) =>
            OkCount == node.OkCount && FailedCount == node.FailedCount && Count == node.Count && Version == node.Version
            && Status == node.Status && AreSame(Outputs, node.Outputs);

        // The same bytes in memory, not equal ones: outputs are never changed in place.
        private static bool AreSame(JsonElement? a, JsonElement? b) => a is { } one && b is { } other
            ? JsonMarshal.GetRawUtf8Value(one) == JsonMarshal.GetRawUtf8Value(other)
            : a is null == b is null;
    }
}

internal enum KnownKind
{
    Each,
    Input,
    With,
    Default,
    Output,
    Turns,
    Secrets,
}

internal readonly record struct KnownKey(int Node, KnownKind Kind, string Name = "");
