using Dxflow.Workflows;
using Dxflow.Workflows.Commands;
using Xunit;

namespace Dxflow.Tests.Workflows.Commands;

public sealed class LogSeamTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_shown_before_a_stream_broke_is_not_shown_again_whatever_its_time_and_nothing_else_is_left_out()
    {
        var seam = new LogSeam();
        Assert.True(seam.IsNew(Line(position: 4, second: 0)));
        Assert.True(seam.IsNew(Line(position: 8, second: 0)));

        Assert.False(seam.IsNew(Line(position: 4, second: 7)));
        Assert.False(seam.IsNew(Line(position: 8, second: 0)));
        Assert.True(seam.IsNew(Line(position: 12, second: 0)));
    }

    [Fact]
    public void Streams_attempts_slices_and_steps_are_told_apart()
    {
        var seam = new LogSeam();
        var line = Line(position: 4, second: 0);
        foreach (var other in (LogLine[])[line, line with { Error = true }, line with { Attempt = 2 }, line with { Slice = 1 },
            line with { Step = "b" }])
        {
            Assert.True(seam.IsNew(other));
            Assert.False(seam.IsNew(other));
        }
    }

    [Fact]
    public void The_next_stream_begins_a_little_before_the_last_line_and_the_first_at_the_beginning()
    {
        var seam = new LogSeam();
        Assert.Null(seam.Since);

        seam.IsNew(Line(position: 1, second: 20));
        seam.IsNew(Line(position: 2, second: 10));

        Assert.Equal(Noon.AddSeconds(15), seam.Since);
    }

    private static LogLine Line(long position, int second) => new("a", Noon.AddSeconds(second), false, "text", 0, 1, position);
}
