using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.States;

/// <summary>
/// All that is known of one run: its plan and what <see cref="RunApply"/> made of its events. It has one owner (the run's loop), no
/// locks, and nothing in it that the journal could not give back. Beside the facts it keeps three lists of what changed, so that
/// nobody has to look at every slice: they are emptied by the owner and rebuilt in full by <see cref="ListEverything"/>.
/// </summary>
internal sealed class RunState
{
    private static readonly SliceState Unbegun = new() { Exit = -1, Signal = -1, Because = -1 };
    private readonly Queue<int> _listed = [];

    public RunState(RunPlan plan)
    {
        Plan = plan;
        Graph = new RunGraph(plan);
        Bodies = BodyPlan.All(plan);
        Open(body: 0, host: -1, turn: 0);
    }

    public RunPlan Plan { get; }

    public RunGraph Graph { get; }

    public IReadOnlyList<BodyPlan> Bodies { get; }

    /// <summary>
    /// All steps of all frames. Those of the run itself come first, so that there a step's index is that of its node in the plan.
    /// </summary>
    public Column<StepState> Steps { get; } = new();

    public Column<SliceState> Slices { get; } = new();

    public Column<FrameState> Frames { get; } = new();

    /// <summary>The present frame of each slice that has had one.</summary>
    public Dictionary<int, int> FrameOfHost { get; } = [];

    /// <summary>Frames whose next event may follow from the state alone.</summary>
    public List<int> UnsettledFrames { get; } = [];

    /// <summary>Collected outputs by slice, and details of failures by slice.</summary>
    public Dictionary<int, JsonElement> Outputs { get; } = [];

    public Dictionary<int, string> Details { get; } = [];

    public string Id { get; set; } = "";

    public string Workflow { get; set; } = "";

    public int Number { get; set; }

    public int Revision { get; set; }

    public RunStatus Status { get; set; }

    public FailureReason Reason { get; set; }

    public string? Detail { get; set; }

    public long CreatedAt { get; set; }

    public long StartedAt { get; set; }

    public long EndedAt { get; set; }

    /// <summary>Since when it is paused, 0 if it is not; and how long, in milliseconds, it was before.</summary>
    public long PausedAt { get; set; }

    public long Held { get; set; }

    public CancelMode? Cancel { get; set; }

    public string? CancelledBy { get; set; }

    /// <summary>How many of each step's first slices another run takes over; null without a handover.</summary>
    public IReadOnlyList<int>? Going { get; set; }

    /// <summary>Of the run itself: the first step whose failure nothing tolerates, or -1.</summary>
    public int FailedStep => Frames[0].FailedStep;

    public bool Failing => Frames[0].Failing;

    public int MainLeft => Frames[0].MainLeft;

    public int StepsLeft => Frames[0].StepsLeft;

    /// <summary>Attempts that the runtime has not forgotten.</summary>
    public int Kept { get; set; }

    /// <summary>Slices whose next event may follow from the state alone.</summary>
    public List<int> Unsettled { get; } = [];

    /// <summary>Slices whose owed command, lease or deadline may have changed.</summary>
    public List<int> Touched { get; } = [];

    public bool IsFinal => Status.IsFinal();

    public bool IsPaused => Status == RunStatus.Paused;

    /// <summary>Alone, or with its run.</summary>
    public bool StandsStill(int step) => IsPaused || Steps[step].Paused;

    /// <summary>Its attempt is to stand still: what has to end does not, for then it could not.</summary>
    public bool IsToStandStill(int slice) => StandsStill(Slices[slice].Step)
        && !Slices[slice].IsToldToEnd && !IsCancelled(Slices[slice].Step) && !IsOver(Slices[slice].Step);

    /// <summary>Nothing is owed any more: the journal can be sealed.</summary>
    public bool IsDone => IsFinal && Kept == 0;

    /// <summary>The run's services have done their work and are to stop.</summary>
    public bool Closing => IsClosing(0);

    /// <summary>
    /// The same of an instance: its services live as long as the rest of it does something. They may be ending when the run is paused, and
    /// then go on with that; of the run itself there is no pause by then.
    /// </summary>
    public bool IsClosing(int frame) => (Status is RunStatus.Running or RunStatus.Stopping || (frame > 0 && IsPaused))
        && Frames[frame].MainLeft == 0 && OnExitIsOver(frame) && (frame > 0 || Plan.Kind == RunKind.Job || Cancel is not null);

    /// <summary>This is a service, and what it is there for is over.</summary>
    public bool IsOver(int service) => NodeOf(service).Kind == NodeKind.Service && IsClosing(Steps[service].Frame);

    public NodePlan NodeOf(int step) => Plan.Nodes[Steps[step].Node];

    /// <summary>The step of the same frame that has this node.</summary>
    public int Beside(int step, int node) => step - Steps[step].Node + node;

    public BodyPlan BodyOf(int step) => Bodies[Frames[Steps[step].Frame].Body];

    /// <summary>It runs last in its frame, whatever happened there.</summary>
    public bool IsOnExit(int step) => BodyOf(step).OnExit == Steps[step].Node;

    /// <summary>A step or one-shot whose end its frame waits for before <c>on_exit</c>.</summary>
    public bool IsMain(int step) => NodeOf(step).Kind != NodeKind.Service && !IsOnExit(step);

    /// <summary>
    /// The cancel in force is meant for this step: a stop spares <c>on_exit</c>, and services until that is over. What is inside a slice
    /// that is told to end is cancelled with it.
    /// </summary>
    public bool IsCancelled(int step)
    {
        var host = Frames[Steps[step].Frame].Host;
        if (host >= 0)
        {
            var isMeant = Slices[host].Has(SliceFlags.StopRequested) || IsCancelled(Slices[host].Step);
            return isMeant && (Cancel == CancelMode.Kill || IsMain(step)
                || (!IsOnExit(step) && OnExitIsOver(Steps[step].Frame)));
        }

        return Cancel switch
        {
            null => false,
            CancelMode.Kill => true,
            _ => IsMain(step) || (step != Plan.OnExit && OnExitIsOver(0)),
        };
    }

    /// <summary>In which order the slices of a step are begun.</summary>
    public ShuffledOrder OrderOf(int step) =>
        NodeOf(step).Step is { Shuffle: true } ? new ShuffledOrder(Id, Steps[step].Count) : default;

    /// <summary>A slice of it is no task, but an instance of a body.</summary>
    public bool Calls(int step) => NodeOf(step).Step?.Call is not null;

    /// <summary>
    /// It is not to be stopped, for another run takes it over. What was told to end before ends here: a stop that is under way would
    /// reach it there.
    /// </summary>
    public bool GoesOn(int slice) => Cancel == CancelMode.Handover && Slices[slice] is { IsToldToEnd: false, Step: var step }
        && slice - Steps[step].First < (Going is null || step >= Going.Count ? 0 : Going[step]);

    /// <summary>Succeeded, skipped, reused, or a failure that <c>on_fail: continue</c> tolerates.</summary>
    public bool IsOk(int step) => Steps[step].Status switch
    {
        UnitStatus.Succeeded or UnitStatus.Skipped or UnitStatus.Reused => true,
        UnitStatus.Failed => NodeOf(step).Step?.OnFail == OnFail.Continue,
        UnitStatus.Omitted => NodeOf(step).Step?.OnFail == OnFail.Continue && LeftOutBy(step) >= 0,
        _ => false,
    };

    /// <summary>The slice that tells why a step is what it is: the first that failed, or was left out, else its first.</summary>
    public int TellingOf(int step)
    {
        var it = Steps[step];
        if (it.Failed + it.Omitted == 0)
        {
            return it.First;
        }

        var told = 0;
        foreach (ref var slice in Slices.AsSpan(it.First, it.Count))
        {
            if (slice.Status is UnitStatus.Failed or UnitStatus.Omitted)
            {
                return it.First + told;
            }

            told++;
        }

        return it.First;
    }

    /// <summary>The slice of <see cref="TellingOf"/>; of a step without any, which nobody wanted, a skipped one.</summary>
    public SliceState Telling(int step) => Steps[step].Count == 0
        ? new SliceState { Step = step, Status = UnitStatus.Skipped, Exit = -1, Signal = -1, Because = -1 }
        : Slices[TellingOf(step)];

    /// <summary>Why a step failed: too few of its slices went well, where some may fail; else what its telling slice says.</summary>
    public FailureReason ReasonOf(int step) =>
        Steps[step] is { IsFanned: true, Status: UnitStatus.Failed } && NodeOf(step).Step?.Require is not null
            ? FailureReason.Tolerance : Telling(step).Reason;

    public string? DetailOf(int step) => Steps[step].Count == 0 ? null
        : ReasonOf(step) == FailureReason.Tolerance && Steps[step].IsFanned
            ? $"{Tolerance.Ok(Steps[step])} of {Steps[step].Count} went well, and {Tolerance.Needed(this, step)} have to"
            : Details.GetValueOrDefault(TellingOf(step));

    /// <summary>Slices of which a task runs, by their places; those that call a body run without one.</summary>
    public IEnumerable<int> RunningTasks() => Enumerable.Range(0, Slices.Length)
        .Where(slice => Slices[slice].Status == UnitStatus.Running && !Calls(Slices[slice].Step));

    public AttemptId AttemptOf(int slice)
    {
        ref var state = ref Slices[slice];
        return new AttemptId(Id, state.Step, slice - Steps[state.Step].First, state.Attempt);
    }

    /// <summary>How many attempts that count were before the one that is alive, or is the next.</summary>
    public int Before(int slice) => Slices[slice] is var it && it.Status.IsActive() ? it.Used - 1 : it.Used;

    /// <summary>What that attempt books, and is held to.</summary>
    public ResourcePlan ResourcesOf(int slice) => Growth.Resources(NodeOf(Slices[slice].Step), Before(slice));

    /// <summary>For how long that attempt may run; null: without a limit.</summary>
    public TimeSpan? RunMaxOf(int slice) => Growth.Run(NodeOf(Slices[slice].Step), Before(slice));

    /// <summary>The place in the column, or -1 for a step or slice that the plan does not have.</summary>
    public int IndexOf(int step, int slice) =>
        (uint)step < (uint)Steps.Length && (uint)slice < (uint)Steps[step].Count ? Steps[step].First + slice : -1;

    /// <summary>
    /// The next turn of a slice, or its first: all steps of the body, none of them begun. For the run itself there is no host.
    /// </summary>
    public int Open(int body, int host, int turn)
    {
        var (plan, frame) = (Bodies[body], Frames.Length);
        var first = Steps.Append(plan.Count, new StepState { Frame = frame, Because = -1 });
        Frames.Append(1, new FrameState
        {
            Body = body,
            Host = host,
            Turn = turn,
            Before = FrameOfHost.GetValueOrDefault(host, -1),
            First = first,
            FailedStep = -1,
        });
        for (var step = first; step < first + plan.Count; step++)
        {
            ref var it = ref Steps[step];
            it.Node = plan.First + step - first;
            var node = Plan.Nodes[it.Node];
            var count = node.Replicas;
            (it.Count, it.Left, it.Status) = (count, count, count > 0 ? UnitStatus.Waiting : UnitStatus.Skipped);
            it.Unfinished = node.After.Count(edge => RunGraph.WaitsForEnd(edge) && Plan.Nodes[edge.Node].Replicas > 0);
            it.First = Slices.Append(count, Unbegun with { Step = step });
            Frames[frame].StepsLeft += count > 0 ? 1 : 0;
            Frames[frame].MainLeft += count > 0 && IsMain(step) ? 1 : 0;
        }

        if (host >= 0)
        {
            FrameOfHost[host] = frame;
        }

        return frame;
    }

    /// <summary>The slice that stood for all of a step becomes as many as there are elements.</summary>
    public void FanOut(int step, int count)
    {
        ref var it = ref Steps[step];
        Slices[it.First].Status = UnitStatus.Skipped;
        (it.IsFanned, it.Count, it.Left) = (true, count, count);
        it.First = Slices.Append(count, Unbegun with { Step = step });
    }

    /// <summary>Puts a step on the list of those to look at, once.</summary>
    public void List(int step)
    {
        if (!Steps[step].Listed)
        {
            Steps[step].Listed = true;
            _listed.Enqueue(step);
        }
    }

    /// <summary>Takes one step to look at, in the order in which they were listed; false if there is none.</summary>
    public bool TryTakeStep(out int step)
    {
        if (!_listed.TryDequeue(out step))
        {
            return false;
        }

        Steps[step].Listed = false;
        return true;
    }

    /// <summary>Nobody is going to look at what changed: the state is replayed, or only shown.</summary>
    public void ForgetChanges()
    {
        Unsettled.Clear();
        Touched.Clear();
        UnsettledFrames.Clear();
    }

    /// <summary>After recovery, and in tests: everything may have changed.</summary>
    public void ListEverything()
    {
        for (var step = 0; step < Steps.Length; step++)
        {
            List(step);
        }

        Unsettled.Clear();
        Unsettled.AddRange(Enumerable.Range(0, Slices.Length));
        Touched.Clear();
        Touched.AddRange(Enumerable.Range(0, Slices.Length));
        UnsettledFrames.Clear();
        UnsettledFrames.AddRange(Enumerable.Range(0, Frames.Length));
    }

    /// <summary>The service whose end has left a step out, or -1.</summary>
    public int LeftOutBy(int step) => Steps[step] is { Status: UnitStatus.Omitted, Because: >= 0 and var cause }
        && NodeOf(cause).Kind == NodeKind.Service ? cause : -1;

    private bool OnExitIsOver(int frame)
    {
        var (it, body) = (Frames[frame], Bodies[Frames[frame].Body]);
        return body.OnExit is not { } last || Cancel == CancelMode.Kill || Steps[it.First + last - body.First].Status.IsFinal();
    }
}
