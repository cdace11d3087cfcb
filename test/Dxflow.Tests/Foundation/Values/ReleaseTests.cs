using Dxflow.Foundation.Values;
using Xunit;

namespace Dxflow.Tests.Foundation.Values;

public sealed class ReleaseTests
{
    /// <summary>The order that semver.org gives as its example, with the numbers around it.</summary>
    private static readonly string[] Rising =
    [
        "0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
        "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0",
    ];

    [Fact]
    public void Versions_are_ordered_as_semver_says()
    {
        for (var one = 0; one < Rising.Length; one++)
        {
            for (var other = 0; other < Rising.Length; other++)
            {
                Assert.Equal(one.CompareTo(other), Math.Sign(Release.Parse(Rising[one])!.CompareTo(Release.Parse(Rising[other]))));
            }
        }
    }

    [Fact]
    public void What_is_said_of_a_build_does_not_count() =>
        Assert.Equal(0, Release.Parse("1.2.3+abc-def")!.CompareTo(Release.Parse("1.2.3")));

    [Theory]
    [InlineData("")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("v1.2.3")]
    [InlineData("1.-2.3")]
    public void What_is_no_version_is_none(string text) => Assert.Null(Release.Parse(text));

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("1.2.3-rc.1")]
    public void A_version_is_shown_as_it_was_written(string text) => Assert.Equal(text, Release.Parse(text)!.ToString());
}
