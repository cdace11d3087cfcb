using Dxflow.Runtimes.Pilot;
using Dxflow.Runtimes.Pilot.Keeping;
using Xunit;

namespace Dxflow.Tests.Runtimes.Pilot.Keeping;

public sealed class PilotScaleTests
{
    private static readonly PilotTerms Terms = new(4, Min: 1, Max: 5, Backlog: 2, Idle: TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 1)]
    [InlineData(4, 1)]
    [InlineData(4.5, 2)]
    [InlineData(17, 5)]
    [InlineData(1e9, 5)]
    public void There_are_as_many_as_there_is_work_for_within_the_limits(double cpus, int wanted) =>
        Assert.Equal(wanted, PilotScale.Wanted(Terms, cpus));

    [Theory]
    [InlineData(3, 0, 0, true)]
    [InlineData(3, 1, 1, true)]
    [InlineData(3, 2, 0, false)]
    [InlineData(3, 1, 2, false)]
    [InlineData(3, 0, 4, false)]
    public void So_many_wait_in_the_queue_at_most(int wanted, int waiting, int up, bool may) =>
        Assert.Equal(may, PilotScale.MaySubmit(Terms, wanted, new PilotCount(waiting, up)));

    [Fact]
    public void An_idle_one_leaves_when_it_is_neither_wanted_nor_one_of_the_least()
    {
        var idle = TimeSpan.FromSeconds(10);
        Assert.True(PilotScale.MayLeave(Terms, 1, new PilotCount(0, 2), idle));
        Assert.False(PilotScale.MayLeave(Terms, 1, new PilotCount(0, 2), idle - TimeSpan.FromSeconds(1)));
        Assert.False(PilotScale.MayLeave(Terms, 1, new PilotCount(1, 1), idle));
        Assert.False(PilotScale.MayLeave(Terms, 2, new PilotCount(0, 2), idle));
    }

    [Fact]
    public void What_waits_in_the_queue_is_too_many_once_others_do_all_the_work()
    {
        Assert.True(PilotScale.IsTooMany(1, new PilotCount(1, 1)));
        Assert.False(PilotScale.IsTooMany(1, new PilotCount(0, 2)));
        Assert.False(PilotScale.IsTooMany(2, new PilotCount(1, 1)));
    }
}
