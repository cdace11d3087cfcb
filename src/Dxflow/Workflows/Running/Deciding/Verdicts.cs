using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>What becomes of an attempt that has ended: another one, or a final state of its slice.</summary>
internal static class Verdicts
{
    public static void End(RunState state, int slice, FailureReason reason, string? detail, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        if (it.Has(SliceFlags.WishedEnd) && !it.Has(SliceFlags.EndedCancelled) && !state.IsCancelled(it.Step))
        {
            events.Add(new AttemptRested(at.Now, it.Step, slice - state.Steps[it.Step].First, it.Attempt));
            return;
        }

        if (IsTriedAgain(state, slice, reason))
        {
            Retry(state, slice, it.Attempt, reason, detail, at, events);
            return;
        }

        var status = Final(state, slice, reason);
        var place = slice - state.Steps[it.Step].First;
        var blamed = status == UnitStatus.Failed ? reason : FailureReason.None;
        events.Add(new SliceFinished(at.Now, it.Step, place, it.Attempt, status, blamed, status == UnitStatus.Failed ? detail : null));
    }

    /// <summary>A queue limit passed before there was a grant: the attempt counts although the runtime never heard of it.</summary>
    public static void EndUngranted(RunState state, int slice, FailureReason reason, string detail, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        if (state.NodeOf(it.Step).Step is { } step && it.Used < step.Retry.Limit && Failures.IsRetried(step, reason, exit: -1))
        {
            Retry(state, slice, it.Attempt + 1, reason, detail, at, events);
            return;
        }

        var place = slice - state.Steps[it.Step].First;
        events.Add(new SliceFinished(at.Now, it.Step, place, it.Attempt + 1, UnitStatus.Failed, reason, detail));
    }

    /// <summary>Whether an attempt that ended for this reason is followed by another, as things stand now.</summary>
    public static bool IsTriedAgain(RunState state, int slice, FailureReason reason)
    {
        ref var it = ref state.Slices[slice];
        var node = state.NodeOf(it.Step);
        if (it.Has(SliceFlags.EndedCancelled) || state.IsCancelled(it.Step)
            || (it.Has(SliceFlags.StopRequested) && reason == FailureReason.None))
        {
            return false;
        }

        return node.Step is { } step
            ? reason != FailureReason.None && it.Used <= step.Retry.Limit && Failures.IsRetried(step, reason, it.Exit)
            : !state.IsOver(it.Step)
                && Failures.IsRestarted(node.Restart, reason, it.Has(SliceFlags.Ran), it.Used);
    }

    private static UnitStatus Final(RunState state, int slice, FailureReason reason)
    {
        ref var it = ref state.Slices[slice];
        if (it.Has(SliceFlags.EndedCancelled) || (it.Has(SliceFlags.StopRequested) && reason == FailureReason.None))
        {
            return UnitStatus.Cancelled;
        }

        // A service that is stopped because its work is done has succeeded, whatever its signal handler returned.
        return reason == FailureReason.None || state.IsOver(it.Step) ? UnitStatus.Succeeded : UnitStatus.Failed;
    }

    private static void Retry(
        RunState state, int slice, int attempt, FailureReason reason, string? detail, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        var node = state.NodeOf(it.Step);
        var used = attempt > it.Attempt ? it.Used + 1 : it.Used;
        var backoff = node.Step?.Retry.Backoff ?? new BackoffPlan(node.Restart!.Delay, 2, Failures.RestartPauseMax);
        var seed = at.Seed + ((ulong)slice << 32) + (ulong)attempt;
        var due = at.Now + Failures.PauseMilliseconds(backoff, Steady(node, it) ? 1 : used, seed);
        events.Add(new RetryScheduled(at.Now, it.Step, slice - state.Steps[it.Step].First, attempt, reason, due, detail));
    }

    private static bool Steady(NodePlan node, in SliceState it) =>
        node.Step is null && it.StartedAt > 0 && it.EndedAt - it.StartedAt >= Failures.SteadyMilliseconds;
}
