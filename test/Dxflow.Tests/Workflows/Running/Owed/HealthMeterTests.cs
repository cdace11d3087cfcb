using Dxflow.Workflows.Running.Owed;
using Xunit;

namespace Dxflow.Tests.Workflows.Running.Owed;

public sealed class HealthMeterTests
{
    private readonly HealthMeter _meter = new(Plans.Service("s").Checked().Health!);

    [Fact]
    public void The_first_success_is_healthy_and_said_once()
    {
        Assert.True(Observe(true, 0));
        Assert.Null(Observe(true, 5));
    }

    [Fact]
    public void Failures_in_the_start_period_do_not_count()
    {
        for (var second = 0; second < 30; second++)
        {
            Assert.Null(Observe(false, second));
        }

        Assert.Null(Observe(false, 30));
        Assert.Null(Observe(false, 35));
        Assert.False(Observe(false, 40));
        Assert.Null(Observe(false, 45));
    }

    [Fact]
    public void After_a_success_failures_count_even_in_the_start_period()
    {
        Observe(true, 1);
        Assert.Null(Observe(false, 2));
        Assert.Null(Observe(false, 3));
        Assert.False(Observe(false, 4));
        Assert.True(Observe(true, 5));
    }

    [Fact]
    public void Only_failures_in_a_row_count()
    {
        Observe(true, 1);
        for (var second = 2; second < 50; second += 3)
        {
            Assert.Null(Observe(false, second));
            Assert.Null(Observe(false, second + 1));
            Assert.Null(Observe(true, second + 2));
        }
    }

    [Fact]
    public void Probes_come_faster_while_it_starts()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), _meter.PauseAfter(TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(5), _meter.PauseAfter(TimeSpan.FromSeconds(31)));
        Observe(true, 2);
        Assert.Equal(TimeSpan.FromSeconds(5), _meter.PauseAfter(TimeSpan.FromSeconds(3)));
    }

    private bool? Observe(bool isOk, int second) => _meter.Observe(isOk, TimeSpan.FromSeconds(second));
}
