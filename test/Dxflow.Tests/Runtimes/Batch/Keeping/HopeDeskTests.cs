using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Keeping;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch.Keeping;

public sealed class HopeDeskTests
{
    private readonly List<string> given = [];

    [Fact]
    public void The_schedulers_word_is_believed_when_it_was_the_same_for_long_enough()
    {
        var desk = Desk();
        desk.Advance(14_000, [Of(JobHope.None, since: 0)], CancellationToken.None);
        Assert.Empty(given);
        desk.Advance(15_000, [Of(JobHope.None, since: 0)], CancellationToken.None);
        Assert.Equal(["as Other says: BadConstraints"], given);
    }

    [Fact]
    public void Where_it_is_in_doubt_and_nobody_can_say_what_nodes_there_are_it_waits()
    {
        Desk().Advance(1_000_000, [Of(JobHope.Doubtful, since: 0)], CancellationToken.None);
        Assert.Empty(given);
    }

    private Hopeless Of(JobHope hope, long since) => new(
        since, new JobView("ab", 0, "1", JobPhase.Waiting, Said: "BadConstraints", Hope: hope), new TaskAsk(), given.Add);

    private static HopeDesk Desk()
    {
        var target = new BatchTarget("x");
        return new HopeDesk(
            new BatchTools(new OtherScheduler(), new SchedulerCalls(target, [], TimeProvider.System), target, TimeProvider.System),
            static _ => { });
    }
}
