using Dxflow.Foundation.Processes;

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

    public void Signal(int signal)
    {
        if (found is null)
        {
            task.Cgroups.Signal(signal);
            return;
        }

        foreach (var pid in found)
        {
            ProcessTree.Signal(pid, task.Processes, signal);
        }
    }

    public void Kill()
    {
        if (found is not null || !task.Cgroups.Kill())
        {
            Signal(SignalNames.Kill);
        }
    }

    public IReadOnlyList<int> Pids => found ?? task.Cgroups.Pids();

    public override string ToString() => string.Join(", ", Pids);
}
