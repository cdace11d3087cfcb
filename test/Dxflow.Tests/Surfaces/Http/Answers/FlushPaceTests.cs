using Dxflow.Surfaces.Http.Answers;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http.Answers;

public sealed class FlushPaceTests
{
    private readonly ManualTime _time = new();
    private readonly FlushPace _pace;

    public FlushPaceTests() => _pace = new FlushPace(_time);

    [Fact]
    public void What_is_first_is_sent_at_once_and_what_follows_closely_waits_for_more()
    {
        Assert.True(_pace.Pause <= TimeSpan.Zero);
        _pace.Flushed();
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(TimeSpan.FromMilliseconds(3), _pace.Pause);
        _time.Advance(TimeSpan.FromMilliseconds(3));
        Assert.True(_pace.Pause <= TimeSpan.Zero);
    }

    [Fact]
    public void Who_has_just_typed_waits_for_nothing()
    {
        _pace.Flushed();
        _pace.Asked();
        Assert.True(_pace.Pause <= TimeSpan.Zero);
        _pace.Flushed();
        Assert.True(_pace.Pause <= TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(1));
        _pace.Flushed();
        Assert.True(_pace.Pause > TimeSpan.Zero);
    }
}
