using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Shells;
using Dxflow.Shells.Keeping;
using Xunit;

namespace Dxflow.Tests.Shells;

public sealed class ShellRightsTests
{
    private static readonly ShellRecord Host = new("id", "x", "alice", DateTimeOffset.UnixEpoch, "sh", [], "/");
    private static readonly ShellRecord Contained = Host with { Container = new TaskContainer("unix:///docker.sock", "c") };

    [Theory]
    [InlineData("Shell", false, true)]
    [InlineData("Shell, Workflow", true, false)]
    [InlineData("Master", true, true)]
    public void Of_the_machine_it_is_as_strong_as_the_engines_user(string permissions, bool engineIsRoot, bool isAllowed) =>
        Judge(Host, "alice", permissions, engineIsRoot, isAllowed);

    [Theory]
    [InlineData("bob", "Shell", false, false)]
    [InlineData("bob", "Shell, Workflow", false, true)]
    [InlineData("alice", "Shell, Workflow", true, true)]
    [InlineData("bob", "Shell, Workflow", true, false)]
    [InlineData("alice", "Shell", true, false)]
    [InlineData("bob", "Master", true, true)]
    public void In_a_container_it_is_of_the_workflow_and_under_root_of_who_made_it(
        string who, string permissions, bool engineIsRoot, bool isAllowed) =>
        Judge(Contained, who, permissions, engineIsRoot, isAllowed);

    private static void Judge(ShellRecord shell, string who, string permissions, bool engineIsRoot, bool isAllowed)
    {
        var caller = new Caller(who, Enum.Parse<Permission>(permissions), null, CancellationToken.None);
        var refused = Record.Exception(() => ShellRights.Check(caller, shell, engineIsRoot)) as Fault;
        Assert.Equal(isAllowed ? null : FaultKind.Forbidden, refused?.Info.Code);
    }
}
