using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Views;
using Xunit;

namespace Dxflow.Tests.Workflows.Views;

public sealed class StepKeyCandidatesTests
{
    private const int Many = 1_000_000;

    /// <summary>Whatever the key looks like: what is looked at holds all whose key begins so, and no more than have to be.</summary>
    [Theory]
    [InlineData("each", true, "each/123456", 1)]
    [InlineData("each", true, "each/12345", 11)]
    [InlineData("each", true, "each/0", 1)]
    [InlineData("each", true, "each/", Many)]
    [InlineData("each", true, "each", Many)]
    [InlineData("each", true, "each/1x", 0)]
    [InlineData("each", true, "each/01", 0)]
    [InlineData("a{{index}}", true, "a99999", 11)]
    [InlineData("a{{index}}-z", true, "a12-", 1)]
    [InlineData("a{{index}}-z", true, "a12-z", 1)]
    [InlineData("a{{index}}-z", true, "a12-y", 0)]
    [InlineData("a{{index}}-z", true, "a12", 11111)]
    [InlineData("a{{index}}5", true, "a125", Many)]
    [InlineData("a{{index}}{{index}}", true, "a1212", Many)]
    [InlineData("a{{each.x}}", true, "a{{ each.x }}", Many)]
    [InlineData("{{run.id}}", true, "7", Many)]
    public void Candidates_are_those_whose_digits_fit(string key, bool isFanned, string prefix, int most)
    {
        var keys = new StepKeys("", Parse(key), isFanned, null);

        var candidates = keys.Candidates(prefix, Many).ToList();

        Assert.Equal(most, candidates.Sum(range => range.Last - range.First + 1));
        Assert.Equal(candidates.OrderBy(range => range.First), candidates);
        var wanted = Enumerable.Range(0, 20_000).Where(slice => keys.Of(slice).StartsWith(prefix, StringComparison.Ordinal)).ToList();
        Assert.All(wanted, slice => Assert.Contains(candidates, range => range.First <= slice && slice <= range.Last));
    }

    [Fact]
    public void Where_there_is_no_slice_nothing_is_looked_at()
    {
        Assert.Empty(new StepKeys("", Template.Literal("each"), true, null).Candidates("each", 0));
        Assert.Empty(new StepKeys("", Template.Literal("each"), true, null).Candidates("each/0", 0));
    }

    private static Template Parse(string text) => new([
        .. text.Split("{{").SelectMany((part, at) => at == 0
            ? (TemplatePart[])[new TemplatePart(part)]
            : [new TemplatePart(part.Split("}}")[0], true), new TemplatePart(part.Split("}}")[1])])
            .Where(static part => part.Text.Length > 0)]);
}
