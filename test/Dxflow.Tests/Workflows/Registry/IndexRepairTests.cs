using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Xunit;

namespace Dxflow.Tests.Workflows.Registry;

public sealed class IndexRepairTests
{
    private const long Now = 1000;

    [Fact]
    public void An_index_that_knows_everything_is_told_nothing()
    {
        var index = Index(new WorkflowSaved(1, "a", 2, "d"), Registered("a", 1, "r1"));

        Assert.Empty(IndexRepair.Facts(index, [new FoundWorkflow("a", 2, "d"), new FoundWorkflow("a", 1, "c")], [Run("a", 1, "r1")], Now));
    }

    [Fact]
    public void An_empty_index_gets_all_back_and_goes_on_with_numbers_that_were_never_used()
    {
        var index = Index();

        Apply(index, [new FoundWorkflow("a", 3, "d")], [Run("a", 7, "r7"), Run("a", 2, "r2"), Run("b", 1, "b1")]);

        Assert.Equal([2, 7], index.Workflows["a"].Runs.Keys);
        Assert.Equal((3, "d", 8), (index.Workflows["a"].Revision, index.Workflows["a"].Digest, index.Workflows["a"].NextRun));
        Assert.Equal("b1", Assert.Single(index.Workflows["b"].Runs).Value.Id);
        Assert.Equal(3, index.LiveRuns.Count());
    }

    [Fact]
    public void A_number_that_another_run_has_got_meanwhile_is_not_taken_from_it()
    {
        var index = Index(new WorkflowSaved(1, "a", 1, "d"), Registered("a", 4, "new"));

        Apply(index, [], [Run("a", 4, "lost"), Run("a", 5, "last")]);

        Assert.Equal("new", index.Workflows["a"].Runs[4].Id);
        Assert.Equal("last", index.Workflows["a"].Runs[5].Id);
        Assert.Equal("lost", index.Workflows["a"].Runs[6].Id);
    }

    private static void Apply(IndexState index, IReadOnlyList<FoundWorkflow> workflows, IReadOnlyList<FoundRun> runs)
    {
        foreach (var fact in IndexRepair.Facts(index, workflows, runs, Now))
        {
            index.Apply(fact);
        }

        Assert.Empty(IndexRepair.Facts(index, workflows, runs, Now));
    }

    private static IndexState Index(params IndexEvent[] facts)
    {
        var index = new IndexState();
        foreach (var fact in facts)
        {
            index.Apply(fact);
        }

        return index;
    }

    private static RunRegistered Registered(string workflow, int number, string id) => new(1, workflow, number, id, 1, RunKind.Job);

    private static FoundRun Run(string workflow, int number, string id) => new(id, workflow, number, 1, RunKind.Job, number);
}
