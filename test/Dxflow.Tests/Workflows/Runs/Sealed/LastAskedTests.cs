using Dxflow.Tests.Foundation;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs.Sealed;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs.Sealed;

public sealed class LastAskedTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RunState _large = new(Plans.Job(Plans.Step("each") with { Replicas = 1000 }));
    private readonly LastAsked _last;

    public LastAskedTests() => _last = new LastAsked(_time);

    public void Dispose() => _last.Dispose();

    [Fact]
    public void What_was_asked_is_there_for_the_next_who_asks_and_for_nobody_beside_him()
    {
        _last.Keep("r1", _large);

        Assert.Same(_large, _last.Take("r1"));
        Assert.Null(_last.Take("r1"));

        _last.Keep("r1", _large);
        Assert.Same(_large, _last.Take("r1"));
    }

    [Fact]
    public void A_question_about_another_run_leaves_it()
    {
        _last.Keep("r1", _large);

        Assert.Null(_last.Take("r2"));
        Assert.Same(_large, _last.Take("r1"));
    }

    [Fact]
    public void One_is_kept()
    {
        _last.Keep("r1", _large);
        _last.Keep("r2", _large);

        Assert.Null(_last.Take("r1"));
        Assert.Same(_large, _last.Take("r2"));
    }

    [Fact]
    public void It_is_let_go_a_minute_after_the_last_question()
    {
        _last.Keep("r1", _large);
        _time.Advance(TimeSpan.FromSeconds(50));
        _last.Keep("r1", _last.Take("r1")!);
        _time.Advance(TimeSpan.FromSeconds(50));
        _last.Keep("r1", _last.Take("r1")!);
        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(_last.Take("r1"));
    }

    [Fact]
    public void What_is_quickly_replayed_is_not_kept()
    {
        _last.Keep("r1", new RunState(Plans.Job(Plans.Step("each") with { Replicas = 999 })));

        Assert.Null(_last.Take("r1"));
        Assert.Equal(0, _time.Armed);
    }
}
