using Dxflow.Operations;
using Dxflow.Platform;
using Xunit;

namespace Dxflow.Tests.Platform;

public sealed class HidingTests
{
    private static readonly Caller Somebody = new("ci", Permission.Platform, null, CancellationToken.None);
    private static readonly Caller Master = Somebody with { Permissions = Permission.Master };

    [Fact]
    public void Of_an_environment_only_the_names_are_shown()
    {
        var shown = Hiding.For(reveal: false, Master).Environment(["PATH=/bin", "DB_PASSWORD=a=b", "EMPTY=", "BARE"]);
        Assert.Equal(
            [new("BARE", ""), new("DB_PASSWORD", Hiding.Mask), new("EMPTY", Hiding.Mask), new("PATH", Hiding.Mask)], shown);
    }

    [Fact]
    public void Labels_and_options_are_hidden_where_name_or_text_looks_like_a_secret()
    {
        var shown = Hiding.For(reveal: false, Somebody).Pairs(new Dictionary<string, string>
        {
            ["com.example.team"] = "blue",
            ["api-token"] = "abc",
            ["o"] = "addr=10.0.0.1,username=me,password=pw",
            ["type"] = "cifs",
        });
        Assert.Equal(
            ("blue", Hiding.Mask, Hiding.Mask, "cifs"), (shown["com.example.team"], shown["api-token"], shown["o"], shown["type"]));
        Assert.Empty(Hiding.For(reveal: false, Somebody).Pairs(null));
    }

    [Fact]
    public void A_master_who_asks_sees_all_and_nobody_else_may_ask()
    {
        var all = Hiding.For(reveal: true, Master);
        Assert.Equal("a=b", all.Environment(["DB_PASSWORD=a=b"])["DB_PASSWORD"]);
        Assert.Equal("abc", all.Pairs(new Dictionary<string, string> { ["api-token"] = "abc" })["api-token"]);
        var refused = Assert.Throws<Fault>(() => Hiding.For(reveal: true, Somebody));
        Assert.Equal(FaultKind.Forbidden, refused.Info.Code);
    }
}
