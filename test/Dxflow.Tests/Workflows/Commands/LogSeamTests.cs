using Dxflow.Workflows;
using Dxflow.Workflows.Commands;
using Xunit;

namespace Dxflow.Tests.Workflows.Commands;

public sealed class LogSeamTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_shown_before_a_stream_broke_is_not_shown_again_and_nothing_else_is_left_out()
    {
        var seam = new LogSeam();
        Assert.True(seam.IsNew(Line("one", 0)));
        Assert.True(seam.IsNew(Line("one", 0)));
        Assert.True(seam.IsNew(Line("two", 1)));

        seam.Broke();

        Assert.False(seam.IsNew(Line("two", 1)));
        Assert.True(seam.IsNew(Line("three", 1)));
        Assert.True(seam.IsNew(Line("two", 1)));
    }

    [Fact]
    public void The_next_stream_begins_a_little_before_the_last_line_and_the_first_at_the_beginning()
    {
        var seam = new LogSeam();
        Assert.Null(seam.Since(Noon));

        seam.IsNew(Line("late", 20));
        seam.IsNew(Line("early", 10));

        Assert.Equal(TimeSpan.FromSeconds(15), seam.Since(Noon.AddSeconds(30)));
    }

    private static LogLine Line(string text, int second) => new("a", Noon.AddSeconds(second), false, text);
}
