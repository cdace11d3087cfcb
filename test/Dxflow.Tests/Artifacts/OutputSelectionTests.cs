using Dxflow.Artifacts;
using Xunit;

namespace Dxflow.Tests.Artifacts;

public sealed class OutputSelectionTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public OutputSelectionTests()
    {
        foreach (var path in (string[])
        [
            "outputs/b.xyz", "outputs/a.xyz", "outputs/a.txt", "outputs/.hidden.xyz", "outputs/Ä.xyz", "outputs/𝔸.xyz",
            "outputs/\uE000.xyz", "outputs/sub/c.xyz", "outputs/sub/deep/d.xyz", "outputs/odd[1].xyz", "top.xyz",
        ])
        {
            _fixture.Write(path, path);
        }
    }

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("outputs/[a-o]*.xyz", "outputs/a.xyz", "outputs/b.xyz", "outputs/odd[1].xyz")]
    [InlineData("outputs/*.t?t", "outputs/a.txt")]
    [InlineData("outputs/?.xyz", "outputs/a.xyz", "outputs/b.xyz", "outputs/Ä.xyz", "outputs/\uE000.xyz", "outputs/𝔸.xyz")]
    [InlineData("outputs/[ab].xyz", "outputs/a.xyz", "outputs/b.xyz")]
    [InlineData("outputs/[!b-z].x?z", "outputs/a.xyz", "outputs/Ä.xyz", "outputs/\uE000.xyz")]
    [InlineData("outputs/.*.xyz", "outputs/.hidden.xyz")]
    [InlineData("*/sub/*.xyz", "outputs/sub/c.xyz")]
    [InlineData("outputs/sub/**/*.xyz", "outputs/sub/c.xyz", "outputs/sub/deep/d.xyz")]
    [InlineData("outputs/sub/**", "outputs/sub/c.xyz", "outputs/sub/deep", "outputs/sub/deep/d.xyz")]
    [InlineData("**/d.xyz", "outputs/sub/deep/d.xyz")]
    [InlineData("**/sub/**/d*", "outputs/sub/deep", "outputs/sub/deep/d.xyz")]
    [InlineData("./outputs//sub/./c*", "outputs/sub/c.xyz")]
    [InlineData("outputs/odd\\[*")]
    [InlineData("outputs/none*")]
    [InlineData("nowhere/*")]
    [InlineData("top.xyz/*")]
    public void A_pattern_finds_what_a_shell_would_in_byte_order(string pattern, params string[] paths) =>
        Assert.Equal(paths, OutputSelection.Glob(_fixture.Work, pattern).Select(match => match.RelativePath));

    [Fact]
    public void A_path_finds_itself_with_kind_and_length_or_nothing()
    {
        Assert.Equal(new SelectedOutput("outputs/a.txt", ArtifactKind.File, 13), OutputSelection.Find(_fixture.Work, "outputs/./a.txt"));
        Assert.Equal(new SelectedOutput("outputs/sub", ArtifactKind.Dir, 0), OutputSelection.Find(_fixture.Work, "outputs/sub/"));
        Assert.Equal("outputs/odd[1].xyz", OutputSelection.Find(_fixture.Work, "outputs/odd[1].xyz")!.RelativePath);
        Assert.Null(OutputSelection.Find(_fixture.Work, "outputs/none"));
        Assert.Null(OutputSelection.Find(_fixture.Work, "top.xyz/none"));
        _fixture.Link("outputs/dangling", "none");
        Assert.Null(OutputSelection.Find(_fixture.Work, "outputs/dangling"));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/*")]
    [InlineData("a/../../*")]
    [InlineData("")]
    [InlineData("a\0")]
    public void A_path_that_leaves_is_refused_before_anything_is_looked_at(string path)
    {
        Assert.Equal(ArtifactProblem.Outside, Assert.Throws<ArtifactException>(() => OutputSelection.Find(_fixture.Work, path)).Problem);
        Assert.Equal(ArtifactProblem.Outside, Assert.Throws<ArtifactException>(() => OutputSelection.Glob(_fixture.Work, path)).Problem);
    }

    [Fact]
    public void Links_within_are_followed_by_name_and_not_by_any_depth()
    {
        _fixture.Link("outputs/link", "sub");
        Assert.Equal(["outputs/link/c.xyz"], OutputSelection.Glob(_fixture.Work, "outputs/link/*.xyz").Select(match => match.RelativePath));
        Assert.Equal(
            ["outputs/sub/c.xyz", "outputs/sub/deep/d.xyz"],
            OutputSelection.Glob(_fixture.Work, "**/[cd].xyz").Select(match => match.RelativePath));
    }
}
