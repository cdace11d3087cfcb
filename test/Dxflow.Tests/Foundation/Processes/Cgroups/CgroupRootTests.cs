using Dxflow.Foundation.Processes.Cgroups;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes.Cgroups;

/// <summary>Both dialects against directories that look like cgroups: the files that the kernel would make are there beforehand.</summary>
public sealed class CgroupRootTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private string Own => directory.Path;

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Limits_are_written_in_the_words_of_the_unified_hierarchy()
    {
        Make("", ("cgroup.controllers", "cpuset cpu io memory pids\n"), ("cgroup.subtree_control", ""), ("cgroup.procs", ""));
        Make("dxflow", ("cgroup.subtree_control", ""));
        Make("dxflow/task", ("memory.max", ""), ("memory.swap.max", ""), ("memory.oom.group", ""), ("cpu.max", ""));
        var root = CgroupRoot.Open(new CgroupMounts(Own), "dxflow");
        Assert.True(root is { CanKill: true, LimitsMemory: true, LimitsCpus: true });

        var made = root.Create("task", new CgroupLimits(1.5, 64 << 20));
        Assert.Equal(new TaskCgroups(Path.Join(Own, "dxflow/task")), made);
        Assert.Equal("67108864", Read("dxflow/task/memory.max"));
        Assert.Equal("0", Read("dxflow/task/memory.swap.max"));
        Assert.Equal("1", Read("dxflow/task/memory.oom.group"));
        Assert.Equal("150000 100000", Read("dxflow/task/cpu.max"));
        Assert.NotEmpty(Read("dxflow/cgroup.subtree_control"));
    }

    [Fact]
    public void A_unified_hierarchy_without_controllers_is_still_good_for_killing()
    {
        Make("", ("cgroup.controllers", "hugetlb\n"), ("cgroup.subtree_control", ""));
        var root = CgroupRoot.Open(new CgroupMounts(Own), "dxflow");
        Assert.True(root is { CanKill: true, LimitsMemory: false, LimitsCpus: false });
        Assert.Equal(new TaskCgroups(Path.Join(Own, "dxflow/task")), root.Create("task", new CgroupLimits(1, 1 << 20)));
    }

    [Fact]
    public void Limits_that_the_unified_hierarchy_lacks_go_to_the_old_ones()
    {
        Make("unified", ("cgroup.controllers", ""));
        Make("memory/dxflow/task", ("memory.limit_in_bytes", ""), ("memory.memsw.limit_in_bytes", ""));
        Make("cpu/dxflow/task", ("cpu.cfs_period_us", ""), ("cpu.cfs_quota_us", ""));
        var root = CgroupRoot.Open(new CgroupMounts(At("unified"), At("memory"), At("cpu")), "dxflow");
        var made = root.Create("task", new CgroupLimits(0.001, 32 << 20));
        Assert.Equal(new TaskCgroups(At("unified/dxflow/task"), At("memory/dxflow/task"), At("cpu/dxflow/task")), made);
        Assert.Equal("33554432", Read("memory/dxflow/task/memory.limit_in_bytes"));
        Assert.Equal("33554432", Read("memory/dxflow/task/memory.memsw.limit_in_bytes"));
        Assert.Equal(("100000", "1000"), (Read("cpu/dxflow/task/cpu.cfs_period_us"), Read("cpu/dxflow/task/cpu.cfs_quota_us")));
        Assert.Equal(made, TaskCgroups.Parse(made.ToString()));
    }

    [Fact]
    public void Old_hierarchies_are_used_for_limited_tasks_only()
    {
        Make("memory");
        Make("cpu");
        var root = CgroupRoot.Open(new CgroupMounts(null, At("memory"), At("cpu")), "dxflow");
        Assert.Equal(TaskCgroups.None, root.Create("task", default));
        Assert.Empty(Directory.GetDirectories(At("memory")));
    }

    [Fact]
    public void A_limit_that_cannot_be_set_is_an_error_and_leaves_nothing()
    {
        Make("memory");
        var root = CgroupRoot.Open(new CgroupMounts(null, At("memory")), "dxflow");
        Assert.Contains("task", Assert.Throws<IOException>(() => root.Create("task", new CgroupLimits(null, 1 << 20))).Message);
        Assert.False(Directory.Exists(At("memory/dxflow/task")));
    }

    [Fact]
    public void What_is_not_mounted_or_permitted_is_done_without()
    {
        var root = CgroupRoot.Open(new CgroupMounts(null), "dxflow");
        Assert.True(root is { CanKill: false, LimitsMemory: false, LimitsCpus: false });
        Assert.Equal(TaskCgroups.None, root.Create("task", new CgroupLimits(1, 1)));
        var missing = CgroupRoot.Open(new CgroupMounts("/proc/1/no", "/proc/1/no", "/proc/1/no"), "dxflow");
        Assert.True(missing is { CanKill: false, LimitsMemory: false, LimitsCpus: false });
    }

    [Fact]
    public void Cgroups_are_listed_and_removed_by_task_and_at_last_the_place_itself()
    {
        Make("");
        var root = CgroupRoot.Open(new CgroupMounts(Own), "dxflow");
        root.Create("one", default);
        root.Create("two", default);
        Make("dxflow/two/made-by-the-task/deeper");
        Assert.Equal(["one", "two"], root.Tasks().Order());
        root.RemoveSelf();
        Assert.Equal(2, root.Tasks().Count);
        root.Remove("one");
        root.Remove("two");
        root.Remove("never made");
        Assert.Empty(root.Tasks());
        root.RemoveSelf();
        Assert.False(Directory.Exists(At("dxflow")));
    }

    private string At(string name) => Path.Join(Own, name);

    private string Read(string name) => File.ReadAllText(At(name));

    private void Make(string name, params (string Name, string Content)[] files)
    {
        Directory.CreateDirectory(At(name));
        Array.ForEach(files, file => File.WriteAllText(Path.Join(At(name), file.Name), file.Content));
    }
}
