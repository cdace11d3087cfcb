using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>What follows for one step or service from the state alone: it starts, is left out, or is stopped.</summary>
internal static class StepRules
{
    /// <summary>
    /// In this order: 1 a cancel that holds for it, or the end of the run's work, drops what has not begun; 2 a failure elsewhere
    /// omits it, fail-fast stops it; 3 a service that is gone takes it along; 4 its dependencies let it start.
    /// </summary>
    public static void Decide(RunState state, int step, IRunQuestions ask, Asks asks, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Steps[step];
        if (it.Left == 0 || state.Status is not (RunStatus.Running or RunStatus.Stopping))
        {
            return;
        }

        ref var frame = ref state.Frames[it.Frame];
        if (state.IsCancelled(step))
        {
            DropUnbegun(state, step, UnitStatus.Cancelled, -1, null, at, events);
        }
        else if (state.IsOver(step))
        {
            var what = it.Frame == 0 ? "run" : "instance";
            DropUnbegun(state, step, UnitStatus.Skipped, -1, $"the {what} ended before it was needed", at, events);
        }
        else if (frame.Failing && !it.Begun && IsOmittedByFailure(state, step))
        {
            DropUnbegun(state, step, UnitStatus.Omitted, frame.FailedStep, null, at, events);
        }
        else if (IsStoppedByFailFast(state, step))
        {
            Stop(state, step, FailureReason.None, "fail-fast", frame.FailedStep, at, events);
        }
        else if (it.Begun && Edges.LostService(state, step) is >= 0 and var lost)
        {
            Stop(state, step, FailureReason.Service, $"the service {state.NodeOf(lost).Name} ended", lost, at, events);
        }
        else if (IsSettled(state, step))
        {
            Stop(state, step, FailureReason.None, "the other slices have decided it", step, at, events);
        }
        else if (it is { Begun: false, Down: false, Paused: false })
        {
            Start(state, step, ask, asks, at, events);
        }
    }

    /// <summary>Fail-fast ends what runs, but not what was meant to run after a failure.</summary>
    public static bool IsStoppedByFailFast(RunState state, int step) =>
        state.Frames[state.Steps[step].Frame].Failing && IsFailFast(state, step) && state.Steps[step].Begun
        && IsOmittedByFailure(state, step);

    /// <summary>Enough of its slices have ended to know how it ends, and the rest is not wanted then.</summary>
    public static bool IsSettled(RunState state, int step) => state.Steps[step] is { IsFanned: true } it
        && it.Left < it.Count
        && ((IsFailFast(state, step) && !Tolerance.CanBeMet(state, step))
            || (state.NodeOf(step).Step is { Require.CancelRest: true } && Tolerance.IsMet(state, step)));

    private static bool IsFailFast(RunState state, int step) => state.Plan.FailFast || state.BodyOf(step).FailFast;

    private static bool IsOmittedByFailure(RunState state, int step) =>
        state.IsMain(step) && state.NodeOf(step).Step is null or { RunIf: RunIf.AllOk };

    private static void Start(RunState state, int step, IRunQuestions ask, Asks asks, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Steps[step];
        var judgement = Edges.Judge(state, step);
        if (judgement.Readiness == Readiness.Omit)
        {
            DropUnbegun(state, step, UnitStatus.Omitted, judgement.Because, judgement.Detail, at, events);
        }

        if (judgement.Readiness is Readiness.Omit or Readiness.Wait || asks.IsWaiting(step)
            || (!asks.IsBegun(step) && !IsUnasked(state, step)))
        {
            return;
        }

        var (last, plan) = (it.Count - 1, state.NodeOf(step).Step);
        if (judgement.Readiness == Readiness.Skip)
        {
            events.Add(new SlicesDropped(at.Now, step, 0, last, UnitStatus.Skipped, Detail: "nothing failed"));
        }
        else if (plan is { When: not null, WhenEach: true } && (plan.Fan is null || it.IsFanned))
        {
            Ask(state, step, ask, asks, at, events);
        }
        else if (it.IsFanned || plan is not { When: not null, WhenEach: false } || IsWanted(state, step, ask, at, events))
        {
            if (plan?.Fan is not null && !it.IsFanned)
            {
                events.Add(FanOut(state, step, ask, at));
            }
            else if (ReuseRules.IsAsked(state, step))
            {
                ReuseRules.Ask(state, step, ask, asks, at, events);
            }
            else
            {
                events.Add(new SlicesQueued(at.Now, step, 0, last));
            }
        }
    }

    /// <summary>Whether to start it is still to be asked; of a step that is asked slice by slice, of any of them.</summary>
    private static bool IsUnasked(RunState state, int step)
    {
        var it = state.Steps[step];
        if (state.NodeOf(step).Step is not { WhenEach: true } && !ReuseRules.IsAsked(state, step))
        {
            return state.Slices[it.First].Status == UnitStatus.Waiting;
        }

        foreach (ref var slice in state.Slices.AsSpan(it.First, it.Count))
        {
            if (slice is { Status: UnitStatus.Waiting, Attempt: 0 })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWanted(RunState state, int step, IRunQuestions ask, Moment at, List<RunEvent> events)
    {
        var verdict = ask.When(state, step, 0);
        if (verdict is { Run: true, Error: null })
        {
            return true;
        }

        events.Add(Unwanted(step, 0, state.Steps[step].Count - 1, verdict, at));
        return false;
    }

    public static SlicesDropped Unwanted(int step, int first, int last, WhenVerdict verdict, Moment at) => verdict.Error is { } error
        ? new SlicesDropped(at.Now, step, first, last, UnitStatus.Failed, FailureReason.BadInput, error)
        : new SlicesDropped(at.Now, step, first, last, UnitStatus.Skipped);

    private static RunEvent FanOut(RunState state, int step, IRunQuestions ask, Moment at)
    {
        var fan = ask.Fan(state, step);
        return fan.Error is { } error
                ? new SlicesDropped(at.Now, step, 0, 0, UnitStatus.Failed, FailureReason.BadInput, error)
            : state.NodeOf(step).Step?.Require?.Count > fan.Count
                ? new SlicesDropped(at.Now, step, 0, 0, UnitStatus.Failed, FailureReason.Tolerance,
                    $"{state.NodeOf(step).Step!.Require!.Count} slices have to go well, and there are {fan.Count}")
            : new StepFannedOut(at.Now, step, fan.Count);
    }

    private static void Ask(RunState state, int step, IRunQuestions ask, Asks asks, Moment at, List<RunEvent> events)
    {
        if (ReuseRules.IsAsked(state, step))
        {
            ReuseRules.Ask(state, step, ask, asks, at, events);
        }
        else
        {
            AskEach(state, step, ask, at, events);
        }
    }

    /// <summary>In ranges of slices of which the same is to be said; those of which it has been said are passed.</summary>
    private static void AskEach(RunState state, int step, IRunQuestions ask, Moment at, List<RunEvent> events)
    {
        var it = state.Steps[step];
        var (first, said) = (0, default(WhenVerdict?));
        for (var place = 0; place <= it.Count; place++)
        {
            var isOpen = place < it.Count && state.Slices[it.First + place] is { Status: UnitStatus.Waiting, Attempt: 0 };
            WhenVerdict? verdict = isOpen ? ask.When(state, step, place) : null;
            if (verdict == said)
            {
                continue;
            }

            if (said is { } same)
            {
                events.Add(same is { Run: true, Error: null }
                    ? new SlicesQueued(at.Now, step, first, place - 1) : Unwanted(step, first, place - 1, same, at));
            }

            (first, said) = (place, verdict);
        }
    }

    /// <summary>Ends every slice that has no attempt and is not in one, in as few ranges as there are.</summary>
    private static void DropUnbegun(
        RunState state, int step, UnitStatus status, int because, string? detail, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Steps[step];
        int? cause = because < 0 ? null : because;
        for (var first = 0; first < it.Count; first++)
        {
            ref var slice = ref state.Slices[it.First + first];
            if (slice.Status == UnitStatus.Queued && slice.Attempt > 0)
            {
                events.Add(new SliceFinished(at.Now, step, first, slice.Attempt, status, FailureReason.None, detail));
                continue;
            }

            var last = first;
            while (last < it.Count && state.Slices[it.First + last] is { Attempt: 0, Status: UnitStatus.Waiting or UnitStatus.Queued })
            {
                last++;
            }

            if (last > first)
            {
                events.Add(new SlicesDropped(at.Now, step, first, last - 1, status, FailureReason.None, detail, cause));
                first = last - 1;
            }
        }
    }

    /// <summary>Ends what is alive, cancels or fails what has had an attempt, and omits the rest.</summary>
    private static void Stop(RunState state, int step, FailureReason reason, string detail, int because, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Steps[step];
        var status = reason == FailureReason.None ? UnitStatus.Cancelled : UnitStatus.Failed;
        for (var place = 0; place < it.Count; place++)
        {
            ref var slice = ref state.Slices[it.First + place];
            if (slice.Status.IsActive() && !slice.Has(SliceFlags.StopRequested))
            {
                events.Add(new AttemptStopRequested(at.Now, step, place, slice.Attempt, reason, detail));
            }
            else if (slice.Status is UnitStatus.Queued or UnitStatus.Waiting)
            {
                events.Add(slice.Attempt > 0
                    ? new SliceFinished(at.Now, step, place, slice.Attempt, status, reason, detail)
                    : new SlicesDropped(at.Now, step, place, place, UnitStatus.Omitted, Because: because));
            }
        }
    }
}
