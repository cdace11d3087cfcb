using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class ReuseTests
{
    private static readonly JsonElement Left = JsonDocument.Parse("""{"out":"old"}""").RootElement;

    [Fact]
    public void What_is_taken_over_is_final_with_its_outputs_and_what_waits_for_it_goes_on()
    {
        var run = RunScript.Started(Taking(Job(Step("a").Leaves(), Step("b", After(0)))), Takes(0));
        run.Is(UnitStatus.Reused, "a");
        Assert.Equal("old", run.State.Outputs[0].GetProperty("out").GetString());
        run.Exits("b");
        run.Ended(RunStatus.Succeeded);
        Assert.Equal(["reused w/1"], run.Events.OfType<SliceReused>().Select(static e => $"reused {e.From}"));
        Assert.DoesNotContain(run.Events, static e => e is SliceEvent { Step: 0 } and not SliceReused);
    }

    [Fact]
    public void Of_a_fan_out_the_rest_is_queued_in_ranges_and_both_count_for_what_is_required()
    {
        var plan = Taking(Job(Step("each").Each(new RequirePlan(0.8m)), Step("sum", After(0))));
        var run = RunScript.Started(plan, new Answers
        {
            Fan = static (_, _) => new FanVerdict(5),
            Reuse = static (_, step, slice) => step == 0 && slice is 1 or 4 ? new ReuseVerdict("w/1") : default,
        });
        Assert.Equal(
            ["0-0", "2-3"], run.Events.OfType<SlicesQueued>().Where(static e => e.Step == 0).Select(static e => $"{e.First}-{e.Last}"));
        run.Exits("each:0");
        run.Exits("each:2", 1);
        run.Exits("each:3");
        run.Is(UnitStatus.Succeeded, "each");
        run.Exits("sum");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void A_step_of_which_all_is_taken_over_is_itself()
    {
        var run = RunScript.Started(Taking(Job(Step("each").Each())), new Answers
        {
            Fan = static (_, _) => new FanVerdict(3),
            Reuse = static (_, _, _) => new ReuseVerdict("w/1"),
        });
        run.Is(UnitStatus.Reused, "each");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void What_a_condition_does_not_want_is_not_taken_over_either()
    {
        var plan = Taking(Job(Step("each").Each().When()));
        plan = plan with { Nodes = [plan.Nodes[0] with { Step = plan.Nodes[0].Step! with { WhenEach = true } }] };
        var run = RunScript.Started(plan, new Answers
        {
            Fan = static (_, _) => new FanVerdict(3),
            When = static (_, _, slice) => new WhenVerdict(slice != 1),
            Reuse = static (_, _, slice) => slice < 2 ? new ReuseVerdict("w/1") : default,
        });
        Assert.Equal(
            [UnitStatus.Reused, UnitStatus.Skipped, UnitStatus.Starting],
            Enumerable.Range(0, 3).Select(slice => run.Slice($"each:{slice}").Status));
    }

    [Fact]
    public void What_can_be_neither_taken_over_nor_run_as_asked_fails()
    {
        var run = RunScript.Started(Taking(Job(Step("a"))), new Answers { Reuse = static (_, _, _) => new ReuseVerdict(Error: "changed") });
        Assert.Equal("changed", run.Detail("a"));
        run.Ended(RunStatus.Failed, FailureReason.BadInput);
    }

    [Fact]
    public void What_runs_last_runs_and_nothing_is_asked_of_a_run_that_takes_over_nothing()
    {
        var asked = new List<int>();
        var answers = new Answers { Reuse = (_, step, _) => { asked.Add(step); return default; } };
        RunScript.Started(Taking(Job(Step("a"), Step("bye"))) with { OnExit = 1 }, answers).Exits("a");
        Assert.Equal([0], asked);
        RunScript.Started(Job(Step("a")), answers);
        Assert.Equal([0], asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_crash_in_the_middle_of_asking_asks_the_rest(int survived)
    {
        var plan = Taking(Job(Step("each").Each()));
        var answers = new Answers
        {
            Fan = static (_, _) => new FanVerdict(4),
            Reuse = static (_, _, slice) => slice % 2 == 1 ? new ReuseVerdict("w/1") : default,
        };
        var told = RunScript.Started(plan, answers).Events;
        var from = told.FindIndex(static e => e is StepFannedOut) + 1;
        var state = new RunState(plan);
        told.Take(from + survived).ToList().ForEach(e => RunApply.Apply(state, e));
        var work = new RunWork(state, answers);

        work.Accept(new RunRecovered(), new Moment(2_000_000, 7));

        Assert.Equal(
            [UnitStatus.Queued, UnitStatus.Reused, UnitStatus.Queued, UnitStatus.Reused],
            Enumerable.Range(state.Steps[0].First, 4).Select(slice => state.Slices[slice].Status));
    }

    [Fact]
    public void Without_an_earlier_run_only_what_is_cached_is_asked_about()
    {
        var (cached, other) = (Step("a").Leaves(), Step("b"));
        var asked = new List<int>();
        var run = RunScript.Started(Job(cached with { Step = cached.Step! with { Cached = true } }, other), new Answers
        {
            Reuse = (_, step, _) =>
            {
                asked.Add(step);
                return new ReuseVerdict("v/7", Left, "cached");
            },
        });
        run.Is(UnitStatus.Reused, "a");
        run.Exits("b");
        run.Ended(RunStatus.Succeeded);
        Assert.Equal([0], asked);
        Assert.Equal(["v/7 cached"], run.Events.OfType<SliceReused>().Select(static e => $"{e.From} {e.Detail}"));
    }

    [Fact]
    public void A_great_many_slices_are_asked_about_turn_by_turn_and_queued_when_all_have_been()
    {
        var work = Asking(out var asked);
        for (var turn = 1; turn <= 2; turn++)
        {
            var events = work.TakeTurn().Events;
            Assert.Equal((turn * Asks.PerTurn, true), (asked.Count, work.HasMore));
            Assert.Equal(Asks.PerTurn / 2, events.Count(static e => e is SliceReused));
            Assert.DoesNotContain(events, static e => e is SlicesQueued);

            // Not before the next turn, whatever comes.
            work.Accept(new AskPause("me"), At);
            work.Accept(new AskResume("me"), At);
            Assert.Equal(turn * Asks.PerTurn, asked.Count);
            work.TakeTurn();
            work.Tick(At);
        }

        Assert.Equal((Slices, false), (asked.Count, work.HasMore));
        Assert.Equal(asked.Count, asked.Distinct().Count());
        Assert.Equal(Slices / 2, work.TakeTurn().Events.OfType<SlicesQueued>().Sum(static e => e.Last - e.First + 1));
        Assert.All(Enumerable.Range(0, Slices), slice => Assert.Equal(
            slice % 2 == 0 ? UnitStatus.Reused : UnitStatus.Queued, work.State.Slices[work.State.Steps[0].First + slice].Status));
    }

    [Fact]
    public void A_cancel_between_two_turns_ends_the_asking_and_nothing_is_queued()
    {
        var work = Asking(out var asked);
        work.TakeTurn();
        work.Accept(new CancelRun(CancelMode.Stop, "me"), At);
        work.TakeTurn();
        work.Tick(At);
        Assert.Equal((Asks.PerTurn, false, RunStatus.Cancelled), (asked.Count, work.HasMore, work.State.Status));
        Assert.Equal(Asks.PerTurn / 2, work.State.Steps[0].Reused);
        Assert.DoesNotContain(work.TakeTurn().Events, static e => e is SlicesQueued);
    }

    [Fact]
    public void After_a_crash_between_two_turns_only_what_was_not_taken_over_is_asked_about_again()
    {
        var work = Asking(out var asked);
        var state = new RunState(work.State.Plan);
        work.TakeTurn().Events.ToList().ForEach(e => RunApply.Apply(state, e));
        asked.Clear();
        var again = new RunWork(state, Halves(asked));
        again.Accept(new RunRecovered(), At);
        while (again.HasMore)
        {
            again.TakeTurn();
            again.Tick(At);
        }

        Assert.Equal(Slices - (Asks.PerTurn / 2), asked.Count);
        Assert.Equal(Slices / 2, state.Steps[0].Reused);
    }

    private const int Slices = (2 * Asks.PerTurn) + 500;

    private static readonly Moment At = new(1_000_000, 7);

    private static RunWork Asking(out List<int> asked)
    {
        var work = new RunWork(new RunState(Taking(Job(Step("each").Each()))), Halves(asked = []));
        work.Create(new RunCreated(1, "0123456789abcdef", "w", 1, 1));
        work.Accept(new StartRun(), At);
        return work;
    }

    private static Answers Halves(List<int> asked) => new()
    {
        Fan = static (_, _) => new FanVerdict(Slices),
        Reuse = (_, _, slice) =>
        {
            asked.Add(slice);
            return slice % 2 == 0 ? new ReuseVerdict("w/1") : default;
        },
    };

    private static RunPlan Taking(RunPlan plan) => plan with { Reuse = new ReusePlan("1", "w/1") };

    private static Answers Takes(int wanted) => new()
    {
        Reuse = (_, step, _) => step == wanted ? new ReuseVerdict("w/1", Left) : default,
    };
}
