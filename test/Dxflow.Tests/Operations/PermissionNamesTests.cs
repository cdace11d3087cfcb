using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Operations;

public sealed class PermissionNamesTests
{
    [Fact]
    public void Every_permission_has_a_name_that_is_read_again()
    {
        foreach (var permission in Enum.GetValues<Permission>().Where(each => each != Permission.None))
        {
            Assert.Equal(permission, PermissionNames.Parse(PermissionNames.Of(permission)));
        }

        Assert.Equal("SHELL, READ_ONLY", PermissionNames.Text(Permission.ReadOnly | Permission.Shell));
    }

    [Fact]
    public void Names_come_in_any_case_with_commas_and_more_than_once() => Assert.Equal(
        Permission.Shell | Permission.Workflow | Permission.ReadOnly, PermissionNames.Parse(["shell, Workflow", "READ_ONLY,shell"]));

    [Fact]
    public void All_that_is_no_permission_is_said_at_once()
    {
        var info = Assert.Throws<Fault>(() => PermissionNames.Parse(["WORKFLOWS,admin", "SHELL"])).Info;
        Assert.Equal(2, info.Problems!.Count);
        Assert.Contains("WORKFLOW?", info.Problems[0].Fix);
        Assert.Contains("MASTER", info.Problems[1].Fix);
    }

    [Fact]
    public void A_long_word_is_shown_short() =>
        Assert.InRange(Assert.Throws<Fault>(() => PermissionNames.Parse([new string('x', 10_000)])).Info.Detail.Length, 1, 100);
}
