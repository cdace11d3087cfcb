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
    public static void Decide(RunState state, int step, WhenQuestion when, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Steps[step];
        if (it.Left == 0 || state.Status is not (RunStatus.Running or RunStatus.Stopping))
        {
            return;
        }

        if (state.IsCancelled(step))
        {
            DropUnbegun(state, step, UnitStatus.Cancelled, -1, null, at, events);
        }
        else if (state.Plan.Nodes[step].Kind == NodeKind.Service && state.Closing)
        {
            DropUnbegun(state, step, UnitStatus.Skipped, -1, "the run ended before it was needed", at, events);
        }
        else if (state.Failing && !it.Begun && IsOmittedByFailure(state, step))
        {
            DropUnbegun(state, step, UnitStatus.Omitted, state.FailedStep, null, at, events);
        }
        else if (IsStoppedByFailFast(state, step))
        {
            Stop(state, step, FailureReason.None, "fail-fast", state.FailedStep, at, events);
        }
        else if (it.Begun && Edges.LostService(state, step) is >= 0 and var lost)
        {
            Stop(state, step, FailureReason.Service, $"the service {state.Plan.Nodes[lost].Name} ended", lost, at, events);
        }
        else if (!it.Begun && !it.Down)
        {
            Start(state, step, when, at, events);
        }
    }

    /// <summary>Fail-fast ends what runs, but not what was meant to run after a failure.</summary>
    public static bool IsStoppedByFailFast(RunState state, int step) =>
        state.Failing && state.Plan.FailFast && state.Steps[step].Begun && IsOmittedByFailure(state, step);

    private static bool IsOmittedByFailure(RunState state, int step) =>
        state.IsMain(step) && state.Plan.Nodes[step].Step is null or { RunIf: RunIf.AllOk };

    private static void Start(RunState state, int step, WhenQuestion when, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Steps[step];
        var judgement = Edges.Judge(state, step);
        if (judgement.Readiness == Readiness.Omit)
        {
            DropUnbegun(state, step, UnitStatus.Omitted, judgement.Because, judgement.Detail, at, events);
        }

        if (state.Slices[it.First].Status != UnitStatus.Waiting || judgement.Readiness is Readiness.Omit or Readiness.Wait)
        {
            return;
        }

        var last = it.Count - 1;
        if (judgement.Readiness == Readiness.Skip)
        {
            events.Add(new SlicesDropped(at.Now, step, 0, last, UnitStatus.Skipped, Detail: "nothing failed"));
            return;
        }

        var verdict = state.Plan.Nodes[step].Step?.When is null ? new WhenVerdict(true) : when(state, step, 0);
        events.Add(verdict switch
        {
            { Error: { } error } => new SlicesDropped(at.Now, step, 0, last, UnitStatus.Failed, FailureReason.BadInput, error),
            { Run: false } => new SlicesDropped(at.Now, step, 0, last, UnitStatus.Skipped),
            _ => new SlicesQueued(at.Now, step, 0, last),
        });
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
