using System.Globalization;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Views;

/// <summary>
/// Which rows of a list of steps are wanted. With a key or a state a row is a slice, also of what is called; otherwise a step of
/// the document with all of its slices.
/// </summary>
internal sealed record StepFilter(string? Key, IReadOnlySet<UnitStatus>? States, int Step, int Slice, int Limit)
{
    public bool IsBySlice => Key is not null || States is not null;

    /// <summary>What is shown as queued its run has started: only its runtime knows that it waits in another queue.</summary>
    public StepFilter Widened => States?.Contains(UnitStatus.Queued) == true
        ? this with { States = States.Append(UnitStatus.Starting).ToHashSet() } : this;

    /// <summary>Whether it fits as it is shown.</summary>
    public bool Shows(StepInfo row) => States?.Contains(row.State) != false;

    /// <exception cref="Fault">A word that is no state, or a cursor that no answer gave.</exception>
    public static StepFilter Of(ListSteps request, int limit)
    {
        var (step, slice) = Cursor(request.Cursor);
        return new StepFilter(request.Key, Words(request.State), step, slice, limit);
    }

    private static HashSet<UnitStatus>? Words(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var known = Enum.GetValues<UnitStatus>()
            .ToDictionary(static state => EventProjection.Word(state), StringComparer.OrdinalIgnoreCase);
        return [.. text.Split(',', StringSplitOptions.TrimEntries).Select(word => known.TryGetValue(word, out var state) ? state
            : throw Fault.Invalid(
                $"'{word}' is no state of a step",
                Nearest.To(word, known.Keys) is { } near ? $"did you mean '{near}'?" : $"states are {string.Join(", ", known.Keys)}"))];
    }

    private static (int Step, int Slice) Cursor(string? cursor)
    {
        if (cursor is null)
        {
            return (0, 0);
        }

        var parts = cursor.Split('.');
        return parts.Length is 1 or 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            && int.TryParse(parts.ElementAtOrDefault(1) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var slice)
            ? (step, slice)
            : throw Fault.Invalid($"'{cursor}' is no cursor of this list", "give the 'next' of the last answer");
    }
}

/// <summary>A row, the attempt whose progress belongs to it while it runs, and the one that its runtime has and has not begun.</summary>
internal readonly record struct StepRow(StepInfo Info, AttemptId? Running, AttemptId? Starting = null);

/// <summary>
/// One page of a run's steps, asked inside the run's loop: it walks the column of slices from where the last page ended, looks at nothing
/// but states until one fits, and makes rows of what fits alone.
/// </summary>
internal static class StepListing
{
    public static (IReadOnlyList<StepRow> Rows, string? Next) Of(
        RunState state, StepFilter filter, DateTimeOffset now, Func<RunState, int, int, string?>? ask = null)
    {
        var shown = new StepShowing(state, now, ask);
        var rows = new List<StepRow>();
        for (var step = filter.Step; step < state.Steps.Length; step++)
        {
            if (state.NodeOf(step).Kind == NodeKind.Service || (!filter.IsBySlice && state.Steps[step].Frame > 0))
            {
                continue;
            }

            var first = step == filter.Step ? filter.Slice : 0;
            if (!filter.IsBySlice || state.Steps[step].Count == 0)
            {
                if (!Fits(filter, state, step))
                {
                    continue;
                }

                if (rows.Count == filter.Limit)
                {
                    return (rows, Cursor(step, 0));
                }

                rows.Add(shown.Step(step));
            }
            else if (AddSlices(shown, filter, step, first, rows) is { } more)
            {
                return (rows, Cursor(step, more));
            }
        }

        return (rows, null);
    }

    /// <summary>A step or service by its name, then place -1, or a slice by its key.</summary>
    /// <exception cref="Fault">There is neither.</exception>
    public static (int Step, int Place) Find(RunState state, string nameOrKey, Func<RunState, int, int, string?>? ask = null)
    {
        var isName = state.Plan.Nodes.Take(state.Bodies[0].Count).Any(node => node.Name == nameOrKey);
        for (var step = 0; !isName && step < state.Steps.Length; step++)
        {
            var it = state.Steps[step];
            var keys = StepKeys.Of(state, step, ask);
            foreach (var (first, last) in keys.MayBegin(nameOrKey) ? keys.Candidates(nameOrKey, it.Count) : [])
            {
                for (var slice = first; slice <= last; slice++)
                {
                    if (keys.Of(slice) == nameOrKey)
                    {
                        return (step, it.First + slice);
                    }
                }
            }
        }

        return (RunLookup.Node(state.Plan, nameOrKey), -1);
    }

    /// <summary>The slice at which the next page begins; null if all of the step's were looked at.</summary>
    private static int? AddSlices(StepShowing shown, StepFilter filter, int step, int first, List<StepRow> rows)
    {
        var state = shown.State;
        var it = state.Steps[step];
        var keys = filter.Key is null ? null : shown.Keys(step);
        if (keys is not null && !keys.MayBegin(filter.Key!))
        {
            return null;
        }

        var wanted = filter.States?.Aggregate(0UL, static (bits, status) => bits | (1UL << (int)status)) ?? ulong.MaxValue;
        foreach (var (from, last) in keys?.Candidates(filter.Key!, it.Count) ?? [(0, it.Count - 1)])
        {
            for (var slice = Math.Max(first, from); slice <= last; slice++)
            {
                ref var found = ref state.Slices[it.First + slice];
                if ((wanted >> (int)RunProjection.Shown(state, found) & 1) == 0
                    || (keys is not null && !keys.Of(slice).StartsWith(filter.Key!, StringComparison.Ordinal)))
                {
                    continue;
                }

                if (rows.Count == filter.Limit)
                {
                    return slice;
                }

                rows.Add(shown.Slice(step, slice));
            }
        }

        return null;
    }

    private static bool Fits(StepFilter filter, RunState state, int step) =>
        (filter.States is null || filter.States.Contains(RunProjection.Shown(state, state.Telling(step))))
        && (filter.Key is null || state.NodeOf(step).Name.StartsWith(filter.Key, StringComparison.Ordinal));

    private static string Cursor(int step, int slice) => slice == 0
        ? step.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{step}.{slice}");
}
