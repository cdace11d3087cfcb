using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class FanTests
{
    [Fact]
    public void How_many_slices_there_are_is_asked_when_what_it_waits_for_is_final()
    {
        var asked = 0;
        var run = RunScript.Started(Job(Step("list"), Step("each", After(0)).Each(), Step("sum", After(1))), new Answers
        {
            Fan = (state, _) =>
            {
                Assert.Equal(UnitStatus.Succeeded, state.Steps[0].Status);
                asked++;
                return new FanVerdict(3);
            },
        });
        Assert.Equal(0, asked);
        run.Exits("list");
        run.Is(UnitStatus.Starting, "each");
        run.Exits("each:2");
        run.Exits("each:0");
        run.Is(UnitStatus.Waiting, "sum");
        run.Exits("each:1");
        run.Exits("sum");
        run.Ended(RunStatus.Succeeded);
        Assert.Equal(1, asked);
    }

    [Fact]
    public void An_empty_list_is_no_failure()
    {
        var run = RunScript.Started(Job(Step("each").Each(new RequirePlan(0.9m)), Step("sum", After(0))), Of(0));
        run.Is(UnitStatus.Succeeded, "each");
        run.Exits("sum");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_list_that_cannot_be_evaluated_fails_the_step()
    {
        var run = RunScript.Started(Job(Step("each").Each()), new Answers { Fan = static (_, _) => new FanVerdict(0, "no list") });
        Assert.Equal("no list", run.Detail("each"));
        run.Ended(RunStatus.Failed, FailureReason.BadInput);
    }

    [Theory]
    [InlineData(10, 7, true)]
    [InlineData(10, 6, false)]
    [InlineData(30, 21, true)]
    [InlineData(3, 2, false)]
    public void A_ratio_is_exact(int slices, int ok, bool isEnough)
    {
        var run = RunScript.Started(Job(Step("each").Each(new RequirePlan(0.7m)), Step("sum", After(0))), Of(slices));
        for (var slice = 0; slice < slices; slice++)
        {
            run.Exits($"each:{slice}", slice < ok ? 0 : 1);
        }

        run.Is(isEnough ? UnitStatus.Succeeded : UnitStatus.Failed, "each");
        run.Is(isEnough ? UnitStatus.Starting : UnitStatus.Omitted, "sum");
        Assert.True(isEnough || run.State.ReasonOf(0) == FailureReason.Tolerance);
    }

    [Fact]
    public void A_count_that_there_are_not_fails_before_anything_starts()
    {
        var run = RunScript.Started(Job(Step("each").Each(new RequirePlan(Count: 4))), Of(3));
        Assert.Equal("4 slices have to go well, and there are 3", run.Detail("each"));
        run.Ended(RunStatus.Failed, FailureReason.Tolerance);
    }

    [Fact]
    public void When_enough_went_well_the_rest_is_stopped_if_that_is_said()
    {
        var run = RunScript.Started(Job(Step("each").Each(new RequirePlan(Count: 2, CancelRest: true), parallel: 3)), Of(5));
        run.Runs("each:0", "each:1", "each:2");
        run.Exits("each:1");
        run.ExpectNothing();
        run.Exits("each:0");
        run.Expect(CommandKind.Stop, "each:2", "each:3");
        run.Exits("each:2", 143, 15);
        run.Exits("each:3", 143, 15);
        run.Is(UnitStatus.Succeeded, "each");
        Assert.Equal(
            [UnitStatus.Succeeded, UnitStatus.Succeeded, UnitStatus.Cancelled, UnitStatus.Cancelled, UnitStatus.Omitted],
            Enumerable.Range(0, 5).Select(slice => run.Slice($"each:{slice}").Status));
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void With_fail_fast_a_step_ends_as_soon_as_too_few_can_go_well()
    {
        var run = RunScript.Started(
            Job(Step("each").Each(new RequirePlan(Count: 2)), Step("other")) with { FailFast = true }, Of(3));
        run.Runs("each:0", "each:1", "each:2", "other");
        run.Exits("each:0", 1);
        run.ExpectNothing();
        run.Exits("each:1", 1);
        run.Expect(CommandKind.Stop, "each:2");
        run.Exits("each:2");
        run.Expect(CommandKind.Stop, "other");
        run.Exits("other");
        run.Ended(RunStatus.Failed, FailureReason.Tolerance);
    }

    [Fact]
    public void Only_so_many_of_a_step_run_at_once()
    {
        var run = RunScript.Started(Job(Step("each").Each(parallel: 2), Step("other")), Of(4));
        Assert.Equal(2, Enumerable.Range(0, 4).Count(slice => run.Slice($"each:{slice}").Status == UnitStatus.Starting));
        run.Is(UnitStatus.Starting, "other");
        run.Exits("each:1");
        Assert.Equal(UnitStatus.Starting, run.Slice("each:2").Status);
        Assert.Equal(UnitStatus.Queued, run.Slice("each:3").Status);
    }

    [Fact]
    public void A_condition_that_looks_at_the_slice_is_asked_of_each()
    {
        var plan = Step("each").Each().When();
        plan = plan with { Step = plan.Step! with { WhenEach = true } };
        var run = RunScript.Started(Job(plan), new Answers
        {
            Fan = static (_, _) => new FanVerdict(8),
            When = static (_, _, slice) => new WhenVerdict(slice is 1 or 2, slice is 3 or 4 ? "no number" : null),
        });
        Assert.Equal(
            [
                UnitStatus.Skipped, UnitStatus.Starting, UnitStatus.Starting, UnitStatus.Failed, UnitStatus.Failed,
                UnitStatus.Skipped, UnitStatus.Skipped, UnitStatus.Skipped,
            ],
            Enumerable.Range(0, 8).Select(slice => run.Slice($"each:{slice}").Status));
    }

    [Fact]
    public void Shuffled_slices_are_all_begun_in_another_order()
    {
        var run = RunScript.Started(Job(Step("each").Each(parallel: 1, shuffle: true)), Of(50));
        var begun = new List<int>();
        for (var turn = 0; turn < 50; turn++)
        {
            var slice = Enumerable.Range(0, 50).Single(slice => run.Slice($"each:{slice}").Status == UnitStatus.Starting);
            begun.Add(slice);
            run.Exits($"each:{slice}");
        }

        run.Ended(RunStatus.Succeeded);
        Assert.NotEqual(Enumerable.Range(0, 50), begun);
        Assert.Equal(Enumerable.Range(0, 50), begun.Order());
    }

    private static Answers Of(int slices) => new() { Fan = (_, _) => new FanVerdict(slices) };
}
