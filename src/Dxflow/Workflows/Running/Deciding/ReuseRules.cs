using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>Before slices are queued: which of them another run has done already.</summary>
internal static class ReuseRules
{
    /// <summary>
    /// Whether slices of it may be taken over. Of what calls a body only the steps inside are: that it is opened costs nothing. What runs
    /// last tells of this run, not of an earlier one.
    /// </summary>
    public static bool IsAsked(RunState state, int step) => state.NodeOf(step).Step is { } plan
        && (plan.Cached || state.Plan.Reuse is not null) && !state.Calls(step) && !state.IsOnExit(step);

    /// <summary>
    /// Of the slices that wait, what is not wanted is dropped and what is taken over is final, so many a turn; when all have been asked
    /// about the rest is queued, in as few ranges as there are. Where some are queued already a crash has torn that last batch, and it
    /// is completed at once: the first of them that begins ends the asking.
    /// </summary>
    public static void Ask(RunState state, int step, IRunQuestions ask, Asks asks, Moment at, List<RunEvent> events)
    {
        var it = state.Steps[step];
        var isTorn = !asks.IsBegun(step) && HasQueued(state, it);
        var decided = new List<int>();
        for (var place = asks.From(step); place < it.Count; place++)
        {
            if (!IsOpen(state, it, place))
            {
                continue;
            }

            if (!isTorn && !asks.TryTake())
            {
                asks.GoOnAt(step, place);
                return;
            }

            if (Told(state, step, place, ask, at) is { } told)
            {
                Add(told, events);
                decided.Add(place);
            }
        }

        asks.Done(step);
        Queue(state, step, decided, at, events);
    }

    private static void Queue(RunState state, int step, List<int> decided, Moment at, List<RunEvent> events)
    {
        var (it, passed, from) = (state.Steps[step], 0, 0);
        for (var place = 0; place <= it.Count; place++)
        {
            var isDecided = passed < decided.Count && decided[passed] == place;
            passed += isDecided ? 1 : 0;
            if (place < it.Count && !isDecided && IsOpen(state, it, place))
            {
                continue;
            }

            if (from < place)
            {
                events.Add(new SlicesQueued(at.Now, step, from, place - 1));
            }

            from = place + 1;
        }
    }

    private static bool IsOpen(RunState state, in StepState it, int place) =>
        state.Slices[it.First + place] is { Status: UnitStatus.Waiting, Attempt: 0 };

    private static bool HasQueued(RunState state, in StepState it)
    {
        foreach (ref var slice in state.Slices.AsSpan(it.First, it.Count))
        {
            if (slice.Status == UnitStatus.Queued)
            {
                return true;
            }
        }

        return false;
    }

    private static RunEvent? Told(RunState state, int step, int place, IRunQuestions ask, Moment at)
    {
        if (state.NodeOf(step).Step is { When: not null, WhenEach: true }
            && ask.When(state, step, place) is var wanted && wanted is not { Run: true, Error: null })
        {
            return StepRules.Unwanted(step, place, place, wanted, at);
        }

        var verdict = ask.Reuse(state, step, place);
        return verdict switch
        {
            { Error: { } error } => new SlicesDropped(at.Now, step, place, place, UnitStatus.Failed, FailureReason.BadInput, error),
            { From: { } earlier } => new SliceReused(at.Now, step, place, 0, earlier, verdict.Outputs, verdict.Detail),
            _ => null,
        };
    }

    /// <summary>Neighbours of which the same is to be said are one event.</summary>
    private static void Add(RunEvent told, List<RunEvent> events)
    {
        if (told is SlicesDropped drop && events.Count > 0 && events[^1] is SlicesDropped last && last.Last + 1 == drop.First
            && last with { Last = drop.Last } is var both && both == drop with { First = last.First })
        {
            events[^1] = both;
            return;
        }

        events.Add(told);
    }
}
