using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>What fanned-out steps come to, counted anew from the events.</summary>
internal static class Tolerances
{
    public static void Check(string id, RunState state, IReadOnlyList<RunEvent> facts)
    {
        var ok = new Dictionary<int, int>();
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case SliceFinished { State: UnitStatus.Succeeded or UnitStatus.Skipped } e:
                    ok[e.Step] = ok.GetValueOrDefault(e.Step) + 1;
                    break;
                case SliceReused e:
                    ok[e.Step] = ok.GetValueOrDefault(e.Step) + 1;
                    break;
                case SlicesDropped { State: UnitStatus.Skipped } e:
                    ok[e.Step] = ok.GetValueOrDefault(e.Step) + 1 + e.Last - e.First;
                    break;
            }
        }

        var isCancelled = facts.Any(static fact => fact is CancelRequested or AttemptStopRequested);
        foreach (var fan in facts.OfType<StepFannedOut>())
        {
            var require = state.NodeOf(fan.Step).Step!.Require;
            var (well, status) = (ok.GetValueOrDefault(fan.Step), state.Steps[fan.Step].Status);
            var isEnough = require is null ? well == fan.Count
                : well * 10 >= (int)((require.Ratio ?? 0) * 10) * fan.Count && well >= (require.Count ?? 0);
            var isOk = status is UnitStatus.Succeeded or UnitStatus.Skipped or UnitStatus.Reused;
            World.Require(isOk == isEnough || isCancelled, $"{id}: {well} of {fan.Count} slices of step {fan.Step} went well: {status}");
        }
    }
}
