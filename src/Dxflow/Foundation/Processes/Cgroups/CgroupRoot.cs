using System.Globalization;

namespace Dxflow.Foundation.Processes.Cgroups;

/// <summary>
/// The place below our own cgroups where those of tasks are made: a directory of the given name in v2 and, for limits that v2 has no
/// controller for, in v1. Whatever is not mounted or not permitted is done without, silently: <see cref="CanKill"/>,
/// <see cref="LimitsMemory"/> and <see cref="LimitsCpus"/> tell.
/// </summary>
internal sealed class CgroupRoot
{
    private readonly string name;
    private readonly CgroupMounts mounts;
    private readonly string? unified;
    private readonly bool memoryUnified;
    private readonly bool cpusUnified;

    private CgroupRoot(CgroupMounts mounts, string name)
    {
        this.name = name;
        this.mounts = mounts;
        if (mounts.Unified is { } own && Make(Path.Join(own, name)) is { } made)
        {
            unified = made;
            var delegated = Delegate(own, made);
            memoryUnified = delegated.Contains("memory");
            cpusUnified = delegated.Contains("cpu");
        }

        LimitsMemory = memoryUnified || IsWritable(mounts.Memory);
        LimitsCpus = cpusUnified || IsWritable(mounts.Cpu);
    }

    public bool CanKill => unified is not null;

    public bool LimitsMemory { get; }

    public bool LimitsCpus { get; }

    public static CgroupRoot Open(string name) => Open(CgroupMounts.Find(), name);

    public static CgroupRoot Open(CgroupMounts mounts, string name) => new(mounts, name);

    /// <summary>
    /// Makes the cgroups of one task. A limit that can be enforced nowhere is left out; one that should be and cannot is an error:
    /// a task never runs unlimited by accident.
    /// </summary>
    public TaskCgroups Create(string task, CgroupLimits limits)
    {
        var made = new TaskCgroups(unified is null ? null : Make(Path.Join(unified, task)));
        try
        {
            if (limits.MemoryBytes is { } bytes && LimitsMemory)
            {
                made = memoryUnified ? made : made with { Memory = MakeBelow(mounts.Memory, task) };
                Require(
                    memoryUnified ? CgroupLimits.SetMemoryUnified(made.Unified, bytes) : CgroupLimits.SetMemory(made.Memory, bytes),
                    task);
            }

            if (limits.Cpus is { } cpus && LimitsCpus)
            {
                made = cpusUnified ? made : made with { Cpu = MakeBelow(mounts.Cpu, task) };
                Require(cpusUnified ? CgroupLimits.SetCpusUnified(made.Unified, cpus) : CgroupLimits.SetCpus(made.Cpu, cpus), task);
            }

            return made;
        }
        catch
        {
            made.Remove();
            throw;
        }
    }

    /// <summary>The tasks that have a cgroup here, from now or from before.</summary>
    public IReadOnlyList<string> Tasks() =>
        [.. Parents().SelectMany(Directory.GetDirectories).Select(directory => Path.GetFileName(directory)).Distinct()];

    /// <summary>Removes the cgroups of a task in which nothing runs.</summary>
    public void Remove(string task)
    {
        foreach (var directory in Parents().Select(parent => Path.Join(parent, task)).Where(Directory.Exists))
        {
            TaskCgroups.Remove(directory);
        }
    }

    /// <summary>Removes the place itself where nothing is left in it.</summary>
    public void RemoveSelf()
    {
        foreach (var parent in Parents())
        {
            TaskCgroups.Remove(parent, deep: false);
        }
    }

    /// <summary>
    /// Hands controllers down to the tasks' cgroups. In v2 a cgroup that has processes cannot: where they are all ours alone
    /// (Delegate=yes), this process first steps aside into a sibling.
    /// </summary>
    private static string[] Delegate(string own, string made)
    {
        string[] wanted = ["memory", "cpu"];
        var available = (CgroupFile.Read(own, "cgroup.controllers") ?? "").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var got = wanted.Where(controller => available.Contains(controller)).Where(controller =>
            CgroupFile.Write(own, "cgroup.subtree_control", "+" + controller)
            || (StepAside(own) && CgroupFile.Write(own, "cgroup.subtree_control", "+" + controller)));
        return [.. got.Where(controller => CgroupFile.Write(made, "cgroup.subtree_control", "+" + controller))];
    }

    private static bool StepAside(string own) =>
        (CgroupFile.Read(own, "cgroup.procs") ?? "").Trim() == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
        && Make(Path.Join(own, "engine")) is { } aside
        && CgroupFile.Write(aside, "cgroup.procs", "0");

    private IEnumerable<string> Parents() =>
        new[] { unified, Below(mounts.Memory), Below(mounts.Cpu) }.OfType<string>().Distinct().Where(Directory.Exists);

    private string? MakeBelow(string? mount, string task) =>
        Below(mount) is { } parent && Make(parent) is not null ? Make(Path.Join(parent, task)) : null;

    private string? Below(string? mount) => mount is null ? null : Path.Join(mount, name);

    private static void Require(bool done, string task)
    {
        if (!done)
        {
            throw new IOException($"the limits of task {task} cannot be set in its cgroup");
        }
    }

    private static string? Make(string directory)
    {
        try
        {
            return Directory.CreateDirectory(directory).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool IsWritable(string? mount)
    {
        if (mount is null || Make(Path.Join(mount, name)) is not { } made)
        {
            return false;
        }

        TaskCgroups.Remove(made, deep: false);
        return true;
    }
}
