using Dxflow.Access.SignIn;
using Dxflow.Operations;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Access.SignIn;

public sealed class NarrowingTests
{
    private const Permission All = PermissionNames.Functional | Permission.ReadOnly | Permission.Master;

    [Theory]
    [InlineData("Workflow, Shell", "None", "Workflow, Shell")]
    [InlineData("Workflow, Shell", "Workflow", "Workflow")]
    [InlineData("Workflow, Shell", "ReadOnly", "Workflow, Shell, ReadOnly")]
    [InlineData("Workflow, ReadOnly", "Workflow", "Workflow, ReadOnly")]
    [InlineData("Master", "Workflow, ReadOnly", "Workflow, ReadOnly")]
    [InlineData("Master", "Master", "Master")]
    [InlineData("Workflow", "Shell", "None")]
    [InlineData("Workflow", "Master", "Workflow")]
    public void A_token_may_what_its_key_may_now_or_less(string key, string narrowed, string result) => Assert.Equal(
        Enum.Parse<Permission>(result), Narrowing.Apply(Enum.Parse<Permission>(key), Enum.Parse<Permission>(narrowed)));

    [Fact]
    public void No_token_may_more_than_its_key() => Prop.ForAll<int, int>((first, second) =>
    {
        var (key, narrowed) = ((Permission)first & All, (Permission)second & All);
        var result = Narrowing.Apply(key, narrowed);
        var more = result & ~key & ~Permission.ReadOnly;
        var looksOnly = !key.HasFlag(Permission.ReadOnly) || result.HasFlag(Permission.ReadOnly);
        return looksOnly && (more == Permission.None || (key.HasFlag(Permission.Master) && !more.HasFlag(Permission.Master)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_key_does_not_have_cannot_be_asked_for()
    {
        Assert.Equal(Permission.Shell, Narrowing.Beyond(Permission.Workflow, Permission.Shell | Permission.Workflow));
        Assert.Equal(Permission.Master, Narrowing.Beyond(PermissionNames.Functional, Permission.Master));
        Assert.Equal(Permission.None, Narrowing.Beyond(Permission.Workflow, Permission.ReadOnly));
        Assert.Equal(Permission.None, Narrowing.Beyond(Permission.Master, Permission.Shell));
    }
}
