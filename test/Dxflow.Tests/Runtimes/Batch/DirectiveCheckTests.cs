using Dxflow.Runtimes.Batch;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch;

public sealed class DirectiveCheckTests
{
    private static readonly BatchTarget Target = new("x", Allow: ["--reservation", "-P", "--mail-user"]);

    [Theory]
    [InlineData("--reservation=maint")]
    [InlineData("--reservation")]
    [InlineData("-P alpha")]
    public void What_the_owner_has_named_may_be_given(string directive) => Assert.Null(DirectiveCheck.Refusal(Target, [directive]));

    [Theory]
    [InlineData("--reserv=maint")]
    [InlineData("--output=/etc/passwd")]
    [InlineData("-Palpha")]
    [InlineData("-p alpha")]
    [InlineData("-P -S/bin/evil")]
    [InlineData("-P  --output=/x")]
    [InlineData("--mail-user=a\n--wrap=id")]
    public void All_else_is_refused(string directive) => Assert.NotNull(DirectiveCheck.Refusal(Target, ["--reservation", directive]));

    [Fact]
    public void Without_a_list_nothing_may_be_given()
    {
        Assert.Contains("`allow`", DirectiveCheck.Refusal(new BatchTarget("x"), ["--reservation=maint"]));
        Assert.Null(DirectiveCheck.Refusal(new BatchTarget("x"), null));
    }
}
