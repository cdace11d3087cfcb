using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Pilot;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Keeping;
using Dxflow.Runtimes.Pilot.Wire;
using Xunit;

namespace Dxflow.Tests.Runtimes.Pilot.Keeping;

public sealed class PilotJobTests
{
    private static readonly PilotFile File = new("00", "11", "/tasks", "/shared", 1, 1, null, false);

    [Fact]
    public void Room_is_what_its_tasks_leave()
    {
        var pilot = new PilotJob(File, new PilotTerms(2, 100), 0);
        Assert.True(pilot.HasRoom(new TaskAsk(2, 100), 0));
        pilot.Hold(Handed(1, cpus: 1.5, memory: 60));
        Assert.True(pilot.HasRoom(new TaskAsk(0.5, 40), 0));
        Assert.False(pilot.HasRoom(new TaskAsk(0.6, 1), 0));
        Assert.False(pilot.HasRoom(new TaskAsk(0.1, 41), 0));
        pilot.Release(Handed(1).Id, 7);
        Assert.True(pilot.HasRoom(new TaskAsk(2, 100), 0));
        Assert.Equal(7, pilot.IdleSince);
    }

    [Fact]
    public void The_same_attempt_takes_its_room_once()
    {
        var pilot = new PilotJob(File, new PilotTerms(2), 0);
        pilot.Hold(Handed(1, cpus: 1));
        pilot.Hold(Handed(1, cpus: 1));
        Assert.True(pilot.HasRoom(new TaskAsk(1), 0));
    }

    [Fact]
    public void What_would_outlive_it_does_not_begin_there()
    {
        var pilot = new PilotJob(File, new PilotTerms(2, Time: TimeSpan.FromHours(1)), 0) { EndsAt = 600_000 };
        Assert.True(pilot.HasRoom(new TaskAsk(RunMax: TimeSpan.FromMinutes(9)), 0));
        Assert.False(pilot.HasRoom(new TaskAsk(RunMax: TimeSpan.FromMinutes(9)), 1));
        Assert.True(pilot.HasRoom(new TaskAsk(), 540_000));
        Assert.False(pilot.HasRoom(new TaskAsk(), 540_001));
    }

    [Fact]
    public void It_is_over_only_when_the_scheduler_says_so_and_nobody_is_connected()
    {
        var pilot = new PilotJob(File, new PilotTerms(2), 0);
        Assert.False(pilot.IsOver);
        pilot.View = new JobView("00", 0, "7", JobPhase.Ending);
        Assert.False(pilot.IsOver);
        pilot.View = new JobView("00", 0, "7", JobPhase.Ended, JobEnd.TimeLimit);
        Assert.True(pilot.IsOver);
    }

    private static Handed Handed(int slice, double cpus = 1, long memory = 0) =>
        new(new AttemptId("run", 0, slice, 1), "/tasks/" + slice, cpus, memory);
}
