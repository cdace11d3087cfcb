using Dxflow.Runtimes;

namespace Dxflow.Workflows.Running.Owed;

internal enum CommandKind : byte
{
    None,

    /// <summary>Start the attempt. Answered by <see cref="TasksReported"/> from <see cref="ReportSource.Start"/>.</summary>
    Start,

    /// <summary>What became of it? Answered by <see cref="TasksReported"/> from <see cref="ReportSource.Find"/>.</summary>
    Find,

    /// <summary>Ask it to end, with its grace. Answered by <see cref="StopsAnswered"/>; a report confirms the end.</summary>
    Stop,

    /// <summary>End it at once; otherwise as <see cref="Stop"/>.</summary>
    Kill,

    /// <summary>Read its outputs. Answered by <see cref="OutputsRead"/>.</summary>
    Collect,

    /// <summary>Remove what the runtime keeps. Answered by <see cref="TasksForgotten"/>.</summary>
    Forget,

    /// <summary>Freeze it. Answered by <see cref="FreezesAnswered"/>; its health is not watched from then on.</summary>
    Pause,

    /// <summary>Thaw it, also if it never was frozen. Answered by <see cref="FreezesAnswered"/>.</summary>
    Resume,

    /// <summary>Watch its health until it ends: <see cref="HealthReported"/> on each change. Not answered.</summary>
    Probe,

    /// <summary>The start was never sent and is not wanted any more; settled here, never sent.</summary>
    Withdraw,
}

/// <summary>
/// Something the world has to do for a run, released when the events it follows from are durable. It is answered exactly once (but
/// for Probe); whoever carries it out asks again by itself while the runtime is out of reach. <see cref="Node"/> is the plan's.
/// </summary>
internal readonly record struct RunCommand(CommandKind Kind, AttemptId Id, int Node = 0);

/// <summary>
/// One wish for capacity: the slice's place in the column, and a number so that an answer to a dropped wish is known as such.
/// </summary>
internal readonly record struct LeaseKey(int Slice, int Turn);

internal enum LeaseKind : byte
{
    Ask,

    /// <summary>It runs already (found after a restart): book it, whatever else is booked.</summary>
    Hold,

    /// <summary>Not wanted any more, or ended: take it back.</summary>
    Drop,
}

/// <summary>
/// Cpus in cores, memory in bytes, of the runtime that the <see cref="Node"/> of the plan runs on, and how many of which
/// <see cref="Named"/> resources of the machine (null: none). Sent at once: nothing of it is durable.
/// </summary>
internal readonly record struct LeaseRequest(
    LeaseKind Kind,
    LeaseKey Key,
    int Node,
    double Cpus = 0,
    long MemoryBytes = 0,
    IReadOnlyDictionary<string, int>? Named = null);
