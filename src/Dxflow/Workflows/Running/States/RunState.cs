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
    private readonly List<int> _listed = [];

    public RunState(RunPlan plan)
    {
        Plan = plan;
        Graph = new RunGraph(plan);
        Steps = new StepState[plan.Nodes.Count];
        Slices = new SliceState[plan.Nodes.Sum(static node => node.Replicas)];
        for (var (step, first) = (0, 0); step < Steps.Length; step++)
        {
            var count = plan.Nodes[step].Replicas;
            var unfinished = plan.Nodes[step].After.Count(edge => RunGraph.WaitsForEnd(edge) && plan.Nodes[edge.Node].Replicas > 0);
            Steps[step] = new StepState { First = first, Count = count, Left = count, Unfinished = unfinished, Because = -1 };
            Slices.AsSpan(first, count).Fill(new SliceState { Step = step, Exit = -1, Signal = -1, Because = -1 });
            first += count;
            StepsLeft += count > 0 ? 1 : 0;
            Steps[step].Status = count > 0 ? UnitStatus.Waiting : UnitStatus.Skipped;
            MainLeft += count > 0 && IsMain(step) ? 1 : 0;
        }
    }

    public RunPlan Plan { get; }

    public RunGraph Graph { get; }

    public StepState[] Steps { get; }

    public SliceState[] Slices { get; }

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

    /// <summary>The first step whose failure nothing tolerates, or -1.</summary>
    public int FailedStep { get; set; } = -1;

    /// <summary><see cref="RunFailing"/> was journaled.</summary>
    public bool Failing { get; set; }

    /// <summary>Steps and one-shots that are not final, without <c>on_exit</c>.</summary>
    public int MainLeft { get; set; }

    public int StepsLeft { get; set; }

    /// <summary>Attempts that the runtime has not forgotten.</summary>
    public int Kept { get; set; }

    /// <summary>Slices whose next event may follow from the state alone.</summary>
    public List<int> Unsettled { get; } = [];

    /// <summary>Slices whose owed command, lease or deadline may have changed.</summary>
    public List<int> Touched { get; } = [];

    public bool IsFinal => Status.IsFinal();

    public bool IsPaused => Status == RunStatus.Paused;

    /// <summary>Nothing is owed any more: the journal can be sealed.</summary>
    public bool IsDone => IsFinal && Kept == 0;

    /// <summary>The services have done their work and are to stop.</summary>
    public bool Closing => Status is RunStatus.Running or RunStatus.Stopping && MainLeft == 0 && OnExitIsOver
        && (Plan.Kind == RunKind.Job || Cancel is not null);

    private bool OnExitIsOver => Plan.OnExit is not { } step || Cancel == CancelMode.Kill || Steps[step].Status.IsFinal();

    /// <summary>A step or one-shot whose end the run waits for before <c>on_exit</c>.</summary>
    public bool IsMain(int step) => Plan.Nodes[step].Kind != NodeKind.Service && step != Plan.OnExit;

    /// <summary>The cancel in force is meant for this step: a stop spares <c>on_exit</c>, and services until that is over.</summary>
    public bool IsCancelled(int step) => Cancel switch
    {
        null => false,
        CancelMode.Kill => true,
        _ => IsMain(step) || (step != Plan.OnExit && OnExitIsOver),
    };

    /// <summary>It is not to be stopped, for another run takes it over.</summary>
    public bool GoesOn(int slice) => Cancel == CancelMode.Handover && Slices[slice].Step is var step
        && slice - Steps[step].First < (Going is null || step >= Going.Count ? 0 : Going[step]);

    /// <summary>Succeeded, skipped, reused, or a failure that <c>on_fail: continue</c> tolerates.</summary>
    public bool IsOk(int step) => Steps[step].Status switch
    {
        UnitStatus.Succeeded or UnitStatus.Skipped or UnitStatus.Reused => true,
        UnitStatus.Failed => Plan.Nodes[step].Step?.OnFail == OnFail.Continue,
        UnitStatus.Omitted => Plan.Nodes[step].Step?.OnFail == OnFail.Continue && OmittedByService(step),
        _ => false,
    };

    /// <summary>The slice that tells why a step is what it is: the first that failed, or was left out, else its first.</summary>
    public int TellingOf(int step)
    {
        var it = Steps[step];
        var told = Array.FindIndex(Slices, it.First, it.Count, static slice => slice.Status is UnitStatus.Failed or UnitStatus.Omitted);
        return told < 0 ? it.First : told;
    }

    /// <summary>The slice of <see cref="TellingOf"/>; of a step without any, which nobody wanted, a skipped one.</summary>
    public SliceState Telling(int step) => Steps[step].Count == 0
        ? new SliceState { Step = step, Status = UnitStatus.Skipped, Exit = -1, Signal = -1, Because = -1 }
        : Slices[TellingOf(step)];

    public AttemptId AttemptOf(int slice)
    {
        ref var state = ref Slices[slice];
        return new AttemptId(Id, state.Step, slice - Steps[state.Step].First, state.Attempt);
    }

    /// <summary>The place in the column, or -1 for a step or slice that the plan does not have.</summary>
    public int IndexOf(int step, int slice) =>
        (uint)step < (uint)Steps.Length && (uint)slice < (uint)Steps[step].Count ? Steps[step].First + slice : -1;

    /// <summary>Puts a step on the list of those to look at, once.</summary>
    public void List(int step)
    {
        if (!Steps[step].Listed)
        {
            Steps[step].Listed = true;
            _listed.Add(step);
        }
    }

    /// <summary>Takes one step to look at, in no promised order; false if there is none.</summary>
    public bool TryTakeStep(out int step)
    {
        step = _listed.Count == 0 ? -1 : _listed[^1];
        if (step >= 0)
        {
            _listed.RemoveAt(_listed.Count - 1);
            Steps[step].Listed = false;
        }

        return step >= 0;
    }

    /// <summary>Nobody is going to look at what changed: the state is replayed, or only shown.</summary>
    public void ForgetChanges()
    {
        Unsettled.Clear();
        Touched.Clear();
    }

    /// <summary>After recovery, and in tests: everything may have changed.</summary>
    public void ListEverything()
    {
        for (var step = Steps.Length - 1; step >= 0; step--)
        {
            List(step);
        }

        Unsettled.Clear();
        Unsettled.AddRange(Enumerable.Range(0, Slices.Length));
        Touched.Clear();
        Touched.AddRange(Enumerable.Range(0, Slices.Length));
    }

    private bool OmittedByService(int step) =>
        Steps[step].Because is >= 0 and var cause && Plan.Nodes[cause].Kind == NodeKind.Service;
}
