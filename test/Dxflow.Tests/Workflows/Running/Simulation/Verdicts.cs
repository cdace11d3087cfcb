using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>What the whole journal of a finished run has to say, told anew from its events and not by the rules that made them.</summary>
internal static class Verdicts
{
    public static void Check(string id, RunPlan plan, RunState state, IReadOnlyList<RunEvent> facts)
    {
        var ends = new Dictionary<(int Step, int Slice), int>();
        var exits = new Dictionary<(int Step, int Slice, int Attempt), int>();
        var cancelAt = int.MaxValue;
        var (told, again) = (new RunState(plan), new HashSet<int>());
        for (var at = 0; at < facts.Count; at++)
        {
            RunApply.Apply(told, facts[at]);
            switch (facts[at])
            {
                case SliceRevived e:
                    World.Require(cancelAt == int.MaxValue, $"{id}: {e} although a cancel came first");
                    again.UnionWith(TakeBack(id, told, e, facts, ends));
                    break;
                case SliceFinished e:
                    World.Require(ends.TryAdd((e.Step, e.Slice), at), $"{id}: slice {e.Slice} of step {e.Step} ended twice");
                    CheckCancel(id, state, e, exits, cancelAt);
                    break;
                case SlicesDropped e:
                    for (var slice = e.First; slice <= e.Last; slice++)
                    {
                        World.Require(ends.TryAdd((e.Step, slice), at), $"{id}: slice {slice} of step {e.Step} ended twice");
                    }

                    break;
                case SliceReused e:
                    World.Require(ends.TryAdd((e.Step, e.Slice), at), $"{id}: slice {e.Slice} of step {e.Step} ended twice");
                    World.Require(cancelAt == int.MaxValue || IsSpared(state, e.Step), $"{id}: {e} although a cancel came first");
                    World.Require(
                        plan.Reuse is not null || state.NodeOf(e.Step).Step is { Cached: true }, $"{id}: {e} although nobody asked");
                    World.Require(
                        !facts.Any(fact => fact is AttemptGranted begun && begun.Step == e.Step && begun.Slice == e.Slice),
                        $"{id}: {e} although it runs");
                    break;
                case ServicesWished { Wish: ServiceWish.Up or ServiceWish.Restart } e:
                    again.UnionWith(TakeBack(plan, e, facts, ends));
                    break;
                case SlicesQueued e:
                    CheckQueued(id, told, e);
                    break;
                case AttemptExited e:
                    World.Require(exits.TryAdd((e.Step, e.Slice, e.Attempt), at), $"{id}: {e} a second time");
                    break;
                case CancelRequested e:
                    cancelAt = Math.Min(cancelAt, at);
                    break;
            }
        }

        var slices = state.Steps.Sum(static step => step.Count);
        World.Require(ends.Count == slices, $"{id}: {slices - ends.Count} slices have no final state");
        Tolerances.Check(id, state, facts);
        World.Require(facts.OfType<RunFinished>().Count() == 1, $"{id}: the run ended {facts.OfType<RunFinished>().Count()} times");
        var isCancelled = cancelAt < int.MaxValue;
        var isTimeout = facts.OfType<CancelRequested>().LastOrDefault() is { Mode: CancelMode.Timeout };
        var wants = isCancelled && !isTimeout ? plan.Kind == RunKind.Up ? RunStatus.Stopped : RunStatus.Cancelled
            : isTimeout || Enumerable.Range(0, state.Bodies[0].Count).Any(step => IsBad(plan, step, state)) ? RunStatus.Failed
            : RunStatus.Succeeded;
        World.Require(state.Status == wants, $"{id}: the verdict is {state.Status}, the steps say {wants}");
        foreach (var step in Enumerable.Range(0, state.Steps.Length)
            .Where(step => state.Steps[step] is { Status: UnitStatus.Succeeded or UnitStatus.Reused, Count: > 0 }))
        {
            CheckOrder(id, state, step, ends, again);
        }
    }

    /// <summary>What begins has heard of the end of all that it waits for; what has had an attempt heard of it before.</summary>
    private static void CheckQueued(string id, RunState told, SlicesQueued e)
    {
        var isFirst = told.Slices[told.IndexOf(e.Step, e.First)].Attempt == 0;
        foreach (var edge in told.NodeOf(e.Step).After.Where(edge => isFirst && RunGraph.WaitsForEnd(edge)))
        {
            var other = told.Beside(e.Step, edge.Node);
            World.Require(told.Steps[other].Status.IsFinal(), $"{id}: {e} before step {other} ended, which it waits for");
        }
    }

    /// <summary>What a wish takes back is all but the work of one-shots that is done; gives the steps of which it does.</summary>
    private static List<int> TakeBack(
        RunPlan plan, ServicesWished e, IReadOnlyList<RunEvent> facts, Dictionary<(int Step, int Slice), int> ends)
    {
        bool IsDone((int Step, int Slice) place) => facts[ends[place]] is SliceFinished { State: UnitStatus.Succeeded }
            && plan.Nodes[place.Step].Kind == NodeKind.OneShot;
        var back = ends.Keys.Where(place => e.Steps.Contains(place.Step) && !IsDone(place)).ToList();
        back.ForEach(place => ends.Remove(place));
        return [.. back.Select(static place => place.Step)];
    }

    /// <summary>What a retry takes back are failures and omissions; gives the steps of which it does.</summary>
    private static IEnumerable<int> TakeBack(
        string id, RunState told, SliceRevived e, IReadOnlyList<RunEvent> facts, Dictionary<(int Step, int Slice), int> ends)
    {
        World.Require(
            ends.TryGetValue((e.Step, e.Slice), out var end) && facts[end] is SliceFinished { State: UnitStatus.Failed },
            $"{id}: {e} of what has not failed");
        bool IsOpen((int Step, int Slice) place) => !told.Slices[told.IndexOf(place.Step, place.Slice)].Status.IsFinal();
        var back = ends.Keys.Where(IsOpen).ToList();
        foreach (var place in back)
        {
            var isMeant = place == (e.Step, e.Slice) || facts[ends[place]] is SlicesDropped { State: UnitStatus.Omitted }
                or SliceFinished { State: UnitStatus.Failed };
            World.Require(isMeant, $"{id}: {e} takes back {facts[ends[place]]}");
            ends.Remove(place);
        }

        return back.Select(static place => place.Step);
    }

    private static bool IsBad(RunPlan plan, int step, RunState state)
    {
        var status = state.Steps[step].Status;
        var node = plan.Nodes[step];
        if (plan.Kind == RunKind.Job && node.Kind == NodeKind.Service)
        {
            return false;
        }

        var because = state.Steps[step].Because;
        var isService = status == UnitStatus.Omitted && because >= 0 && plan.Nodes[because].Kind == NodeKind.Service;
        var isTolerated = node.Step?.OnFail == OnFail.Continue && (status == UnitStatus.Failed || isService);
        return status is UnitStatus.Failed or UnitStatus.Omitted && !isTolerated;
    }

    /// <summary>Cancel or completion wins, never both: after a cancel only what had exited before is anything but cancelled.</summary>
    private static void CheckCancel(
        string id, RunState state, SliceFinished e, Dictionary<(int Step, int Slice, int Attempt), int> exits, int cancelAt)
    {
        var isMain = state.NodeOf(e.Step).Kind != NodeKind.Service && !IsSpared(state, e.Step);
        var isBefore = exits.TryGetValue((e.Step, e.Slice, e.Attempt), out var exit) && exit < cancelAt;
        World.Require(
            !isMain || cancelAt == int.MaxValue || isBefore || e.State == UnitStatus.Cancelled,
            $"{id}: {e} although a cancel came first");
    }

    /// <summary>It runs after everything else of its frame; a cancel spares it, and all that is called there.</summary>
    private static bool IsLast(RunState state, int step)
    {
        var frame = state.Frames[state.Steps[step].Frame];
        return state.Bodies[frame.Body].OnExit == state.Steps[step].Node;
    }

    private static bool IsSpared(RunState state, int step) => IsLast(state, step)
        || (state.Frames[state.Steps[step].Frame].Host is >= 0 and var host && IsSpared(state, state.Slices[host].Step));

    /// <summary>Who has heard of an end goes on, also if it is taken back and comes <paramref name="again"/>.</summary>
    private static void CheckOrder(
        string id, RunState state, int step, Dictionary<(int Step, int Slice), int> ends, HashSet<int> again)
    {
        foreach (var edge in state.NodeOf(step).After.Where(edge => RunGraph.WaitsForEnd(edge)))
        {
            var other = state.Beside(step, edge.Node);
            var last = Enumerable.Range(0, state.Steps[other].Count).Select(slice => ends[(other, slice)]).DefaultIfEmpty(-1).Max();
            World.Require(
                last < ends[(step, 0)] || again.Contains(other), $"{id}: step {step} ended before step {other}, which it waits for");
            var status = state.Steps[other].Status;
            var isOk = status is UnitStatus.Succeeded or UnitStatus.Skipped or UnitStatus.Reused
                || (status is UnitStatus.Failed or UnitStatus.Omitted && state.NodeOf(other).Step?.OnFail == OnFail.Continue);
            World.Require(
                isOk || !edge.Required || IsLast(state, step) || state.NodeOf(step).Step is { RunIf: not RunIf.AllOk },
                $"{id}: step {step} ran although step {other} was not ok");
        }
    }
}
