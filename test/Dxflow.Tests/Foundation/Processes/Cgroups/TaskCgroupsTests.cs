using Dxflow.Foundation.Processes.Cgroups;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes.Cgroups;

public sealed class TaskCgroupsTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("populated 1\nfrozen 0\n", true)]
    [InlineData("populated 0\nfrozen 0\n", false)]
    [InlineData("", false)]
    public void A_populated_cgroup_has_processes(string events, bool expected)
    {
        Write("cgroup.events", events);
        Assert.Equal(expected, Unified.HasProcesses);
    }

    [Theory]
    [InlineData("low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\n", true)]
    [InlineData("low 0\nhigh 0\nmax 12\noom 0\noom_kill 0\n", false)]
    [InlineData("nonsense", false)]
    public void The_kernels_kill_for_memory_is_seen(string events, bool expected)
    {
        Write("memory.events", events);
        Write("memory.oom_control", events);
        Assert.Equal(expected, Unified.WasOutOfMemory);
        Assert.Equal(expected, new TaskCgroups(Memory: directory.Path).WasOutOfMemory);
    }

    [Fact]
    public void Usage_is_read_in_both_dialects()
    {
        Write("cpu.stat", "usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\n");
        Write("memory.current", "1000\n");
        Write("memory.peak", "2000\n");
        Assert.Equal((2.5, 1000L, 2000L), (Unified.CpuSeconds, Unified.MemoryBytes, Unified.MemoryPeakBytes));
        Write("memory.usage_in_bytes", "3000\n");
        Write("memory.max_usage_in_bytes", "4000\n");
        var old = new TaskCgroups(Memory: directory.Path);
        Assert.Equal((null, 3000L, 4000L), (old.CpuSeconds, old.MemoryBytes, old.MemoryPeakBytes));
        Assert.Equal((null, null, null), (TaskCgroups.None.CpuSeconds, TaskCgroups.None.MemoryBytes, TaskCgroups.None.MemoryPeakBytes));
    }

    [Fact]
    public void Processes_are_listed_with_those_further_down()
    {
        Write("cgroup.procs", "11\n12\n0\n");
        Directory.CreateDirectory(Path.Join(directory.Path, "below"));
        var many = string.Concat(Enumerable.Range(1000, 5000).Select(pid => $"{pid}\n"));
        File.WriteAllText(Path.Join(directory.Path, "below/cgroup.procs"), many);
        Assert.Equal([11, 12, .. Enumerable.Range(1000, 5000)], Unified.Pids());
        Assert.Empty(TaskCgroups.None.Pids());
    }

    [Fact]
    public void Killing_is_one_word_where_the_kernel_knows_it()
    {
        Assert.False(Unified.Kill());
        Write("cgroup.kill", "");
        Assert.True(Unified.Kill());
        Assert.Equal("1", File.ReadAllText(Path.Join(directory.Path, "cgroup.kill")));
        Assert.False(TaskCgroups.None.Kill());
    }

    [Fact]
    public void A_process_that_has_gone_is_not_signalled()
    {
        Write("cgroup.procs", $"{int.MaxValue}\n");
        Assert.Equal(0, Unified.Signal(0));
        Write("cgroup.procs", $"{Environment.ProcessId}\n");
        Assert.Equal(1, Unified.Signal(0));
    }

    private TaskCgroups Unified => new(directory.Path);

    private void Write(string name, string content) => File.WriteAllText(Path.Join(directory.Path, name), content);
}
