using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes.Spawning;

public sealed class InheritedChildTests
{
    [Fact]
    public async Task The_end_of_a_child_that_nobody_waits_for_is_taken()
    {
        using var ready = new ReadyThread("test");
        var pid = Spawner.Spawn(new SpawnSpec("/bin/sleep", ["sleep", "600"], [], "/"));
        var taken = InheritedChild.Watch(pid, ready);
        Assert.NotNull(taken);
        Assert.False(taken.IsCompleted);
        Assert.Equal(pid, ProcessStat.Read(pid)?.Pid);
        using (var handle = SafePidHandle.Open(pid))
        {
            Assert.True(handle!.Signal(SignalNames.Kill));
        }

        await taken;
        Assert.NotEqual(Environment.ProcessId, ProcessStat.Read(pid)?.Parent);
    }

    [Fact]
    public void Whoever_is_no_child_is_left_alone()
    {
        using var ready = new ReadyThread("test");
        Assert.Null(InheritedChild.Watch(1, ready));
        Assert.Null(InheritedChild.Watch(Environment.ProcessId, ready));
        Assert.Null(InheritedChild.Watch(int.MaxValue, ready));
    }
}
