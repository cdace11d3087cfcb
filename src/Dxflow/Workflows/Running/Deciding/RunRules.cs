using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>What follows for the run as a whole: its first failure, its time limit, its verdict.</summary>
internal static class RunRules
{
    public static void Decide(RunState state, Moment at, List<RunEvent> events)
    {
        if (state.Status is not (RunStatus.Running or RunStatus.Stopping))
        {
            return;
        }

        if (state.FailedStep >= 0 && !state.Failing && state.Cancel is null && state.Plan.Kind == RunKind.Job)
        {
            events.Add(new RunFailing(at.Now, state.FailedStep, state.ReasonOf(state.FailedStep)));
        }
        else if (Deadline(state) <= at.Now)
        {
            events.Add(new CancelRequested(at.Now, CancelMode.Timeout));
        }
        else if (state.StepsLeft == 0)
        {
            events.Add(Verdict(state, at));
        }
    }

    /// <summary>A failure inside what a slice calls: it concerns what stands beside it there.</summary>
    public static void DecideInside(RunState state, int frame, Moment at, List<RunEvent> events)
    {
        if (frame > 0 && state.Frames[frame] is { FailedStep: >= 0 and var failed, Failing: false, StepsLeft: > 0 })
        {
            events.Add(new RunFailing(at.Now, failed, state.ReasonOf(failed)));
        }
    }

    /// <summary>When the run's own limit ends it, or null. What comes after the steps has limits of its own.</summary>
    public static long? Deadline(RunState state) =>
        state.Plan.Timeout is { } limit && state is { Cancel: null, Status: RunStatus.Running } && !state.Closing
            && (state.MainLeft > 0 || state.Plan.Kind == RunKind.Up)
            ? state.StartedAt + state.Held + (long)limit.TotalMilliseconds
            : null;

    private static RunFinished Verdict(RunState state, Moment at)
    {
        var failed = FirstFailure(state);
        return (state.Cancel, state.Plan.Kind) switch
        {
            (CancelMode.Timeout, _) =>
                new RunFinished(at.Now, RunStatus.Failed, FailureReason.TimeoutRun, $"ran longer than {state.Plan.Timeout}"),
            (CancelMode.Handover, _) => new RunFinished(at.Now, RunStatus.Stopped, Detail: "another run of the workflow has taken over"),
            (not null, RunKind.Up) => new RunFinished(at.Now, RunStatus.Stopped),
            (not null, _) => new RunFinished(at.Now, RunStatus.Cancelled),
            _ when failed >= 0 => Failed(state, failed, at),
            _ => new RunFinished(at.Now, RunStatus.Succeeded),
        };
    }

    private static RunFinished Failed(RunState state, int step, Moment at)
    {
        var slice = state.Telling(step);
        var isOmitted = slice.Status == UnitStatus.Omitted;
        var cause = isOmitted && slice.Because >= 0 ? slice.Because : step;
        var reason = isOmitted && state.NodeOf(cause).Kind == NodeKind.Service ? FailureReason.Service
            : state.ReasonOf(cause);
        return new RunFinished(at.Now, RunStatus.Failed, reason, state.DetailOf(cause), cause);
    }

    private static int FirstBad(RunState state)
    {
        for (var step = 0; step < state.Bodies[0].Count; step++)
        {
            if (state.Steps[step].Failed + state.Steps[step].Omitted > 0)
            {
                return step;
            }
        }

        return -1;
    }

    /// <summary>In a job the first step that failed, then <c>on_exit</c>; in an up run anything that did not end well.</summary>
    private static int FirstFailure(RunState state)
    {
        if (state.FailedStep >= 0)
        {
            return state.FailedStep;
        }

        if (state.Plan.OnExit is { } last && !state.IsOk(last))
        {
            return last;
        }

        return state.Plan.Kind == RunKind.Up ? FirstBad(state) : -1;
    }
}
