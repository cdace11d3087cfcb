using Dxflow.Runtimes;
using Dxflow.Surfaces.Cli.Progress;
using Dxflow.Workflows;
using Dxflow.Workflows.Commands;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Xunit;

namespace Dxflow.Tests.Workflows.Commands;

public sealed class ProgressCommandsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_step_is_queued_runs_and_fails_with_its_code()
    {
        var queued = ProgressCommands.Next(null, new RunEventInfo(1, At, "queued", "a"));
        Assert.Equal(new ProgressRow("a", "queued"), queued);
        var running = ProgressCommands.Next(queued, new RunEventInfo(2, At, "started", "a", 1));
        Assert.Equal(new ProgressRow("a", "running", At), running);
        var end = new RunEventInfo(3, At.AddSeconds(2), "finished", "a", 1, "failed", 3, null, FailureReason.Exit);
        Assert.Equal(new ProgressRow("a", "failed", At, At.AddSeconds(2), "exit code 3"), ProgressCommands.Next(running, end));
    }

    [Fact]
    public void What_waits_says_what_for_and_what_runs_how_far_it_is_and_neither_outlives_its_state()
    {
        var step = new StepInfo(
            "a", UnitStatus.Queued, 1, null, null, "job 7 waits in Slurm: Priority", null, null, null, "slurm", NodeKind.Step);
        var waits = ProgressCommands.Look(new ProgressRow("a", "queued"), step);
        Assert.Equal(new ProgressRow("a", "queued", Note: "job 7 waits in Slurm: Priority"), waits);
        var late = step with { State = UnitStatus.Starting, Detail = "the disk is full" };
        Assert.Equal("the disk is full", ProgressCommands.Look(new ProgressRow("a", "queued"), late)!.Note);
        Assert.Equal(
            new ProgressRow("a", "running", At), ProgressCommands.Next(waits, new RunEventInfo(2, At, "started", "a", 1)));
        var half = step with { State = UnitStatus.Running, Detail = null, Progress = "1/2" };
        Assert.Equal("1/2", ProgressCommands.Look(new ProgressRow("a", "running", At), half)!.Done);
        Assert.Null(ProgressCommands.Look(new ProgressRow("a", "running", At), step));
        Assert.Null(ProgressCommands.Look(new ProgressRow("a", "queued"), half));
    }

    [Fact]
    public void An_image_is_pulled_or_built_before_a_step_runs()
    {
        var queued = new ProgressRow("a", "queued");
        var pulling = ProgressCommands.Next(queued, new RunEventInfo(1, At, "progress", "a", 1, "pulling", Detail: "1 of 2 layers"));
        Assert.Equal(new ProgressRow("a", "pulling", At, Done: "1 of 2 layers"), pulling);
        var building = ProgressCommands.Next(
            pulling, new RunEventInfo(1, At.AddSeconds(1), "progress", "a", 1, "building", Detail: "[2/3] RUN make"));
        Assert.Equal(new ProgressRow("a", "building", At, Note: "[2/3] RUN make"), building);
        Assert.Equal(
            new ProgressRow("a", "running", At.AddSeconds(2)),
            ProgressCommands.Next(building, new RunEventInfo(2, At.AddSeconds(2), "started", "a", 1)));
    }

    [Theory]
    [InlineData("granted")]
    [InlineData("exited")]
    [InlineData("outputs")]
    [InlineData("forgotten")]
    public void Bookkeeping_changes_nothing(string word) =>
        Assert.Null(ProgressCommands.Next(new ProgressRow("a", "running", At), new RunEventInfo(1, At, word, "a", 1)));

    [Fact]
    public void A_step_of_many_slices_is_one_row_that_counts_them_and_bookkeeping_changes_nothing_after_its_end()
    {
        var counts = new SliceCounts(2);
        var running = ProgressCommands.Slices(counts, null, new RunEventInfo(1, At, "started", "a", 1, Slice: 0));
        Assert.Equal(new ProgressRow("a", "running", At), running);
        Assert.Null(ProgressCommands.Slices(counts, running, new RunEventInfo(2, At, "finished", "a", 1, "succeeded", Slice: 0)));
        var ended = ProgressCommands.Slices(counts, running, new RunEventInfo(3, At, "finished", "a", 1, "succeeded", Slice: 1));
        Assert.Equal(new ProgressRow("a", "succeeded", At, At, "2/2"), ended);
        Assert.Null(ProgressCommands.Slices(counts, ended, new RunEventInfo(4, At, "forgotten", "a", 1, Slice: 1)));
    }

    [Fact]
    public void What_is_dropped_says_because_of_what()
    {
        var dropped = new RunEventInfo(1, At, "dropped", "a", State: "omitted", Detail: "because of b");
        Assert.Equal("because of b", ProgressCommands.Next(null, dropped)!.Note);
    }
}
