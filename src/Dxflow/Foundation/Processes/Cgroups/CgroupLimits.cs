using System.Globalization;

namespace Dxflow.Foundation.Processes.Cgroups;

/// <summary>
/// What a cgroup enforces, in the words of v2 and of v1. Cpus in cores; memory in bytes, swap included: a task that outgrows its memory
/// is ended, not slowed down.
/// </summary>
internal readonly record struct CgroupLimits(double? Cpus = null, long? MemoryBytes = null)
{
    private const int PeriodMicroseconds = 100_000;

    /// <summary>The kernel takes no smaller quota.</summary>
    private const int QuotaMicrosecondsMin = 1_000;

    public bool IsNone => Cpus is null && MemoryBytes is null;

    /// <summary>Sets the memory limit in a v2 cgroup; false if it could not be set, as in a cgroup that could not be made.</summary>
    public static bool SetMemoryUnified(string? directory, long bytes)
    {
        if (directory is null)
        {
            return false;
        }

        // Without swap accounting there is no such file; then memory.max alone has to do.
        _ = CgroupFile.Write(directory, "memory.swap.max", "0");
        _ = CgroupFile.Write(directory, "memory.oom.group", "1");
        return CgroupFile.Write(directory, "memory.max", Text(bytes));
    }

    public static bool SetCpusUnified(string? directory, double cpus) =>
        directory is not null && CgroupFile.Write(directory, "cpu.max", $"{Text(Quota(cpus))} {Text(PeriodMicroseconds)}");

    /// <summary>The same in v1's memory hierarchy, where the limit with swap may never be below the one without.</summary>
    public static bool SetMemory(string? directory, long bytes)
    {
        if (directory is null || !CgroupFile.Write(directory, "memory.limit_in_bytes", Text(bytes)))
        {
            return false;
        }

        _ = CgroupFile.Write(directory, "memory.memsw.limit_in_bytes", Text(bytes));
        return true;
    }

    public static bool SetCpus(string? directory, double cpus) =>
        directory is not null
        && CgroupFile.Write(directory, "cpu.cfs_period_us", Text(PeriodMicroseconds))
        && CgroupFile.Write(directory, "cpu.cfs_quota_us", Text(Quota(cpus)));

    private static long Quota(double cpus) => Math.Max(QuotaMicrosecondsMin, (long)Math.Round(cpus * PeriodMicroseconds));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
