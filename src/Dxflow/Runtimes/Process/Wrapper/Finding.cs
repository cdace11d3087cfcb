using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Cgroups;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Process.Wrapper;

/// <summary>
/// The truth about an attempt as its directory tells it: a code, or a wrapper that lives, or that it never ran and never will, or
/// nothing of these: it ran and its witness is gone. <see cref="Cgroups"/> are where leftovers of it would be.
/// </summary>
internal sealed record Finding(TaskCgroups Cgroups)
{
    private const string Died =
        "the process that watches the task ended without recording how it ended; what was left of the task was killed";

    public ExitFile? Exit { get; init; }

    public SafePidHandle? Running { get; init; }

    public int Wrapper { get; init; }

    /// <summary>The wrapper is a child of this process, of before an update: it has to be reaped by us.</summary>
    public bool IsChild { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public bool NeverRan { get; init; }

    /// <summary>
    /// 1 Without a token one is made, so that the attempt can never run. 2 The exit, if it is complete, is the truth. 3 The token names
    /// the wrapper; if that lives it is watched. 4 If not, the exit is asked for once more, as the wrapper may have ended in between.
    /// </summary>
    /// <exception cref="Fault">The directory cannot be read or written: nobody knows, and it can be asked again.</exception>
    public static Finding Of(TaskRef task)
    {
        try
        {
            return Look(task.Directory);
        }
        catch (DiskException failure)
        {
            throw new Fault(
                failure is DiskFullException ? FaultKind.Exhausted : FaultKind.Unavailable,
                $"attempt {task.Id} cannot be looked at: {failure.Message}",
                "make the disk writable or free some room; the engine asks again",
                failure);
        }
    }

    /// <summary>The same for a task whose wrapper has ended and whose cgroups are known: mostly the exit is there, and enough.</summary>
    public static Finding OfEnded(TaskRef task, TaskCgroups cgroups, DateTimeOffset? startedAt) => ExitFile.Read(task.Directory) is { } exit
        ? new Finding(cgroups) { Exit = exit, StartedAt = startedAt }
        : Of(task);

    /// <summary>The final report for what was found; only for what is not running.</summary>
    public TaskReport Report(TaskRef task) => this switch
    {
        { NeverRan: true } => new TaskReport(task.Id, TaskState.NotStarted),
        { Exit: { } exit } when ExitFile.IsRefused(task.Directory, exit.Code) => new TaskReport(
            task.Id, TaskState.NotStarted, EndedAt: exit.At, Reason: FailureReason.Start, Detail: Refusal(exit.Code)),
        { Exit: { } exit } => new TaskReport(
            task.Id,
            TaskState.Exited,
            exit.Code,
            ExitCode.SignalOf(exit.Code),
            StartedAt,
            exit.At,
            exit.Code != 0 && Cgroups.WasOutOfMemory ? FailureReason.OutOfMemory : FailureReason.None),
        _ => new TaskReport(task.Id, TaskState.Lost, StartedAt: StartedAt, Reason: FailureReason.Lost, Detail: Died),
    };

    private static Finding Look(string directory)
    {
        var token = StartToken.Read(directory);
        if (token is null)
        {
            if (!Directory.Exists(directory) || StartToken.TryAbandon(directory))
            {
                return new Finding(TaskCgroups.None) { NeverRan = true };
            }

            token = StartToken.Read(directory) ?? StartToken.Empty;
        }

        var found = new Finding(token.Cgroups);
        if (token.IsAbandoned)
        {
            return found with { NeverRan = true };
        }

        found = found with { StartedAt = File.GetLastWriteTimeUtc(StartToken.PathIn(directory)) };
        if (ExitFile.Read(directory) is { } exit)
        {
            return found with { Exit = exit };
        }

        return token.Wrapper is { } wrapper && wrapper.Open() is { } running
            ? found with { Running = running, Wrapper = wrapper.Pid, IsChild = wrapper.IsChild }
            : found with { Exit = ExitFile.Read(directory) };
    }

    private static string Refusal(int code) => code switch
    {
        126 => "the program cannot be executed (permissions, or the interpreter that its first line names)",
        127 => "the program or its interpreter was not found",
        _ => "the task's cgroup could not be entered",
    };
}
