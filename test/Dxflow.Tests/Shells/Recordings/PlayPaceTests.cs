using Dxflow.Shells.Recordings;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Shells.Recordings;

public sealed class PlayPaceTests
{
    [Fact]
    public void Pauses_are_divided_by_the_speed_and_cut_to_the_idle_time()
    {
        var pace = new PlayPace(4, TimeSpan.FromSeconds(2), new ManualTime());
        Assert.Equal([0.25, 0.5, 0, 0.125], ((double[])[1, 100, 90, 100.5]).Select(at => pace.Until(at).TotalSeconds));
        var plain = new PlayPace(1, TimeSpan.Zero, new ManualTime());
        Assert.Equal(1_000, plain.Until(1_000).TotalSeconds);
    }

    [Fact]
    public async Task What_is_held_goes_on_when_it_is_let_go()
    {
        var pace = new PlayPace(1, TimeSpan.Zero, new ManualTime());
        await pace.WaitForAsync(0, CancellationToken.None);
        pace.Hold();
        var held = pace.WaitForAsync(0, CancellationToken.None);
        Assert.False(held.IsCompleted);
        pace.Hold();
        await held;
    }
}
