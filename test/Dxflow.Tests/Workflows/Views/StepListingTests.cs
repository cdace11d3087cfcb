using System.Diagnostics;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;
using Xunit;

namespace Dxflow.Tests.Workflows.Views;

/// <summary>Lists of steps: a step that has many slices stands for the fan-out.</summary>
public sealed class StepListingTests
{
    private const int Many = 1_000_000;

    private readonly RunState _state = new(Plans.Job(
        Named(Plans.Step("first"), Template.Literal("first")),
        Named(Plans.Step("many"), new Template([new TemplatePart("many-"), new TemplatePart("index", true)])) with { Replicas = Many },
        Named(Plans.Step("plain"), Template.Literal("plain")) with { Replicas = 12 },
        Plans.Service("db"),
        Named(Plans.Step("none"), Template.Literal("none")) with { Replicas = 0 }));

    [Fact]
    public void Without_a_filter_a_row_is_a_step_with_all_its_slices()
    {
        RunApply.Apply(_state, new SlicesDropped(1, 2, 3, 4, UnitStatus.Skipped));
        RunApply.Apply(_state, new SlicesDropped(1, 1, 500_000, 500_000, UnitStatus.Failed, FailureReason.Exit));

        Assert.Equal(
            ["first  waiting ", "many  failed 1/1000000", "plain  waiting 2/12", "none  skipped "],
            List(new ListSteps("w")).Rows.Select(row => $"{row.Info.Name} {row.Info.Key} {Word(row)} {row.Info.Progress}"));
    }

    [Fact]
    public void A_key_chooses_slices_page_by_page()
    {
        Assert.Equal(["plain/1", "plain/10", "plain/11"], Keys(new ListSteps("w", Key: "plain/1")));
        Assert.Equal(12, Keys(new ListSteps("w", Key: "plain")).Count);
        Assert.Empty(Keys(new ListSteps("w", Key: "plainer")));
        Assert.Equal(["none"], List(new ListSteps("w", Key: "none")).Rows.Select(row => row.Info.Name));
        Assert.Equal(["many-999999"], Keys(new ListSteps("w", Key: "many-999999")));

        var (rows, next) = List(new ListSteps("w", Key: "plain", Limit: 5));
        Assert.Equal(5, rows.Count);
        Assert.Equal("2.5", next);
        Assert.Equal("plain/5", List(new ListSteps("w", Key: "plain", Limit: 5, Cursor: next)).Rows[0].Info.Key);
        Assert.Null(List(new ListSteps("w", Key: "plain", Limit: 12)).Next);
    }

    [Fact]
    public void A_key_that_ends_in_digits_chooses_all_numbers_that_begin_so()
    {
        var (rows, next) = List(new ListSteps("w", Key: "many-12", Limit: 13));

        Assert.Equal(
            ["many-12", .. Enumerable.Range(120, 10).Select(number => $"many-{number}"), "many-1200", "many-1201"],
            rows.Select(row => row.Info.Key));
        Assert.Equal("many-1202", List(new ListSteps("w", Key: "many-12", Limit: 1, Cursor: next)).Rows[0].Info.Key);
        Assert.Equal("many-129999", Keys(new ListSteps("w", Key: "many-12", Limit: 1000, Cursor: "1.129999"))[^1]);
        Assert.Equal(["many-0"], Keys(new ListSteps("w", Key: "many-0")));
        Assert.Empty(Keys(new ListSteps("w", Key: "many-00")));
        Assert.Empty(Keys(new ListSteps("w", Key: "many-1000000")));
        Assert.Empty(Keys(new ListSteps("w", Key: "many-99999999999999999999")));
        Assert.Empty(Keys(new ListSteps("w", Key: "many-12x")));
        Assert.Empty(Keys(new ListSteps("w", Key: "many--1")));
        Assert.Equal("many-0", Keys(new ListSteps("w", Key: "man", Limit: 1))[0]);
    }

    [Fact]
    public void What_waits_with_a_scheduler_is_found_as_it_is_shown()
    {
        var row = List(new ListSteps("w")).Rows[0].Info;
        var (queued, starting) = (row with { State = UnitStatus.Queued }, row with { State = UnitStatus.Starting });
        var filter = StepFilter.Of(new ListSteps("w", State: "queued"), 100);
        Assert.Equal([UnitStatus.Queued, UnitStatus.Starting], filter.Widened.States!.Order());
        Assert.Equal((true, false), (filter.Shows(queued), filter.Shows(starting)));
        Assert.False(StepFilter.Of(new ListSteps("w", State: "starting"), 100).Shows(queued));
        Assert.True(StepFilter.Of(new ListSteps("w"), 100).Shows(starting));
    }

    [Fact]
    public void States_choose_slices_among_a_million()
    {
        RunApply.Apply(_state, new SlicesDropped(1, 1, 999_990, 999_992, UnitStatus.Failed, FailureReason.Exit));
        RunApply.Apply(_state, new SlicesDropped(1, 0, 0, 0, UnitStatus.Omitted, Because: 1));
        List(new ListSteps("w", State: "cancelled"));
        var since = Stopwatch.GetTimestamp();

        Assert.Equal(["first", "many-999990", "many-999991", "many-999992"], Keys(new ListSteps("w", State: "failed, omitted")));

        // A look at a million states: far below what a person notices, on any machine.
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(1));
        Assert.Equal("1.999991", List(new ListSteps("w", State: "failed", Limit: 1)).Next);
    }

    [Fact]
    public void What_runs_is_named_for_its_progress()
    {
        RunApply.Apply(_state, new SlicesQueued(1, 2, 3, 3));
        RunApply.Apply(_state, new AttemptGranted(2, 2, 3, 1));
        RunApply.Apply(_state, new AttemptStarted(3, 2, 3, 1));

        var row = Assert.Single(List(new ListSteps("w", State: "running")).Rows);

        Assert.Equal(("plain/3", 3), (row.Info.Key, row.Running!.Value.Slice));
    }

    [Fact]
    public void Words_that_are_no_state_and_cursors_of_nobody_are_refused()
    {
        Assert.Contains("did you mean 'failed'", Refused(new ListSteps("w", State: "faild")), StringComparison.Ordinal);
        Assert.Contains("states are", Refused(new ListSteps("w", State: "")), StringComparison.Ordinal);
        Assert.Contains("last answer", Refused(new ListSteps("w", Cursor: "1.2.3")), StringComparison.Ordinal);
        Assert.Contains("last answer", Refused(new ListSteps("w", Cursor: "-1")), StringComparison.Ordinal);
        Assert.Empty(List(new ListSteps("w", Cursor: "99")).Rows);
        Assert.Empty(List(new ListSteps("w", Key: "plain", Cursor: "2.99")).Rows);
    }

    [Fact]
    public void A_name_is_a_step_and_a_key_one_slice_of_it()
    {
        Assert.Equal((0, -1), StepListing.Find(_state, "first"));
        Assert.Equal((1, 1 + 999_999), StepListing.Find(_state, "many-999999"));
        Assert.Equal((2, 1 + Many + 11), StepListing.Find(_state, "plain/11"));
        Assert.Equal("did you mean 'plain'?", Assert.Throws<Fault>(() => StepListing.Find(_state, "plai")).Info.Hint);
        Assert.Throws<Fault>(() => StepListing.Find(_state, "plain/12"));
    }

    private static string? Refused(ListSteps request) => Assert.Throws<Fault>(() => StepFilter.Of(request, 100)).Info.Hint;

    private (IReadOnlyList<StepRow> Rows, string? Next) List(ListSteps request) =>
        StepListing.Of(_state, StepFilter.Of(request, request.Limit), DateTimeOffset.UnixEpoch);

    private List<string?> Keys(ListSteps request) => [.. List(request).Rows.Select(row => row.Info.Key)];

    private static string Word(StepRow row) => EventProjection.Word(row.Info.State);

    private static NodePlan Named(NodePlan node, Template key) => node with { Step = node.Step! with { Key = key } };
}
