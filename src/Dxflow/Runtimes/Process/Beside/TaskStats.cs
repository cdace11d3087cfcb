using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Process.Ending;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>What running tasks use now: from their cgroups where those say it, else summed over their processes.</summary>
internal static class TaskStats
{
    /// <summary>USER_HZ, the unit of times in /proc; 100 on every architecture we run on.</summary>
    private const double TicksPerSecond = 100;

    public static IReadOnlyList<TaskUsage?> Of(IReadOnlyList<ProcessTask?> tasks)
    {
        var processes = LeftProcesses.Of(tasks.OfType<ProcessTask>());
        var index = 0;
        return [.. tasks.Select(task => task is null ? null : Of(task, processes[index++].Pids))];
    }

    private static TaskUsage Of(ProcessTask task, IReadOnlyList<int> pids)
    {
        var stats = pids.Select(ProcessStat.Read).OfType<ProcessStat>().ToList();
        return new TaskUsage(
            task.Cgroups.CpuSeconds ?? (stats.Sum(stat => stat.CpuTicks) / TicksPerSecond),
            task.Cgroups.MemoryPeakBytes,
            task.Cgroups.MemoryBytes ?? (stats.Sum(stat => stat.ResidentPages) * Environment.SystemPageSize),
            stats.Count);
    }
}
