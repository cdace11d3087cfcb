using System.Globalization;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Views;

/// <summary>
/// Rows of a run's steps and slices as they are now. <paramref name="ask"/> tells keys that the state alone does not tell
/// (<see cref="StepKeys"/>).
/// </summary>
internal sealed class StepShowing(RunState state, DateTimeOffset now, Func<RunState, int, int, string?>? ask)
{
    public RunState State => state;

    public StepKeys Keys(int step) => StepKeys.Of(state, step, ask);

    /// <summary>
    /// A step with all of its slices: what the telling one says, and of several how many are done. A key that is its name says no more.
    /// </summary>
    public StepRow Step(int index)
    {
        var step = state.Steps[index];
        if (step.Count == 0)
        {
            return new StepRow(Info(state.Telling(index), null), null);
        }

        var row = Slice(index, state.TellingOf(index) - step.First);
        if (step.Count == 1 && !step.IsFanned)
        {
            return row.Info.Key == row.Info.Name ? row with { Info = row.Info with { Key = null } } : row;
        }

        // What the slices come to may be better than the worst of them.
        var done = string.Create(CultureInfo.InvariantCulture, $"{step.Count - step.Left}/{step.Count}");
        var told = row.Info with { Key = null, Progress = done };
        return new StepRow(step.IsFanned && step.Status.IsFinal() ? told with { State = step.Status } : told, null, row.Starting);
    }

    public StepRow Slice(int index, int slice)
    {
        var place = state.Steps[index].First + slice;
        ref var it = ref state.Slices[place];
        var info = Info(it, RunProjection.DetailOf(state, place)) with { Key = Keys(index).Of(slice) };
        return new StepRow(
            info,
            it.Status == UnitStatus.Running ? state.AttemptOf(place) : null,
            it.Status == UnitStatus.Starting ? state.AttemptOf(place) : null);
    }

    private StepInfo Info(in SliceState slice, string? detail)
    {
        var node = state.NodeOf(slice.Step);
        var ended = RunProjection.Ended(slice);
        return new StepInfo(
            StepNames.Name(state, slice.Step),
            RunProjection.Shown(state, slice),
            slice.Attempt,
            RunProjection.Number(slice.Exit),
            RunProjection.NullIfNone(slice.Reason),
            detail,
            RunProjection.Instant(slice.StartedAt),
            ended,
            RunProjection.Took(slice.StartedAt, ended?.ToUnixTimeMilliseconds() ?? 0, now),
            node.Runtime,
            node.Kind);
    }
}
