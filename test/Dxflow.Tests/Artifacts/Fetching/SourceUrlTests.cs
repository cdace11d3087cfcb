using Dxflow.Artifacts;
using Dxflow.Artifacts.Fetching;
using Xunit;

namespace Dxflow.Tests.Artifacts.Fetching;

public sealed class SourceUrlTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Fact]
    public void An_address_is_shown_without_what_may_be_secret_in_it()
    {
        var url = SourceUrl.Parse($"https://data.example/a/b%20c.xyz?signature=abc#sha256={Hash}").Url!;
        Assert.Equal("https://data.example/a/b%20c.xyz", url.Shown);
        Assert.Equal("b c.xyz", url.NameOf(ArtifactKind.File));
        Assert.Equal(Hash, url.Sha256);
        Assert.Equal("https://data.example/a/b%20c.xyz?signature=abc", url.Address.AbsoluteUri);
    }

    [Fact]
    public void A_directory_is_not_called_like_its_archive()
    {
        Assert.Equal("data", SourceUrl.Parse("https://data.example/data.tar.gz").Url!.NameOf(ArtifactKind.Dir));
        Assert.Equal("data.v1", SourceUrl.Parse("https://data.example/data.v1.ZIP").Url!.NameOf(ArtifactKind.Dir));
        Assert.Equal("data.zip", SourceUrl.Parse("https://data.example/data.zip").Url!.NameOf(ArtifactKind.File));
        Assert.Null(SourceUrl.Parse("https://data.example/.zip").Url!.NameOf(ArtifactKind.Dir));
    }

    [Theory]
    [InlineData("https://data.example/")]
    [InlineData("https://data.example/a/..%2f..%2fb")]
    [InlineData("https://data.example/a/%00")]
    public void A_name_that_no_file_can_have_is_none(string text) => Assert.Null(
        SourceUrl.Parse(text).Url!.NameOf(ArtifactKind.File));

    [Theory]
    [InlineData("http://data.example/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://data.example/x")]
    [InlineData("https:///x")]
    [InlineData("https://user:word@data.example/x")]
    [InlineData("https://data.example/x#fragment")]
    [InlineData("https://data.example/x#sha256=123")]
    [InlineData("https://data.example/x#sha256=9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    [InlineData("x")]
    public void Anything_else_is_refused_with_the_reason(string text)
    {
        var (url, refusal) = SourceUrl.Parse(text);
        Assert.Null(url);
        Assert.NotEmpty(refusal!);
    }
}
