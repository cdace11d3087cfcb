using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Process.Starting;

namespace Dxflow.Runtimes.Process.Ending;

/// <summary>The processes of one task that are there now, without its wrapper: by its cgroup, or else by a pass over all.</summary>
internal sealed class LeftProcesses
{
    private readonly ProcessTask task;
    private readonly IReadOnlyList<int>? found;

    private LeftProcesses(ProcessTask task, IReadOnlyList<int>? found)
    {
        this.task = task;
        this.found = found;
        Any = found is null ? task.Cgroups.HasProcesses : found.Count > 0;
    }

    public bool Any { get; }

    /// <summary>In the order of the tasks; all that have no cgroup share one pass.</summary>
    public static IReadOnlyList<LeftProcesses> Of(IEnumerable<ProcessTask> tasks)
    {
        var all = tasks.ToList();
        var others = all.Where(task => !task.Cgroups.CanKill).ToList();
        var pids = others.Count == 0 ? [] : ProcessTree.Find([.. others.Select(task => task.Processes)]);
        var index = 0;
        return [.. all.Select(task => new LeftProcesses(task, task.Cgroups.CanKill ? null : pids[index++]))];
    }

    /// <summary>
    /// Returns how many were reached. What is not yet the task's program does not count and is spared anything but a kill: a part of the
    /// wrapper's shell swallows signals for a moment, and the task would never hear of them.
    /// </summary>
    public int Signal(int signal) => found is null
        ? task.Cgroups.Signal(signal)
        : found.Count(pid => (signal == SignalNames.Kill || !IsShell(pid)) && ProcessTree.Signal(pid, task.Processes, signal));

    public void Kill()
    {
        if (found is not null || !task.Cgroups.Kill())
        {
            Signal(SignalNames.Kill);
        }
    }

    public IReadOnlyList<int> Pids => found ?? task.Cgroups.Pids();

    private static bool IsShell(int pid) =>
        ProcFile.ReadText($"{ProcFile.Root}/{pid}/environ").Contains($"\0{TaskEnvironment.Place}=", StringComparison.Ordinal);

    public override string ToString() => string.Join(", ", Pids);
}
