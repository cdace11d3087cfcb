using Dxflow.Runtimes;
using Xunit;

namespace Dxflow.Tests.Runtimes;

public sealed class TaskAskTests
{
    private static readonly TaskAsk One = new(0.5, 100, RunMax: TimeSpan.FromMinutes(1), Group: 5, Pool: 2);

    [Fact]
    public void Several_at_a_time_ask_for_as_much_and_for_the_time_of_all_their_turns() =>
        Assert.Equal((1.0, 200, TimeSpan.FromMinutes(3), 2), Of(One.Together(5)));

    [Fact]
    public void Fewer_than_may_be_together_ask_for_less()
    {
        Assert.Equal((0.5, 100, TimeSpan.FromMinutes(1), 1), Of(One.Together(1)));
        Assert.Equal((1.0, 200, TimeSpan.FromMinutes(2), 2), Of(One.Together(3)));
    }

    [Fact]
    public void What_has_no_limit_has_none_together() => Assert.Null((One with { RunMax = null }).Together(5).RunMax);

    private static (double, long, TimeSpan, int) Of(TaskAsk ask) => (ask.Cpus, ask.MemoryBytes, ask.RunMax!.Value, ask.Pool);
}
