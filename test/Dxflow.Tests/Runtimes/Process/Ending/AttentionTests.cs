using Dxflow.Foundation.Processes.Cgroups;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Process;
using Dxflow.Runtimes.Process.Ending;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Ending;

public sealed class AttentionTests
{
    private readonly Attention attention =
        new(new ProcessTask(new TaskRef(new AttemptId("r", 0, 0, 1), "/none"), 1, null, isChild: true) { Cgroups = TaskCgroups.None });

    [Fact]
    public void A_stopped_task_is_signalled_once_and_killed_after_the_grace()
    {
        attention.Stop(15, now: 1_000, graceMilliseconds: 500);
        Assert.Equal(Care.Signal, attention.Decide(1_000, hasProcesses: true));
        attention.Signalled();
        Assert.Equal(1_500, attention.Due);
        Assert.Equal(Care.Wait, attention.Decide(1_499, hasProcesses: true));
        Assert.Equal(Care.Kill, attention.Decide(1_500, hasProcesses: true));
        Assert.Equal(Care.Kill, attention.Decide(attention.Due, hasProcesses: true));
    }

    [Fact]
    public void A_task_that_has_no_process_yet_is_tried_again_until_it_has()
    {
        attention.Stop(15, now: 0, graceMilliseconds: 10_000);
        var now = 0L;
        for (var turn = 0; turn < 20; turn++)
        {
            Assert.Equal(Care.Wait, attention.Decide(now, hasProcesses: false));
            Assert.InRange(attention.Due, now + 1, now + 200);
            now = attention.Due;
        }

        Assert.Equal(Care.Signal, attention.Decide(now, hasProcesses: true));
        Assert.InRange(attention.Due, now + 1, now + 200);
        Assert.Equal(Care.Signal, attention.Decide(attention.Due, hasProcesses: true));
    }

    [Fact]
    public void Without_grace_it_is_killed_at_once_and_as_often_as_it_takes()
    {
        attention.Stop(15, now: 0, graceMilliseconds: 0);
        Assert.Equal(Care.Wait, attention.Decide(0, hasProcesses: false));
        Assert.Equal(Care.Kill, attention.Decide(attention.Due, hasProcesses: true));
        Assert.InRange(attention.Due, 1, 1_000);
    }

    [Fact]
    public void A_second_stop_brings_the_kill_nearer_and_never_further()
    {
        attention.Stop(15, now: 0, graceMilliseconds: 1_000);
        Assert.Equal(Care.Signal, attention.Decide(0, hasProcesses: true));
        attention.Signalled();
        attention.Stop(2, now: 100, graceMilliseconds: 5_000);
        Assert.Equal((Care.Signal, 2), (attention.Decide(100, hasProcesses: true), attention.Signal));
        attention.Signalled();
        Assert.Equal(1_000, attention.Due);
        attention.Stop(15, now: 200, graceMilliseconds: 0);
        Assert.Equal(Care.Kill, attention.Decide(200, hasProcesses: true));
    }

    [Fact]
    public void An_ended_task_is_finished_when_nothing_of_it_is_left()
    {
        attention.Ended(now: 100);
        Assert.Equal(Care.Kill, attention.Decide(100, hasProcesses: true));
        Assert.InRange(attention.Due, 101, 110);
        Assert.Equal(Care.Finish, attention.Decide(110, hasProcesses: false));
        Assert.False(attention.HasLeftovers);
    }

    [Fact]
    public void What_cannot_be_killed_does_not_hold_up_the_report_for_ever()
    {
        attention.Ended(now: 100);
        Assert.Equal(Care.Kill, attention.Decide(100 + Attention.LeftoverMilliseconds - 1, hasProcesses: true));
        Assert.Equal(Care.Finish, attention.Decide(100 + Attention.LeftoverMilliseconds, hasProcesses: true));
        Assert.True(attention.HasLeftovers);
    }

    [Fact]
    public void The_end_comes_before_a_stop_that_is_still_waiting()
    {
        attention.Stop(15, now: 0, graceMilliseconds: 1_000);
        attention.Decide(0, hasProcesses: true);
        attention.Ended(now: 10);
        Assert.Equal((Care.Finish, 10), (attention.Decide(10, hasProcesses: false), attention.Due));
    }
}
