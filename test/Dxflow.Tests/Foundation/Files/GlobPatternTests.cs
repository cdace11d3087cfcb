using System.Text.RegularExpressions;
using Dxflow.Foundation.Files;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "abc", true)]
    [InlineData("*", ".abc", false)]
    [InlineData(".*", ".abc", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("?", "𝔸", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[]]", "]", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[ab", "[ab", true)]
    [InlineData("[", "[", true)]
    [InlineData("[!", "[!", true)]
    [InlineData("a", "A", false)]
    public void Names_match_as_in_a_shell(string pattern, string name, bool matches) =>
        Assert.Equal(matches, GlobPattern.MatchesName(pattern, name));

    [Fact]
    public void It_agrees_with_a_regular_expression()
    {
        var pattern = Gen.ListOf(Gen.Elements("a", "b", "*", "?", "[ab]", "[!a]", ".")).Select(parts => string.Concat(parts));
        var name = Gen.ListOf(Gen.Elements('a', 'b', 'c', '.')).Select(letters => string.Concat(letters));
        Prop.ForAll(pattern.Zip(name).ToArbitrary(), pair =>
        {
            var (glob, text) = pair;
            var regex = string.Concat(Regex.Matches(glob, @"\[!?\w+\]|.").Select(part => part.Value switch
            {
                "*" => ".*",
                "?" => ".",
                "." => "\\.",
                _ => part.Value.Replace("!", "^", StringComparison.Ordinal),
            }));
            var hides = text.StartsWith('.') && !glob.StartsWith('.');
            return GlobPattern.MatchesName(glob, text) == (!hides && Regex.IsMatch(text, $"^{regex}$"));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Many_stars_take_no_time() =>
        Assert.False(GlobPattern.MatchesName(string.Concat(Enumerable.Repeat("a*", 100)) + "b", new string('a', 10_000)));
}
