using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Batch;

/// <summary>What the parts of a batch runtime share: the scheduler's words, its programs, the target, the clock.</summary>
internal sealed record BatchTools(IBatchScheduler Scheduler, SchedulerCalls Calls, BatchTarget Target, TimeProvider Time)
{
    /// <summary>Nobody knows: it can be asked again.</summary>
    public Fault Silent(string said) => Fault.Unavailable(
        $"{Scheduler.Name} does not answer: {(said.Length == 0 ? "it said nothing" : said)}",
        "the engine asks again; nothing is submitted twice");

    /// <summary>The disk that nodes and engine share does not let itself be read.</summary>
    public Fault Unseen(DiskException failure) => new(
        failure is DiskFullException ? FaultKind.Exhausted : FaultKind.Unavailable,
        $"attempts of {Target.Name} cannot be looked at: {failure.Message}",
        "make the shared disk readable and writable; the engine asks again", failure);

    /// <summary>
    /// A program as this machine has it, which is what nodes have where they share it. A module may bring another of the same name, so
    /// there only one with a path can be told.
    /// </summary>
    public string? ProgramStamp(string program, string workingDirectory, string? searchPath, TaskEnvironment environment) =>
        Target.Modules is { Count: > 0 } && searchPath is null && !program.Contains('/') ? null
            : ProgramSearch.Stamp(program, workingDirectory, searchPath ?? environment.SearchPath);

    /// <summary>It has not begun and, as far as the disk lets us say so, never will.</summary>
    public static TaskReport NotStarted(TaskSpec spec, FailureReason reason, string detail)
    {
        try
        {
            StartToken.TryAbandon(spec.Directory);
        }
        catch (DiskException)
        {
            // A full or missing disk: nothing can start from there either.
        }

        return new TaskReport(spec.Id, TaskState.NotStarted, Reason: reason, Detail: detail);
    }
}
