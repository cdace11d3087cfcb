using Dxflow.Runtimes;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Xunit;

namespace Dxflow.Tests.Workflows.Running.Owed;

public sealed class GrantsTests
{
    [Fact]
    public void A_start_goes_when_its_grant_is_durable_whatever_was_decided_since() =>
        Assert.True(IsReady(new SliceFinished(1, 1, 0, 1, UnitStatus.Succeeded), durable: 1));

    [Fact]
    public void A_start_waits_for_its_grant() => Assert.False(IsReady(new RunPaused(1), durable: 0));

    [Fact]
    public void Places_are_given_up_at_once_but_by_what_goes_on_in_another_run()
    {
        var run = RunScript.Started(Plans.Up(Plans.Service("a"), Plans.Service("b")));
        var grants = new Grants(run.State);
        LeaseRequest[] leases = [new(LeaseKind.Drop, new LeaseKey(0, 0), 0), new(LeaseKind.Hold, new LeaseKey(1, 0), 1)];
        Assert.Empty(grants.Divide(leases).Waiting);
        run.State.Cancel = CancelMode.Handover;
        var (ready, waiting) = grants.Divide(leases);
        Assert.Equal([leases[1]], ready);
        Assert.Equal([leases[0]], waiting);
    }

    /// <summary>The grant is the first in the journal, and this the second.</summary>
    private static bool IsReady(RunEvent second, long durable)
    {
        var run = RunScript.Started(Plans.Up(Plans.Service("a"), Plans.Service("b")));
        var grants = new Grants(run.State);
        grants.Note(new AttemptGranted(1, 0, 0, 1), 1);
        grants.Note(second, 2);
        var start = new RunCommand(CommandKind.Start, new AttemptId(run.State.Id, 0, 0, 1));
        return grants.Divide([start], durable).Ready is [var ready] && ready == start;
    }
}
