using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Xunit;

namespace Dxflow.Tests.Workflows.Registry;

public sealed class IndexStateTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public void Numbers_of_runs_are_never_used_twice()
    {
        var state = With(Saved("a", 1), Started("a", 1, "r1"), Started("a", 2, "r2"), new RunRemoved(3, "r2"));

        Assert.Equal(3, state.Workflows["a"].NextRun);
        Assert.Null(state.Find("r2"));
        Assert.Equal("r1", state.Find("r1")!.Id);
    }

    [Fact]
    public void A_sealed_run_is_not_live()
    {
        var state = With(Saved("a", 1), Started("a", 1, "r1"), Started("a", 2, "r2"));
        Assert.Equal(2, state.LiveRuns.Count());

        state.Apply(new RunSealed(9, "r1", RunStatus.Failed, FailureReason.Exit, 2, 1, 3, 1, "why"));

        Assert.Equal("r2", Assert.Single(state.LiveRuns).Id);
        Assert.Equal(RunStatus.Failed, state.Find("r1")!.Sealed!.State);
    }

    [Fact]
    public void The_same_key_finds_the_same_run_for_a_day()
    {
        var state = With(Saved("a", 1), Started("a", 1, "r1", at: 1, key: "k"));
        Assert.Equal("r1", state.FindByKey("k")!.Id);

        state.Apply(Started("a", 2, "r2", at: 25 * Hour, key: "k2"));

        Assert.Null(state.FindByKey("k"));
        Assert.Equal("r2", state.FindByKey("k2")!.Id);
    }

    [Fact]
    public void Keys_are_bounded()
    {
        var state = With(Saved("a", 1));
        for (var run = 1; run <= IndexState.KeysMax + 5; run++)
        {
            state.Apply(Started("a", run, $"r{run}", at: 1, key: $"k{run}"));
        }

        Assert.Null(state.FindByKey("k5"));
        Assert.NotNull(state.FindByKey("k6"));
    }

    [Fact]
    public void Facts_about_what_is_gone_change_nothing()
    {
        var state = With(Saved("a", 1), Started("a", 1, "r1"), new WorkflowRemoved(2, "a", null));

        state.Apply(new RunSealed(9, "r1", RunStatus.Failed, FailureReason.Exit, 0, 1, 1));
        state.Apply(new RunRemoved(9, "r1"));
        state.Apply(Started("a", 2, "r2"));

        Assert.Empty(state.Workflows);
    }

    [Fact]
    public void Every_fact_survives_the_journal()
    {
        IndexEvent[] facts =
        [
            Saved("a", 1), Started("a", 1, "r1", key: "k"), new WorkflowRemoved(3, "b"),
            new RunRegistered(4, "a", 2, "r2", 1, RunKind.Up), new RunSealed(
                9, "r1", RunStatus.Failed, FailureReason.OutOfMemory, 2, 1, 3),
            new RunRemoved(10, "r1"), new WorkflowRemoved(11, "a", "uid:0"),
        ];

        Assert.All(facts, fact => Assert.Equal(
            fact, WorkflowRegistry.Parse(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(fact, IndexJson.Default.IndexEvent))));
    }

    private static WorkflowSaved Saved(string name, int revision) => new(1, name, revision, "digest", "uid:0");

    private static RunRegistered Started(string workflow, int number, string run, long at = 1, string? key = null) =>
        new(at, workflow, number, run, 1, RunKind.Job, "uid:0", key);

    private static IndexState With(params IndexEvent[] facts)
    {
        var state = new IndexState();
        foreach (var fact in facts)
        {
            state.Apply(fact);
        }

        return state;
    }
}
