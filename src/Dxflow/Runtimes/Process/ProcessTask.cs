using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Cgroups;
using Dxflow.Runtimes.Process.Logs;
using Dxflow.Runtimes.Process.Starting;

namespace Dxflow.Runtimes.Process;

/// <summary>
/// A task from its start, or from being found, to its final report. With a <see cref="Handle"/> its wrapper is watched; without, the
/// wrapper had ended when it was found and only leftovers are cleared away. <see cref="IsChild"/>: started, so also reaped, by us.
/// </summary>
internal sealed class ProcessTask(TaskRef task, int wrapper, SafePidHandle? handle, bool isChild) : IDisposable
{
    private readonly TaskCompletionSource<TaskReport> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskRef Ref { get; } = task;

    public AttemptId Id => Ref.Id;

    public int Wrapper { get; } = wrapper;

    public SafePidHandle? Handle { get; } = handle;

    public bool IsChild { get; } = isChild;

    public required TaskCgroups Cgroups { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Of standard output and of standard error.</summary>
    public LogWatch[] Logs { get; } = [new(), new()];

    /// <summary>The final report, once nothing of the task is left.</summary>
    public Task<TaskReport> Ended => ended.Task;

    /// <summary>
    /// The task's processes without the wrapper, whose session counts while its number is its own (until it is reaped). Those that an
    /// engine of before started have their identity under the name that is the attempt's number now.
    /// </summary>
    public ProcessTree.Query Processes =>
        new($"{TaskEnvironment.Identity}={Id}", IsChild ? Wrapper : 0, Wrapper, $"{TaskEnvironment.Attempt}={Id}");

    public TaskReport Running => new(Id, TaskState.Running, StartedAt: StartedAt);

    public void End(TaskReport report) => ended.TrySetResult(report);

    public void Dispose() => Handle?.Dispose();
}
