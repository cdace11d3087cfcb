using Dxflow.Runtimes;
using Dxflow.Runtimes.Pilot.Keeping;
using Xunit;

namespace Dxflow.Tests.Runtimes.Pilot.Keeping;

public sealed class WaitingTasksTests
{
    [Fact]
    public void What_they_ask_for_together_is_known_as_they_come_and_go()
    {
        var waiting = new WaitingTasks();
        var tasks = Enumerable.Range(0, 3).Select(static slice => Task(slice, 0.1)).ToList();
        tasks.ForEach(task => waiting.Add(task, first: false));
        Assert.Equal(0.3, waiting.Cpus, 9);
        tasks.ForEach(waiting.Remove);
        Assert.Equal(0, waiting.Cpus);
        Assert.Empty(waiting.All);
    }

    [Fact]
    public void What_was_taken_back_comes_before_what_waits()
    {
        var waiting = new WaitingTasks();
        var (first, second) = (Task(1), Task(2));
        waiting.Add(second, first: false);
        waiting.Add(first, first: true);
        Assert.Equal([first, second], waiting.All);
    }

    private static PilotTask Task(int slice, double cpus = 1) =>
        new(new TaskRef(new AttemptId("run", 0, slice, 1), "/tasks"), new TaskAsk(cpus));
}
