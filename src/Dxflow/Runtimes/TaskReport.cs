using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

namespace Dxflow.Runtimes;

[JsonConverter(typeof(WireEnum<TaskState>))]
internal enum TaskState
{
    /// <summary>Accepted; waits for the machine, the queue or the image.</summary>
    Queued,

    /// <summary>The program runs.</summary>
    Running,

    /// <summary>Ended, with an exit code or a signal.</summary>
    Exited,

    /// <summary>
    /// It never ran, and never will: the start token is ours now, or the start itself failed (<see cref="TaskReport.Reason"/>).
    /// </summary>
    NotStarted,

    /// <summary>It ran, it is gone, and nobody saw how it ended.</summary>
    Lost,
}

/// <summary>Why something failed: one reason per failure, the same words on every runtime and every surface.</summary>
[JsonConverter(typeof(WireEnum<FailureReason>))]
internal enum FailureReason : byte
{
    None,
    Exit,
    Signal,
    OutOfMemory,
    TimeoutQueue,
    TimeoutRun,
    Lost,
    MissingOutput,
    BadOutput,
    BadInput,
    Image,
    Start,
    SiteLimit,
    Service,
    Tolerance,
    Turns,
    Internal,

    /// <summary>It was wished of the service: no failure.</summary>
    Stopped,
}

/// <summary>
/// What a task used. Cpu in seconds, memory, disks (read, written) and networks of its own (received, sent) in bytes; null: the runtime
/// cannot say.
/// </summary>
internal sealed record TaskUsage(
    double? CpuSeconds = null,
    long? MemoryPeakBytes = null,
    long? MemoryBytes = null,
    int? Processes = null,
    long? ReadBytes = null,
    long? WrittenBytes = null,
    long? ReceivedBytes = null,
    long? SentBytes = null);

/// <summary>What a check of its own says of a running task, and what the check wrote if that is nothing good.</summary>
internal sealed record TaskHealth(bool Healthy, string? Said = null);

/// <summary>
/// What a runtime knows about one attempt. <see cref="Exit"/> is the program's code (0–255); a death by signal, and a code
/// above 128, is shown as <see cref="Signal"/> as well, the same on every runtime. Reports may repeat and may come late;
/// the final ones (<see cref="TaskState.Exited"/>, <see cref="TaskState.NotStarted"/>, <see cref="TaskState.Lost"/>) never change.
/// <see cref="Checked"/>: while it runs its runtime knows its health, by a check of the image (<see cref="IRuntime.HealthAsync"/>).
/// </summary>
internal sealed record TaskReport(
    AttemptId Id,
    TaskState State,
    int? Exit = null,
    int? Signal = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    FailureReason Reason = FailureReason.None,
    string? Detail = null,
    TaskUsage? Usage = null,
    bool Checked = false)
{
    public bool IsFinal => State is TaskState.Exited or TaskState.NotStarted or TaskState.Lost;
}
