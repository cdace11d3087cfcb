using Dxflow.Runtimes;
using Dxflow.Runtimes.Logs;
using Dxflow.Workflows;
using Dxflow.Workflows.Logs;
using Xunit;

namespace Dxflow.Tests.Workflows.Logs;

public sealed class LogPlacesTests
{
    private const string Run = "0123456789abcdef";

    [Fact]
    public void Who_comes_back_goes_on_behind_the_last_line_of_each_log()
    {
        var places = new LogPlaces(1, Run, hasTail: false, null);
        Assert.Null(places.First(0, 0));
        Assert.Null(places.Begin(Id(0, 1), isFirst: false));
        Assert.Null(places.Begin(Id(1, 1), isFirst: false));
        places.After(0, Line(1, 10));
        places.After(0, Line(1, 20, error: true));
        var again = Resume(places.After(0, Line(1, 30)));
        Assert.Equal(1, again.First(0, 0));
        Assert.Equal(new LogPlace(30, 20), again.Begin(Id(0, 1), isFirst: false));
        Assert.Equal(1, again.First(1, 0));
        Assert.Equal(default(LogPlace), again.Begin(Id(1, 1), isFirst: false));
    }

    [Fact]
    public void An_attempt_that_was_not_read_to_its_end_is_gone_on_with_after_the_next_has_begun()
    {
        var places = new LogPlaces(1, Run, hasTail: false, null);
        places.Begin(Id(0, 3), isFirst: false);
        places.After(0, Line(3, 10));
        places.Begin(Id(0, 4), isFirst: false);
        var both = Resume(places.After(0, Line(4, 5)));
        Assert.Equal(3, both.First(0, 0));
        Assert.Equal(new LogPlace(10, 0), both.Begin(Id(0, 3), isFirst: false));
        Assert.Equal(new LogPlace(5, 0), both.Begin(Id(0, 4), isFirst: false));
        places.Ended(Id(0, 3));
        Assert.Equal(4, Resume(places.After(0, Line(4, 6))).First(0, 0));
    }

    [Fact]
    public void An_attempt_that_is_not_the_first_is_known_before_it_says_anything()
    {
        var places = new LogPlaces(1, Run, hasTail: false, null);
        places.Begin(Id(0, 1), isFirst: false);
        places.Begin(Id(1, 7), isFirst: false);
        Assert.Equal(7, Resume(places.After(0, Line(1, 1))).First(1, 0));
    }

    [Fact]
    public void The_last_lines_are_the_last_of_then()
    {
        var places = new LogPlaces(1, Run, hasTail: true, null);
        places.Begin(Id(0, 1), isFirst: true);
        places.Begin(Id(1, 1), isFirst: true);
        places.Begin(Id(2, 1), isFirst: true);
        places.Found(Id(0, 1), new LogPlace(100, 50));
        places.Found(Id(1, 1), new LogPlace(70, 0));
        var again = Resume(places.After(0, Line(1, 110)), hasTail: true);
        Assert.Equal(new LogPlace(110, 50), again.Begin(Id(0, 1), isFirst: true));
        Assert.Equal(new LogPlace(70, 0), again.Begin(Id(1, 1), isFirst: true));
        Assert.Null(again.Begin(Id(2, 1), isFirst: true));
        Assert.Equal(default(LogPlace), again.Begin(Id(3, 1), isFirst: true));
    }

    [Fact]
    public void Of_very_many_logs_there_is_no_place()
    {
        var places = new LogPlaces(1, Run, hasTail: false, null);
        for (var step = 0; step <= LogPlaces.Max; step++)
        {
            Assert.NotEqual("", places.After(0, Line(1, 1)));
            places.Begin(Id(step, 2), isFirst: false);
        }

        Assert.Equal("", places.After(0, Line(1, 1)));
    }

    private static LogPlaces Resume(string place, bool hasTail = false) => new(1, Run, hasTail, LogPlaceText.Parse(place));

    private static AttemptId Id(int step, int attempt) => new(Run, step, 0, attempt);

    private static LogLine Line(int attempt, long position, bool error = false) =>
        new("s", DateTimeOffset.UnixEpoch, error, "text", 0, attempt, position);
}
