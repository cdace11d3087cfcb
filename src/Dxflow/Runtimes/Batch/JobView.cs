namespace Dxflow.Runtimes.Batch;

internal enum JobPhase
{
    /// <summary>In the queue.</summary>
    Waiting,
    Running,

    /// <summary>It has an end, and its nodes are still being tidied up.</summary>
    Ending,
    Ended,

    /// <summary>It could not be begun, and stays in the queue until somebody sees to it; asked for by itself it says why.</summary>
    Stuck,

    /// <summary>The scheduler has forgotten it.</summary>
    Gone,
}

/// <summary>What brought a job to its end, as far as the scheduler knows.</summary>
internal enum JobEnd
{
    None,

    /// <summary>Its script came to an end, with whatever code.</summary>
    Over,
    Cancelled,
    TimeLimit,
    OutOfMemory,

    /// <summary>A node failed under it, or it had to make room for another.</summary>
    Displaced,

    /// <summary>It can never be started.</summary>
    Impossible,
}

/// <summary>Whether what waits will ever begin.</summary>
internal enum JobHope
{
    Some,

    /// <summary>It asks for what there is not now: that may be because nodes are down, or because no node has so much.</summary>
    Doubtful,

    /// <summary>Not as things are, whatever else ends.</summary>
    None,
}

/// <summary>
/// One job, or one element of an array, as the scheduler sees it; <see cref="Rest"/> as index: what holds for every element that is not
/// listed by itself. <see cref="Said"/> is its own word: why the job waits, or how it ended. <see cref="Hope"/>: whether waiting helps, as
/// the scheduler says. <see cref="Number"/> is what its commands for what runs call it, where that is another name than <see cref="Job"/>.
/// </summary>
internal sealed record JobView(
    string Key, int Index, string Job, JobPhase Phase, JobEnd End = JobEnd.None, string Said = "", string? Node = null,
    JobHope Hope = JobHope.Some, string? Number = null)
{
    public const int Rest = -1;

    public bool IsOver => Phase is JobPhase.Ended or JobPhase.Gone;
}
