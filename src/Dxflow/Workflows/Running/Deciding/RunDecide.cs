using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>
/// What an input means for a run: reads the state, adds events, changes nothing. It says only what the input itself says; what
/// follows from that (a retry, dependents, the verdict) is decided from the state alone by <see cref="SliceRules"/>,
/// <see cref="StepRules"/> and <see cref="RunRules"/>, so a batch torn by a crash is completed by looking again. An input of many
/// parts is decided part by part, each applied before the next: a report may stand in a batch twice.
/// </summary>
internal static class RunDecide
{
    public static int Parts(RunInput input) => input switch
    {
        SlicesLeased leased => leased.Leases.Count,
        TasksReported reported => reported.Reports.Count,
        StartsWithdrawn withdrawn => withdrawn.Slices.Count,
        TasksForgotten forgotten => forgotten.Attempts.Count,
        FreezesAnswered answered => answered.Attempts.Count,
        AskRetry asked => asked.Attempts.Count,
        _ => 1,
    };

    public static void Decide(RunState state, RunInput input, int part, Moment at, List<RunEvent> events)
    {
        switch (input)
        {
            case StartRun or RunRecovered when state.Status == RunStatus.Created:
                if (state.Plan.AtRest)
                {
                    // First, so that a batch torn by a crash starts nothing.
                    events.Add(new ServicesWished(at.Now, ServiceWish.Down, [.. Enumerable.Range(0, state.Steps.Length)]));
                }

                events.Add(new RunStarted(at.Now));
                break;
            case SlicesLeased leased:
                Grant(state, leased.Leases[part].Slice, at, events);
                break;
            case TasksReported reported:
                Report(state, reported.Reports[part], reported.Source, at, events);
                break;
            case StartsWithdrawn withdrawn:
                Abandon(state, withdrawn.Slices[part], at, events);
                break;
            case OutputsRead read:
                Outputs(state, read, at, events);
                break;
            case HealthReported health when Current(state, health.Id) is >= 0 and var slice:
                Health(state, slice, health, at, events);
                break;
            case TasksForgotten forgotten:
                Forget(state, forgotten.Attempts[part], at, events);
                break;
            case FreezesAnswered answered when Current(state, answered.Attempts[part]) is >= 0 and var slice:
                Freeze(state, slice, answered.Frozen, at, events);
                break;
            case AskServices { Wish: var wish } asked when state is { Cancel: null, Plan.Kind: RunKind.Up } && CanWish(state):
                var wanted = asked.Steps.Where(step => Wishes.Change(state, step, wish)).ToList();
                if (wanted.Count > 0)
                {
                    events.Add(new ServicesWished(at.Now, wish, wanted, asked.By));
                }

                break;
            case AskRetry asked when CanWish(state) && Current(state, asked.Attempts[part]) is >= 0 and var slice
                && Reviving.IsPossible(state, slice):
                var again = asked.Attempts[part];
                events.Add(new SliceRevived(at.Now, again.Step, again.Slice, again.Attempt, asked.By));
                break;
            case AskPause asked when state.Status == RunStatus.Running && !state.Closing:
                events.Add(new RunPaused(at.Now, asked.By));
                break;
            case AskResume asked when state.IsPaused:
                events.Add(new RunResumed(at.Now, asked.By));
                break;
            case CancelRun cancel when !state.IsFinal && (state.Cancel is null || IsHarder(state.Cancel.Value, cancel.Mode)):
                events.Add(new CancelRequested(at.Now, cancel.Mode, cancel.By, cancel.Going));
                break;
        }
    }

    /// <summary>The slice whose present attempt this is, or -1: a word about an earlier attempt or another run says nothing.</summary>
    private static int Current(RunState state, AttemptId id) =>
        id.Run == state.Id && state.IndexOf(id.Step, id.Slice) is >= 0 and var slice && state.Slices[slice].Attempt == id.Attempt
            ? slice
            : -1;

    private static bool CanWish(RunState state) => state.Status is RunStatus.Running or RunStatus.Paused;

    private static bool IsHarder(CancelMode present, CancelMode asked) =>
        present != CancelMode.Kill && (asked == CancelMode.Kill || (present == CancelMode.Handover && asked == CancelMode.Stop));

    private static void Grant(RunState state, int slice, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        if (it.Status == UnitStatus.Queued && !state.StandsStill(it.Step) && !state.Steps[it.Step].Down)
        {
            events.Add(new AttemptGranted(at.Now, it.Step, slice - state.Steps[it.Step].First, it.Attempt + 1));
        }
    }

    /// <summary>It never ran and never will. If it was told to end, a time limit say, that has ended it; else it did not count.</summary>
    private static void Abandon(RunState state, int slice, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        if (it.Status == UnitStatus.Starting)
        {
            var id = state.AttemptOf(slice);
            events.Add(it.Has(SliceFlags.StopRequested)
                ? new AttemptExited(at.Now, id.Step, id.Slice, id.Attempt, it.Reason)
                : new AttemptAbandoned(at.Now, id.Step, id.Slice, id.Attempt));
        }
    }

    private static void Forget(RunState state, AttemptId id, Moment at, List<RunEvent> events)
    {
        if (Current(state, id) is >= 0 and var slice && SliceRules.IsForgettable(state, slice))
        {
            events.Add(new AttemptForgotten(at.Now, id.Step, id.Slice, id.Attempt));
        }
    }

    private static void Report(RunState state, TaskReport report, ReportSource source, Moment at, List<RunEvent> events)
    {
        if (Current(state, report.Id) is not (>= 0 and var slice) || !state.Slices[slice].Status.IsActive())
        {
            return;
        }

        var id = report.Id;
        ref var it = ref state.Slices[slice];
        if (report.State == TaskState.Running && it.Status == UnitStatus.Starting)
        {
            var isChecked = report.Checked && Edges.MayBringCheck(state.NodeOf(it.Step));
            events.Add(new AttemptStarted(Told(report.StartedAt, at), id.Step, id.Slice, id.Attempt, isChecked));
        }

        if (!report.IsFinal)
        {
            return;
        }

        var node = state.NodeOf(it.Step);
        var isNever = report is { State: TaskState.NotStarted, Reason: FailureReason.None } && source == ReportSource.Find;
        if (isNever && it.Status == UnitStatus.Starting)
        {
            Abandon(state, slice, at, events);
            return;
        }

        // A program that had been seen running and is now said never to have run is one whose end nobody saw.
        var isContrary = report.State == TaskState.NotStarted && it.Status == UnitStatus.Running;
        var told = isContrary ? report with { State = TaskState.Lost } : report;
        var reason = it.Has(SliceFlags.StopRequested) ? it.Reason
            : it.Has(SliceFlags.WishedEnd) ? FailureReason.Stopped
            : Failures.Of(node, told);
        events.Add(new AttemptExited(
            at.Now, id.Step, id.Slice, id.Attempt, reason, told.Exit, told.Signal, it.Has(SliceFlags.StopRequested) ? null : told.Detail,
            told.Usage?.CpuSeconds, told.Usage?.MemoryPeakBytes));
    }

    /// <summary>The runtime's time of an event, but never later than its report: a clock elsewhere must not shorten a limit.</summary>
    private static long Told(DateTimeOffset? told, Moment at) =>
        told is { } time ? Math.Min(time.ToUnixTimeMilliseconds(), at.Now) : at.Now;

    private static void Outputs(RunState state, OutputsRead read, Moment at, List<RunEvent> events)
    {
        if (Current(state, read.Id) is not (>= 0 and var slice)
            || state.Slices[slice] is not { Status: UnitStatus.Finishing } it || it.Has(SliceFlags.Collected))
        {
            return;
        }

        if (read.Outputs is { } outputs && read.Reason == FailureReason.None)
        {
            events.Add(new OutputsCollected(at.Now, read.Id.Step, read.Id.Slice, read.Id.Attempt, outputs));
            return;
        }

        // Outputs of a failed or cancelled attempt are a courtesy: that they are missing changes nothing.
        var isOk = it.Reason == FailureReason.None && !it.Has(SliceFlags.EndedCancelled | SliceFlags.StopRequested);
        Verdicts.End(state, slice, isOk ? read.Reason : it.Reason, isOk ? read.Detail : null, at, events);
    }

    private static void Freeze(RunState state, int slice, bool frozen, Moment at, List<RunEvent> events)
    {
        var (it, id) = (state.Slices[slice], state.AttemptOf(slice));
        if (frozen && it.Status == UnitStatus.Running && !it.Has(SliceFlags.Frozen) && !state.NodeOf(it.Step).HasQueue)
        {
            events.Add(new AttemptFrozen(at.Now, id.Step, id.Slice, id.Attempt));
        }
        else if (!frozen && it.Has(SliceFlags.Frozen | SliceFlags.MayBeFrozen) && !state.IsToStandStill(slice))
        {
            events.Add(new AttemptThawed(at.Now, id.Step, id.Slice, id.Attempt));
        }
    }

    /// <summary>A check beside what stands still says nothing about it.</summary>
    private static void Health(RunState state, int slice, HealthReported health, Moment at, List<RunEvent> events)
    {
        ref var it = ref state.Slices[slice];
        var known = it.Has(SliceFlags.Unhealthy) ? false : it.Has(SliceFlags.WasHealthy) ? true : (bool?)null;
        if (it.Status == UnitStatus.Running && !it.Has(SliceFlags.MayBeFrozen) && known != health.Healthy)
        {
            var id = health.Id;
            events.Add(new HealthChanged(at.Now, id.Step, id.Slice, id.Attempt, health.Healthy, health.Detail));
        }
    }
}
