using Dxflow.Operations;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Documents;

public sealed class PlanRightsTests
{
    private static readonly RunPlan Plan = new PlanBench().Plan("name: a\nservices: { one: { command: ['true'] } }");

    [Theory]
    [InlineData("Workflow, Shell", false, true)]
    [InlineData("Workflow, Shell", true, false)]
    [InlineData("Workflow", false, false)]
    [InlineData("Workflow, Platform", false, false)]
    [InlineData("Master", true, true)]
    public void A_process_needs_shell_and_on_an_engine_of_root_a_master(string permissions, bool engineIsRoot, bool allowed)
    {
        var caller = new Caller("alice", Enum.Parse<Permission>(permissions), null, default);
        var refused = Record.Exception(() => PlanRights.Check(Plan.Nodes, caller, engineIsRoot));
        Assert.Equal(allowed, refused is null);
        Assert.True(allowed || refused is Fault { Info: { Code: FaultKind.Forbidden, Hint.Length: > 0 } });
    }

    [Theory]
    [InlineData("Workflow, Shell", false)]
    [InlineData("Workflow, Platform", true)]
    [InlineData("Master", true)]
    public void Who_adopts_needs_platform(string permissions, bool allowed)
    {
        var refused = Record.Exception(
            () => PlanRights.CheckAdopting(new Caller("alice", Enum.Parse<Permission>(permissions), null, default)));
        Assert.Equal(allowed ? null : FaultKind.Forbidden, (refused as Fault)?.Info.Code);
    }

    [Fact]
    public void Another_runtime_needs_no_shell()
    {
        var elsewhere = Plan.Nodes.Select(node => node with { Runtime = "null" });
        PlanRights.Check(elsewhere, new Caller("alice", Permission.Workflow, null, default), engineIsRoot: true);
    }
}
