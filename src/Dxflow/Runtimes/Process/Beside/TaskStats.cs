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
            stats.Count,
            Moved(pids, "read_bytes: "),
            Moved(pids, "write_bytes: "));
    }

    /// <summary>What the kernel counted of disks, of all processes that it lets us ask.</summary>
    private static long? Moved(IReadOnlyList<int> pids, string what)
    {
        long? sum = null;
        foreach (var pid in pids)
        {
            var text = ProcFile.ReadText($"{ProcFile.Root}/{pid}/io");
            var at = text.IndexOf(what, StringComparison.Ordinal);
            if (at >= 0 && (at == 0 || text[at - 1] == '\n')
                && long.TryParse(text.AsSpan(at + what.Length).Trim().ToString().Split('\n')[0], out var bytes))
            {
                sum = (sum ?? 0) + bytes;
            }
        }

        return sum;
    }
}
