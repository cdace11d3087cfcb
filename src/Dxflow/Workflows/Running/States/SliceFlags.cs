namespace Dxflow.Workflows.Running.States;

[Flags]
internal enum SliceFlags : ushort
{
    None = 0,

    /// <summary>The runtime may still keep something of the last attempt: it is to be forgotten before anything else starts.</summary>
    Kept = 1,

    /// <summary>The outputs of the last attempt are in the journal.</summary>
    Collected = 2,

    /// <summary>The attempt was told to end by a time limit, a lost service or fail-fast.</summary>
    StopRequested = 4,

    /// <summary>The attempt ended after a cancel that holds for it was in the journal.</summary>
    EndedCancelled = 8,

    /// <summary>The program of the last attempt ran, at least for a moment.</summary>
    Ran = 16,

    /// <summary>The health check of the running attempt has succeeded at least once.</summary>
    WasHealthy = 32,

    /// <summary>The health check says unhealthy now.</summary>
    Unhealthy = 64,

    /// <summary>The run or the service was paused while the attempt was alive, and nobody has said since that it goes on.</summary>
    MayBeFrozen = 128,

    /// <summary>The runtime has said that the attempt stands still.</summary>
    Frozen = 256,

    /// <summary>The attempt is to end because that was wished of its service.</summary>
    WishedEnd = 512,

    /// <summary>And at once.</summary>
    WishedKill = 1024,

    /// <summary>The runtime tells of the health of the running attempt, by a check of its image.</summary>
    OwnCheck = 2048,
}
