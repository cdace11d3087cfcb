using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>Before slices are queued: which of them an earlier run has done already.</summary>
internal static class ReuseRules
{
    /// <summary>
    /// Whether slices of it may be taken over. Of what calls a body only the steps inside are: that it is opened costs nothing. What runs
    /// last tells of this run, not of an earlier one.
    /// </summary>
    public static bool IsAsked(RunState state, int step) => state.Plan.Reuse is not null
        && state.NodeOf(step).Kind == NodeKind.Step && !state.Calls(step) && !state.IsOnExit(step);

    /// <summary>
    /// Of a range that waits, what is taken over is final, and the rest is queued, in as few ranges as there are. What a batch torn by a
    /// crash has decided already is passed.
    /// </summary>
    public static void Queue(RunState state, int step, int first, int last, IRunQuestions ask, Moment at, List<RunEvent> events)
    {
        if (!IsAsked(state, step))
        {
            events.Add(new SlicesQueued(at.Now, step, first, last));
            return;
        }

        var from = first;
        for (var place = first; place <= last; place++)
        {
            var isOpen = state.Slices[state.Steps[step].First + place] is { Status: UnitStatus.Waiting, Attempt: 0 };
            var told = isOpen ? Told(state, step, place, ask, at) : null;
            if (isOpen && told is null)
            {
                continue;
            }

            Range(step, from, place - 1, at, events);
            from = place + 1;
            if (told is not null)
            {
                events.Add(told);
            }
        }

        Range(step, from, last, at, events);
    }

    private static RunEvent? Told(RunState state, int step, int place, IRunQuestions ask, Moment at)
    {
        var verdict = ask.Reuse(state, step, place);
        return verdict switch
        {
            { Error: { } error } => new SlicesDropped(at.Now, step, place, place, UnitStatus.Failed, FailureReason.BadInput, error),
            { From: { } earlier } => new SliceReused(at.Now, step, place, 0, earlier, verdict.Outputs, verdict.Detail),
            _ => null,
        };
    }

    private static void Range(int step, int first, int last, Moment at, List<RunEvent> events)
    {
        if (first <= last)
        {
            events.Add(new SlicesQueued(at.Now, step, first, last));
        }
    }
}
