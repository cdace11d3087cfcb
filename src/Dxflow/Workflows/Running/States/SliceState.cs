using Dxflow.Runtimes;

namespace Dxflow.Workflows.Running.States;

/// <summary>
/// One slice: a small struct in a column of a run's slices, so that a million of them are one array. Times are wall time in Unix
/// milliseconds, 0 if it has not happened. Outputs and details are rare and stand beside the column (<see cref="RunState"/>).
/// </summary>
internal struct SliceState
{
    public UnitStatus Status;

    /// <summary>Of the last failure, or of the stop that was requested.</summary>
    public FailureReason Reason;

    public SliceFlags Flags;

    /// <summary>The number of the last attempt, from 1; 0 if there was none.</summary>
    public int Attempt;

    /// <summary>How many attempts counted: abandoned ones do not.</summary>
    public int Used;

    public int Step;

    /// <summary>The last attempt's exit code and signal; -1 is none.</summary>
    public short Exit;

    public short Signal;

    /// <summary>The step or service that caused an omission, or -1.</summary>
    public int Because;

    public long QueuedAt;
    public long StartedAt;

    /// <summary>The end of the last attempt or the final state; while waiting after an attempt, when the next is due.</summary>
    public long EndedAt;

    /// <summary>How long, in milliseconds, the run was paused since what its present limit is counted from.</summary>
    public long Held;

    /// <summary>The most memory that the last attempt had, when it ended; 0 if nobody knows.</summary>
    public long PeakBytes;

    /// <summary>The attempt itself was told to end, by whomever: whatever else is asked, it is not going to stay.</summary>
    public readonly bool IsToldToEnd => Has(SliceFlags.WishedEnd | SliceFlags.StopRequested);

    public readonly bool Has(SliceFlags flag) => (Flags & flag) != 0;
}
