using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Cgroups;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Runtimes.Logs;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Process.Starting;

/// <summary>
/// Starts one task: 1 the program is looked for, 2 the cgroup made, 3 the logs opened, 4 the wrapper spawned, 5 its handle taken.
/// What fails before step 4 never ran. Runs on a thread that may block.
/// </summary>
internal sealed class TaskStart(string wrapper, TaskEnvironment environment, CgroupRoot? cgroups, TimeProvider time, string? mark)
{
    private readonly string place = $"{TaskEnvironment.Place}={ProcessPlace.Here.Marked(mark)}";

    /// <param name="spec">What to start.</param>
    /// <param name="watch">Takes the wrapper into its care; may fail for want of a descriptor.</param>
    public TaskReport Start(TaskSpec spec, Func<ProcessTask, ProcessTask> watch)
    {
        var made = TaskCgroups.None;
        try
        {
            var variables = environment.Of(spec);
            if (Problem(spec, variables) is { } problem)
            {
                return NotStarted(spec, problem);
            }

            made = cgroups?.Create(spec.Id.ToString(), new CgroupLimits(spec.Limits.Cpus, spec.Limits.MemoryBytes)) ?? TaskCgroups.None;
            return Watched(spec, Spawn(spec, variables, made), made, watch);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            made.Remove();
            return NotStarted(spec, failure.Message);
        }
    }

    private static string? Problem(TaskSpec spec, Dictionary<string, string> variables)
    {
        if (spec.Command.Count == 0)
        {
            return "there is no command";
        }

        if (variables.Keys.FirstOrDefault(name => name.Length == 0 || name.Contains('=')) is { } name)
        {
            return $"'{name}' cannot be the name of an environment variable";
        }

        return ProgramSearch.Problem(spec.Command[0], spec.WorkingDirectory, variables["PATH"]);
    }

    private int Spawn(TaskSpec spec, Dictionary<string, string> variables, TaskCgroups made)
    {
        var (direct, command) = ShellSafe.Divide(variables, spec.Command);
        direct.Add(place);
        using var output = LogFile.Create(spec.Directory, error: false);
        using var error = LogFile.Create(spec.Directory, error: true);
        return Spawner.Spawn(new SpawnSpec(
            WrapperFile.Shell,
            [WrapperFile.Shell, wrapper, spec.Directory, made.ToString(), .. command],
            direct,
            spec.WorkingDirectory,
            Output: output,
            Error: error));
    }

    /// <summary>A wrapper that cannot be watched is ended before anybody hears of it; its directory tells what it got done.</summary>
    private TaskReport Watched(TaskSpec spec, int pid, TaskCgroups made, Func<ProcessTask, ProcessTask> watch)
    {
        try
        {
            var handle = SafePidHandle.Open(pid) ?? throw new ProcessException("watch", $"process {pid}", Errno.NoProcess);
            return watch(new ProcessTask(spec.Ref, pid, handle, isChild: true) { Cgroups = made, StartedAt = time.GetUtcNow() }).Running;
        }
        catch (ProcessException failure)
        {
            ChildProcess.KillAndReap(pid);
            made.Kill();
            var finding = Finding.Of(spec.Ref);
            return finding.NeverRan ? NotStarted(spec, failure.Message) : finding.Report(spec.Ref);
        }
    }

    /// <summary>The token is taken, so that what is reported as never started stays so.</summary>
    private static TaskReport NotStarted(TaskSpec spec, string detail)
    {
        try
        {
            StartToken.TryAbandon(spec.Directory);
        }
        catch (DiskException)
        {
            // A full or missing disk: nothing can start from there either.
        }

        return new TaskReport(spec.Id, TaskState.NotStarted, Reason: FailureReason.Start, Detail: detail);
    }
}
