using Dxflow.Runtimes;
using Dxflow.Workflows.Usage;
using Xunit;

namespace Dxflow.Tests.Workflows.Usage;

public sealed class RunUsageTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RunUsage usage = new();

    [Fact]
    public void Instances_are_summed_and_so_is_the_run_and_what_nobody_knows_stays_unknown()
    {
        Look(
            0,
            ("web", 0, 1, new TaskUsage(1, 10, 5, 2)),
            ("web", 1, 1, new TaskUsage(2, 20, 7, 3)),
            ("db", 0, 1, new TaskUsage(MemoryBytes: 1)));
        Assert.Equal(["web", "db"], usage.Latest.Select(one => one.Name));
        var web = usage.Latest[0];
        Assert.Equal((3, 12, 5, 2), (web.CpuSeconds, web.MemoryBytes, web.Processes, web.Instances));
        Assert.Null(usage.Latest[1].CpuSeconds);
        Assert.Null(usage.Latest[1].SentBytes);
        Assert.Equal((3, 13, 3), (usage.Total!.CpuSeconds, usage.Total.MemoryBytes, usage.Total.Instances));
    }

    [Fact]
    public void How_busy_a_task_is_comes_from_two_looks_at_it()
    {
        Look(0, ("web", 0, 1, new TaskUsage(1)), ("web", 1, 1, new TaskUsage(1)));
        Assert.Null(usage.Latest[0].CpuPercent);
        Look(10, ("web", 0, 1, new TaskUsage(6)), ("web", 1, 1, new TaskUsage(21)));
        Assert.Equal(250, usage.Latest[0].CpuPercent);

        // Another attempt has a count of its own, and a clock that goes back tells nothing.
        Look(20, ("web", 0, 2, new TaskUsage(0.5)), ("web", 1, 1, new TaskUsage(22)));
        Assert.Equal(10, usage.Latest[0].CpuPercent);
        Look(5, ("web", 0, 2, new TaskUsage(1)), ("web", 1, 1, new TaskUsage(23)));
        Assert.Null(usage.Latest[0].CpuPercent);
    }

    [Fact]
    public void An_hour_is_kept_of_each_service_and_of_so_many_services_only()
    {
        for (var second = 0; second < 2 * RunUsage.PointsMax; second++)
        {
            Look(second, ("web", 0, 1, new TaskUsage(second)));
        }

        usage.Add(Noon.AddHours(1), [new UsageReading(new AttemptId("r", 0, 0, 1), "web", new TaskUsage(9_999))], isKept: false);
        Assert.Equal(RunUsage.PointsMax, usage.History(_ => true).Count);
        Assert.Equal((2 * RunUsage.PointsMax) - 1, usage.History(_ => true)[^1].CpuSeconds);
        Look(5_000, [.. Enumerable.Range(0, 500).Select(index => ($"s{index}", 0, 1, new TaskUsage(1)))]);
        Assert.Equal(RunUsage.ServicesMax, usage.History(_ => true).Select(point => point.Name).Distinct().Count());
        Assert.Equal(500, usage.Latest.Count);
    }

    private void Look(int second, params (string Service, int Slice, int Attempt, TaskUsage Used)[] tasks) => usage.Add(
        Noon.AddSeconds(second),
        [.. tasks.Select(task => new UsageReading(
            new AttemptId("r", task.Service.GetHashCode(StringComparison.Ordinal), task.Slice, task.Attempt), task.Service, task.Used))],
        isKept: true);
}
