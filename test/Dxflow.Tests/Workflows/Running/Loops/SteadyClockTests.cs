using Dxflow.Workflows.Running.Loops;
using Xunit;

namespace Dxflow.Tests.Workflows.Running.Loops;

public sealed class SteadyClockTests
{
    [Fact]
    public void A_jump_of_the_wall_clock_moves_no_deadline()
    {
        var time = new JumpingTime();
        var clock = new SteadyClock(time);
        var before = clock.Now;
        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds(), before);
        time.Wall = time.Wall.AddDays(1);
        Assert.Equal(before, clock.Now);
        time.Timestamp += TimeSpan.FromSeconds(3).Ticks;
        Assert.Equal(before + 3000, clock.Now);
    }

    private sealed class JumpingTime : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public long Timestamp { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Timestamp;
    }
}
