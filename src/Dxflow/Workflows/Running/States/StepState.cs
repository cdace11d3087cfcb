namespace Dxflow.Workflows.Running.States;

/// <summary>One step, one-shot or service of a frame: its slices in the column, and the counts from which its state follows.</summary>
internal struct StepState
{
    /// <summary>Final as soon as all slices are; before that what its furthest slice does.</summary>
    public UnitStatus Status;

    /// <summary>A slice has had an attempt: the step has started, and a failure elsewhere no longer omits it.</summary>
    public bool Begun;

    /// <summary>A program of it ran, ever.</summary>
    public bool Ran;

    /// <summary>It stands in the list of steps to look at.</summary>
    public bool Listed;

    /// <summary>Something was wished of it, ever; and it is not to run now.</summary>
    public bool Wished;

    public bool Down;

    /// <summary>It was wished that it stands still.</summary>
    public bool Paused;

    /// <summary>Its slices are as many as its lists have elements; before that one stands for all of them.</summary>
    public bool IsFanned;

    /// <summary>Its node in the plan, and the frame that it is of.</summary>
    public int Node;

    public int Frame;

    public int First;
    public int Count;

    /// <summary>Slices that are not final.</summary>
    public int Left;

    /// <summary>Dependencies that have to be final and are not.</summary>
    public int Unfinished;

    public int Succeeded;

    /// <summary>Of these, how many an earlier run has given.</summary>
    public int Reused;

    public int Failed;
    public int Cancelled;
    public int Omitted;

    public int Because;

    /// <summary>Of a step that calls a body: instances that are open, and how many of its slices, in their order, have
    /// been opened or ended.</summary>
    public int Open;

    public int NextQueued;
}
