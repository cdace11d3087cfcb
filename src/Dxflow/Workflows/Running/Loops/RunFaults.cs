using Dxflow.Operations;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Loops;

/// <summary>What a run refuses, and why.</summary>
internal static class RunFaults
{
    public static Fault TooMany(string what, int most) =>
        new(FaultKind.Exhausted, $"the run has {most} {what} already", "try again in a moment");

    public static Fault Full(RunState state) => new(
        FaultKind.Exhausted,
        $"run {state.Number} of {state.Workflow} cannot be written down: the disk is full or far behind",
        "free some space; it is tried again every few seconds");

    public static Fault Over(RunState state) =>
        Fault.Conflict($"run {state.Number} of {state.Workflow} is over ({state.Status.ToString().ToLowerInvariant()})");

    public static Fault Leaving(RunState state) =>
        Fault.Unavailable($"run {state.Number} of {state.Workflow} is not served any more", "the engine stops, or the run was put away");
}
