using Dxflow.Operations;
using Dxflow.Platform;
using Xunit;

namespace Dxflow.Tests.Platform;

public sealed class PlatformNamesTests
{
    [Theory]
    [InlineData("web")]
    [InlineData("shop-web-1")]
    [InlineData("0123abcdef")]
    [InlineData("a_b.c")]
    public void Names_and_ids_pass(string name) => Assert.Equal(name, PlatformNames.Thing(name));

    [Theory]
    [InlineData("")]
    [InlineData("../images/app")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a?force=1")]
    [InlineData("-a")]
    [InlineData("a\n")]
    [InlineData("a%2e%2e")]
    public void What_could_be_another_path_is_refused(string name) =>
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => PlatformNames.Thing(name)).Info.Code);

    [Theory]
    [InlineData("debian")]
    [InlineData("debian:12")]
    [InlineData("127.0.0.1:5000/team/app_x:1.0-rc.1")]
    [InlineData("app@sha256:0123")]
    [InlineData("sha256:0123")]
    public void Images_pass(string name) => Assert.Equal(name, PlatformNames.Image(name));

    [Theory]
    [InlineData("")]
    [InlineData("../containers/web")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a/./b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a\n")]
    public void What_could_be_another_path_is_no_image(string name) =>
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => PlatformNames.Image(name)).Info.Code);

    [Fact]
    public void A_name_has_an_end() => Assert.Throws<Fault>(() => PlatformNames.Thing(new string('a', 513)));

    [Fact]
    public void A_time_of_year_1_is_none()
    {
        Assert.Null(PlatformNames.Moment("0001-01-01T00:00:00Z"));
        Assert.Null(PlatformNames.Moment((string?)null));
        Assert.Null(PlatformNames.Moment(0));
        Assert.Equal(2026, PlatformNames.Moment("2026-01-31T09:30:00.123456789Z")!.Value.Year);
    }
}
