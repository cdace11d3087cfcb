using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers;

public sealed class LiveContainerTests
{
    private static readonly TaskRef Task1 = new(new AttemptId("r", 0, 0, 1), "/nowhere");
    private static readonly TaskReport End = new(Task1.Id, TaskState.Exited);

    private readonly LiveContainer live = new(Task1, AttemptRecord.Empty with { Id = "c" }, null, null!);

    [Fact]
    public async Task Whoever_waits_for_an_end_that_cannot_be_reported_now_is_told_and_the_next_one_brings_it()
    {
        var first = new TaskCompletionSource<TaskReport>();
        var settling = live.SettleOnce(() => first.Task);
        var other = live.SettleOnce(static () => throw new InvalidOperationException("a second one at a time"));

        first.SetException(new IOException("the disk is full"));

        await Assert.ThrowsAsync<IOException>(() => settling);
        await Assert.ThrowsAsync<IOException>(() => other);
        Assert.Same(End, await live.SettleOnce(static () => Task.FromResult(End)));
        Assert.Same(End, await live.SettleOnce(static () => throw new InvalidOperationException("once more")));
    }

    [Fact]
    public void What_is_said_during_a_look_has_it_looked_at_again()
    {
        Assert.True(live.MustLook());
        var before = live.Looks;
        Assert.False(live.MustLook());
        Assert.False(live.HasLooked(before));
        Assert.True(live.HasLooked(live.Looks));
        Assert.True(live.MustLook());
    }
}
