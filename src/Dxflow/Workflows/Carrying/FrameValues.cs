using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// What was evaluated of frames, each once, as it never changes. Of many frames only those that are not over are kept, and of too many
/// none: what is dropped can be made again.
/// </summary>
internal sealed class FrameValues<T>
{
    public const int Max = 10_000;

    private readonly Dictionary<int, T> _known = [];

    public int Count => _known.Count;

    public bool Knows(int frame) => _known.ContainsKey(frame);

    public bool TryGet(int frame, out T value) => _known.TryGetValue(frame, out value!);

    public T Keep(RunState state, int frame, T value)
    {
        if (_known.Count >= Max)
        {
            foreach (var over in _known.Keys.Where(known => IsOver(state, known)).ToList())
            {
                _known.Remove(over);
            }

            // Else every further one would look through almost all of them.
            if (_known.Count > Max / 2)
            {
                _known.Clear();
            }
        }

        return _known[frame] = value;
    }

    private static bool IsOver(RunState state, int frame) => state.Frames[frame].Host is var host
        && (state.FrameOfHost.GetValueOrDefault(host, -1) != frame || state.Slices[host].Status.IsFinal());
}
