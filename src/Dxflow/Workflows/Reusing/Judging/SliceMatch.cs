using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>
/// Finds slices of a run in an earlier one, by their keys: frame in frame, and there first at the same place. So nothing is looked up
/// where nothing has moved.
/// </summary>
internal sealed class SliceMatch(NeutralRun now, EarlierRun before)
{
    private readonly Dictionary<int, int> _frames = new() { [0] = 0 };

    public (int Step, int Slice)? Find(RunState state, int step, int slice, string key)
    {
        var frame = Frame(state, state.Steps[step].Frame);
        if (frame < 0)
        {
            return null;
        }

        var guess = before.State.Frames[frame].First + step - state.Frames[state.Steps[step].Frame].First;
        var isThere = guess < before.State.Steps.Length && before.State.Steps[guess].Frame == frame
            && before.State.NodeOf(guess).Name == state.NodeOf(step).Name && slice < before.State.Steps[guess].Count;
        return isThere && before.KeyOrNull(guess, slice) == key ? (guess, slice) : before.Find(frame, key);
    }

    private int Frame(RunState state, int frame)
    {
        if (_frames.TryGetValue(frame, out var known))
        {
            return known;
        }

        var (host, turn) = (state.Frames[frame].Host, state.Frames[frame].Turn);
        var step = state.Slices[host].Step;
        var slice = host - state.Steps[step].First;
        var found = Find(state, step, slice, now.Key(state, step, slice));
        return _frames[frame] = found is { } at ? before.FrameOf(before.State.Steps[at.Step].First + at.Slice, turn) : -1;
    }
}
