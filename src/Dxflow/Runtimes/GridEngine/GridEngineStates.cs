using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.GridEngine;

/// <summary>
/// States are letters side by side: q, w (waits), h (held), t (goes to a node), r (runs), R (again), s, S, T (suspended, by a person, a
/// queue, a threshold), d (to be deleted), E (could not be begun). One that is not known counts as running: nothing is concluded from it.
/// </summary>
internal static class GridEngineStates
{
    public static JobPhase Of(string state) =>
        state.Contains('E') ? JobPhase.Stuck
        : state.Contains('q') || state.Contains('w') ? JobPhase.Waiting
        : state.Contains('d') ? JobPhase.Ending
        : JobPhase.Running;

    /// <summary>With a word for people, who may know no letters.</summary>
    public static string Said(string state) => Of(state) != JobPhase.Waiting ? state
        : state.Contains('h') ? $"{state} (held)"
        : state.Contains('R') ? $"{state} (begun once, to begin again)"
        : $"{state} (for free slots)";
}
