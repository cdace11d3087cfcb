using Dxflow.Tests.Workflows.Running.Simulation;
using Dxflow.Workflows.Running.Owed;
using Xunit;

namespace Dxflow.Tests.Workflows.Running.Owed;

public sealed class TimersTests
{
    [Fact]
    public void Timers_are_taken_when_due_and_only_as_last_set()
    {
        for (var seed = 1UL; seed < 50; seed++)
        {
            var chance = new Chance(seed);
            var (timers, model) = (new Timers(), new Dictionary<int, long>());
            for (var now = 0L; now < 300; now++)
            {
                var slice = chance.Below(10);
                long? at = chance.Percent(30) ? null : now + chance.Below(50);
                timers.Set(slice, at);
                model.Remove(slice);
                if (at is { } deadline)
                {
                    model[slice] = deadline;
                }

                Assert.Equal(model.Count == 0 ? null : model.Values.Min(), timers.Next);
                var due = new List<int>();
                timers.Take(now, due);
                Assert.Equal(model.Where(one => one.Value <= now).Select(one => one.Key).Order(), due.Order());
                due.ForEach(one => model.Remove(one));
                Assert.Equal(model.Count, timers.Count);
            }
        }
    }

    [Fact]
    public void Setting_again_and_again_takes_no_more_room()
    {
        var timers = new Timers();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 0; at < 100_000; at++)
        {
            timers.Set(1, at);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(99_999, timers.Next);
    }
}
