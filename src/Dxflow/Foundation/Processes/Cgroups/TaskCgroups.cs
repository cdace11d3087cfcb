using System.Globalization;
using Dxflow.Foundation.Files;

namespace Dxflow.Foundation.Processes.Cgroups;

/// <summary>
/// The cgroups that one task is in: v2's first where there is one, then v1's. Written as a list of directories with a blank between
/// (a cgroup's name has none), which is how the wrapper gets them and how a later engine finds them again.
/// </summary>
internal sealed record TaskCgroups(string? Unified = null, string? Memory = null, string? Cpu = null)
{
    public static TaskCgroups None { get; } = new();

    /// <summary>Without a v2 cgroup the task's processes have to be looked for.</summary>
    public bool CanKill => Unified is not null;

    /// <summary>What each directory is its files tell.</summary>
    public static TaskCgroups Parse(string text)
    {
        var found = None;
        foreach (var directory in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            found = File.Exists(Path.Join(directory, "memory.limit_in_bytes")) ? found with { Memory = directory }
                : File.Exists(Path.Join(directory, "cpu.cfs_quota_us")) ? found with { Cpu = directory }
                : found with { Unified = directory };
        }

        return found;
    }

    public override string ToString() => string.Join(' ', Directories);

    private IEnumerable<string> Directories => new[] { Unified, Memory, Cpu }.OfType<string>();

    /// <summary>The processes in it and in what the task itself made below it.</summary>
    public IReadOnlyList<int> Pids() => Unified is null ? [] : Pids(Unified);

    public bool HasProcesses => Unified is not null && CgroupFile.ReadNumber(Unified, "cgroup.events", "populated") == 1;

    /// <summary>Kills everything in it at once, also what forks meanwhile (cgroup.kill, Linux 5.14).</summary>
    public bool Kill() =>
        Unified is not null && File.Exists(Path.Join(Unified, "cgroup.kill")) && CgroupFile.Write(Unified, "cgroup.kill", "1");

    /// <summary>Holds everything in it where it is, or lets it go on (cgroup.freeze, Linux 5.2); false: it cannot be done so.</summary>
    public bool Freeze(bool isFrozen) =>
        Unified is not null && File.Exists(Path.Join(Unified, "cgroup.freeze"))
        && CgroupFile.Write(Unified, "cgroup.freeze", isFrozen ? "1" : "0");

    /// <summary>Signals each process; it is asked for again once its handle is open. Returns how many were reached.</summary>
    public int Signal(int signal)
    {
        var reached = 0;
        foreach (var pid in Pids())
        {
            using var handle = SafePidHandle.Open(pid);
            if (handle is not null && Pids().Contains(pid) && handle.Signal(signal))
            {
                reached++;
            }
        }

        return reached;
    }

    /// <summary>Whether the kernel killed something in it for want of memory.</summary>
    public bool WasOutOfMemory =>
        (Unified is not null && CgroupFile.ReadNumber(Unified, "memory.events", "oom_kill") > 0)
        || (Memory is not null && CgroupFile.ReadNumber(Memory, "memory.oom_control", "oom_kill") > 0);

    public double? CpuSeconds =>
        Unified is not null && CgroupFile.ReadNumber(Unified, "cpu.stat", "usage_usec") is { } used ? used / 1e6 : null;

    public long? MemoryBytes => First("memory.current", "memory.usage_in_bytes");

    public long? MemoryPeakBytes => First("memory.peak", "memory.max_usage_in_bytes");

    public void Remove()
    {
        foreach (var directory in Directories)
        {
            Remove(directory);
        }
    }

    /// <summary>Removes a cgroup and, if <paramref name="deep"/>, those below it; what still has processes stays.</summary>
    public static void Remove(string directory, bool deep = true)
    {
        try
        {
            // Mostly there is nothing below, and one call does it.
            if (!FileCalls.TryRemoveDirectory(directory) && deep)
            {
                foreach (var below in Directory.EnumerateDirectories(directory))
                {
                    Remove(below);
                }

                FileCalls.TryRemoveDirectory(directory);
            }
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // Busy or gone; the sweep for leftovers comes back to it.
        }
    }

    private static IReadOnlyList<int> Pids(string directory)
    {
        var pids = new List<int>();
        foreach (var line in (CgroupFile.Read(directory, "cgroup.procs") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid != 0)
            {
                pids.Add(pid);
            }
        }

        if (Directory.Exists(directory))
        {
            foreach (var below in Directory.EnumerateDirectories(directory))
            {
                pids.AddRange(Pids(below));
            }
        }

        return pids;
    }

    private long? First(string unifiedName, string memoryName) =>
        (Unified is null ? null : CgroupFile.ReadNumber(Unified, unifiedName))
        ?? (Memory is null ? null : CgroupFile.ReadNumber(Memory, memoryName));
}
