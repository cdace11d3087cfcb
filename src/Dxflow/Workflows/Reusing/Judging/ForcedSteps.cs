using System.Globalization;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>
/// What is run whatever an earlier run has: slices under one of some keys, and all after them: what depends on their step, also through
/// others, the later turns of a loop that they are in, and what follows the step that they are inside of. A step's name in place of a key
/// means all of its slices.
/// </summary>
internal sealed class ForcedSteps(IReadOnlyList<string>? keys, NeutralRun now)
{
    private readonly Dictionary<int, bool> _touched = [];
    private readonly Dictionary<int, bool> _frames = [];

    public bool Has(RunState state, int step, int slice, string key) => keys is { Count: > 0 }
        && (IsNamed(key) || IsNamed(StepNames.Name(state, step)) || IsAfter(state, step) || IsForced(state, state.Steps[step].Frame));

    private bool IsNamed(string key) => keys!.Any(path => KeyPath.IsUnder(key, path));

    private bool IsForced(RunState state, int frame)
    {
        if (frame == 0)
        {
            return false;
        }

        if (!_frames.TryGetValue(frame, out var known))
        {
            var (host, turn) = (state.Frames[frame].Host, state.Frames[frame].Turn);
            var step = state.Slices[host].Step;
            var slice = host - state.Steps[step].First;
            var key = now.Key(state, step, slice);
            known = Has(state, step, slice, key)
                || keys!.Any(path => IsEarlierTurn(path, key, turn)
                    || IsEarlierTurn(path, StepNames.NameOfSlice(state, step, slice), turn));
            _frames[frame] = known;
        }

        return known;
    }

    /// <summary>The path leads into a turn, of the loop with this key, before this one.</summary>
    private static bool IsEarlierTurn(string path, string loop, int turn)
    {
        if (path.Length <= loop.Length || !KeyPath.IsUnder(path, loop))
        {
            return false;
        }

        var rest = path[(loop.Length + 1)..];
        var end = rest.IndexOf('/', StringComparison.Ordinal);
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var named) && named < turn;
    }

    private bool IsAfter(RunState state, int step)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([state.Steps[step].Node]);
        while (open.TryPop(out var node))
        {
            foreach (var edge in state.Plan.Nodes[node].After)
            {
                if (IsTouched(state, state.Beside(step, edge.Node)))
                {
                    return true;
                }

                if (seen.Add(edge.Node))
                {
                    open.Push(edge.Node);
                }
            }
        }

        return false;
    }

    /// <summary>A key leads to the step, to slices of it, or to what is inside of them. What is final stays as it is.</summary>
    private bool IsTouched(RunState state, int step)
    {
        if (!_touched.TryGetValue(step, out var known))
        {
            var name = StepNames.Name(state, step);
            known = keys!.Any(path => KeyPath.AreInLine(path, name)) || Slices(state, step).Any(key => keys!.Any(
                path => KeyPath.AreInLine(path, key)));
            if (known || state.Steps[step].Status.IsFinal())
            {
                _touched[step] = known;
            }
        }

        return known;
    }

    private IEnumerable<string> Slices(RunState state, int step)
    {
        for (var slice = 0; slice < state.Steps[step].Count; slice++)
        {
            if (Key(state, step, slice) is { } key)
            {
                yield return key;
            }
        }
    }

    private string? Key(RunState state, int step, int slice)
    {
        try
        {
            return now.Key(state, step, slice);
        }
        catch (FlowException)
        {
            return null;
        }
    }
}
