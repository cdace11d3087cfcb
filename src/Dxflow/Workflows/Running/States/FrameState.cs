namespace Dxflow.Workflows.Running.States;

/// <summary>
/// One instance of a document: frame 0 is the run's own, every other is what a slice of a calling step does, in a loop one for each
/// turn. Its steps stand side by side in the column of steps, in the order of the plan's nodes.
/// </summary>
internal struct FrameState
{
    /// <summary>Its body, by its number in <see cref="RunState.Bodies"/>.</summary>
    public int Body;

    /// <summary>The slice that it is the work of, by its place in the column; -1 for the run itself.</summary>
    public int Host;

    public int Turn;

    /// <summary>The frame of the turn before, or -1.</summary>
    public int Before;

    /// <summary>The first of its steps.</summary>
    public int First;

    /// <summary>Steps and services that are not final.</summary>
    public int StepsLeft;

    /// <summary>Steps and one-shots that are not final, without <c>on_exit</c>.</summary>
    public int MainLeft;

    /// <summary>The first step whose failure nothing tolerates, or -1.</summary>
    public int FailedStep;

    /// <summary><see cref="RunFailing"/> was journaled.</summary>
    public bool Failing;
}
