using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Images;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("node_modules", "node_modules/a/b.js", true)]
    [InlineData("node_modules", "src/node_modules", false)]
    [InlineData("**/node_modules", "src/node_modules/x", true)]
    [InlineData("**/node_modules", "node_modules", true)]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "d/a.log", false)]
    [InlineData("*", ".git", true)]
    [InlineData("/bin/", "bin/x", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[^a-c]x", "bx", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData(@"a\*", "a*", true)]
    [InlineData(@"a\*", "ab", false)]
    [InlineData("a/**/z", "a/b/c/z", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("./x/../y", "y", true)]
    [InlineData("# x", "# x", false)]
    [InlineData("", "x", false)]
    public void One_line_leaves_out_what_it_names(string line, string path, bool isOut) =>
        Assert.Equal(isOut, IgnoreRules.Parse(line).IsOut(path));

    [Fact]
    public void Later_lines_win_and_an_exception_takes_in_again()
    {
        var rules = IgnoreRules.Parse("\uFEFF*\r\n!src\r\nsrc/*.tmp\r\n!src/keep.tmp\r\n");

        Assert.True(rules.HasExceptions);
        Assert.True(rules.IsOut("x"));
        Assert.False(rules.IsOut("src/a"));
        Assert.True(rules.IsOut("src/a.tmp"));
        Assert.False(rules.IsOut("src/keep.tmp"));
    }

    [Fact]
    public void A_line_that_is_no_pattern_is_told()
    {
        Assert.Contains("line 2", Assert.Throws<Fault>(() => IgnoreRules.Parse("a\n[z-a]")).Info.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_would_keep_others_busy_does_not()
    {
        var rules = IgnoreRules.Parse(string.Concat(Enumerable.Repeat("*a", 200)) + "b");

        Assert.False(rules.IsOut(new string('a', 4000)));
    }
}
