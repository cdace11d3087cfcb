namespace Dxflow.Runtimes;

/// <summary>An attempt and the directory that the runtime keeps for it: enough to find a task again after anything.</summary>
internal sealed record TaskRef(AttemptId Id, string Directory);

/// <summary>What is enforced on a task; null is no limit. Cpus in cores, memory in bytes.</summary>
internal sealed record TaskLimits(double? Cpus = null, long? MemoryBytes = null);

/// <summary>
/// Everything a runtime needs to execute one attempt. All paths are absolute and exist when the task is handed over:
/// <see cref="Directory"/> is the runtime's own (start token, exit, <c>stdout</c>, <c>stderr</c>),
/// <see cref="WorkingDirectory"/> is where the program starts. <see cref="Command"/> is an argument vector, never a shell text.
/// <see cref="Environment"/> is what the document and the engine give the task; the runtime adds the bare minimum of its own
/// (rules of <c>process</c>: PATH HOME USER LANG TZ TMPDIR) where it is not set.
/// </summary>
internal sealed record TaskSpec(
    AttemptId Id,
    string Name,
    string Directory,
    string WorkingDirectory,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    TaskLimits Limits,
    string? Image = null)
{
    public TaskRef Ref => new(Id, Directory);
}

/// <summary>
/// Ask a task to end: <see cref="Signal"/> to all its processes, then after <see cref="Grace"/> the whole tree is killed.
/// A grace of zero kills at once. The end is confirmed by a report, never by the answer of Stop.
/// </summary>
internal sealed record StopRequest(TaskRef Task, string Signal, TimeSpan Grace);
