using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>What follows for a slice that is an instance of a body: a turn is begun, and when it is over, another one or the end.</summary>
internal static class CallRules
{
    /// <summary>How many instances of one step are open at once where it does not say so: their steps are all in memory.</summary>
    public const int OpenMax = 10_000;

    /// <summary>The same where each instance starts services: these wait for no place on the machine.</summary>
    public const int ServedMax = 32;

    /// <summary>How deep documents call each other: what calls itself without end is a mistake, not a job.</summary>
    public const int DepthMax = 64;

    /// <summary>1 what is queued is opened when it may be; 2 a turn that is over decides; 3 its time limit.</summary>
    public static void Decide(RunState state, int slice, IRunQuestions ask, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        ref var step = ref state.Steps[it.Step];
        if (state.IsPaused || it.Status.IsFinal())
        {
            return;
        }

        if (it.Status == UnitStatus.Queued)
        {
            // In their order; what is cancelled its step drops.
            var isNext = Place(state, slice) == state.OrderOf(it.Step).At(step.NextQueued);
            if (isNext && !state.IsCancelled(it.Step) && step.Open < Most(state, it.Step))
            {
                Open(state, slice, 0, ask, at, events);
            }
        }
        else if (it.Status == UnitStatus.Running && state.Frames[state.FrameOfHost[slice]].StepsLeft == 0)
        {
            Close(state, slice, ask, at, events);
        }
        else if (it.Status == UnitStatus.Running && SliceRules.Deadline(state, slice) <= at.Now)
        {
            var detail = $"ran longer than {state.NodeOf(it.Step).Step!.Timeout.Run}";
            events.Add(new AttemptStopRequested(at.Now, it.Step, Place(state, slice), 0, FailureReason.TimeoutRun, detail));
        }
    }

    private static int Most(RunState state, int step)
    {
        var plan = state.NodeOf(step).Step!;
        var unlessTold = state.Graph.ServicesOf(plan.Call!.Body).Length > 0 ? ServedMax : OpenMax;
        return Math.Min(plan.Parallel ?? unlessTold, OpenMax);
    }

    private static void Open(RunState state, int slice, int turn, IRunQuestions ask, Moment at, List<RunEvent> events)
    {
        var step = state.Slices[slice].Step;
        var tooDeep = Depth(state, step) > DepthMax ? $"documents call each other more than {DepthMax} levels deep" : null;
        if ((tooDeep ?? ask.Open(state, slice, turn)) is { } error)
        {
            Finish(state, slice, UnitStatus.Failed, FailureReason.BadInput, error, at, events);
            return;
        }

        events.Add(new BodyOpened(at.Now, step, Place(state, slice), 0, turn));
    }

    private static void Close(RunState state, int slice, IRunQuestions ask, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        var frame = state.Frames[state.FrameOfHost[slice]];
        var repeat = state.NodeOf(it.Step).Step!.Repeat;
        if (state.IsCancelled(it.Step))
        {
            Finish(state, slice, UnitStatus.Cancelled, FailureReason.None, null, at, events);
        }
        else if (it.Has(SliceFlags.StopRequested))
        {
            var isLate = it.Reason != FailureReason.None;
            Finish(state, slice, isLate ? UnitStatus.Failed : UnitStatus.Cancelled, it.Reason, null, at, events);
        }
        else if (Failed(state, frame) is >= 0 and var failed)
        {
            var (reason, detail) = Cause(state, failed);
            var turn = repeat is null ? "" : $"turn {frame.Turn}: ";
            Finish(state, slice, UnitStatus.Failed, reason, $"{turn}{detail}", at, events);
        }
        else if (ask.Close(state, slice) is var verdict && verdict.Error is { } error)
        {
            Finish(state, slice, UnitStatus.Failed, FailureReason.BadOutput, error, at, events);
        }
        else if (repeat is null || (repeat.Until is not null && verdict.Done) || (frame.Turn + 1 >= repeat.Max && IsEnough(repeat)))
        {
            if (state.NodeOf(it.Step).Step!.Outputs.Count > 0)
            {
                events.Add(new OutputsCollected(at.Now, it.Step, Place(state, slice), 0, verdict.Outputs));
            }

            Finish(state, slice, UnitStatus.Succeeded, FailureReason.None, null, at, events);
        }
        else if (frame.Turn + 1 >= repeat.Max)
        {
            var detail = $"after {repeat.Max} turns its condition does not hold";
            Finish(state, slice, UnitStatus.Failed, FailureReason.Turns, detail, at, events);
        }
        else
        {
            Open(state, slice, frame.Turn + 1, ask, at, events);
        }
    }

    private static int Depth(RunState state, int step)
    {
        var depth = 1;
        for (var host = Host(state, step); host >= 0; host = Host(state, state.Slices[host].Step))
        {
            depth++;
        }

        return depth;
    }

    private static int Host(RunState state, int step) => state.Frames[state.Steps[step].Frame].Host;

    private static bool IsEnough(RepeatPlan repeat) => repeat.Until is null || repeat.AcceptMax;

    /// <summary>The step that failed, or -1: the first that nothing tolerates, else <c>on_exit</c>.</summary>
    private static int Failed(RunState state, in FrameState frame)
    {
        var body = state.Bodies[frame.Body];
        return frame.FailedStep >= 0 ? frame.FailedStep
            : body.OnExit is { } last && frame.First + last - body.First is var step && !state.IsOk(step) ? step
            : -1;
    }

    private static (FailureReason Reason, string Detail) Cause(RunState state, int step)
    {
        if (state.LeftOutBy(step) is >= 0 and var service)
        {
            var (name, why) = (state.NodeOf(service).Name, state.DetailOf(service));
            return (FailureReason.Service, why is null ? $"the service {name} ended" : $"{name}: {why}");
        }

        var told = state.DetailOf(step);
        return (state.ReasonOf(step), told is null ? $"the step {state.NodeOf(step).Name} failed" : $"{state.NodeOf(step).Name}: {told}");
    }

    private static int Place(RunState state, int slice) => slice - state.Steps[state.Slices[slice].Step].First;

    private static void Finish(
        RunState state, int slice, UnitStatus status, FailureReason reason, string? detail, Moment at, List<RunEvent> events) =>
        events.Add(new SliceFinished(at.Now, state.Slices[slice].Step, Place(state, slice), 0, status, reason, detail));
}
