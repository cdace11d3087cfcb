using Dxflow.Operations.Contracts;
using Xunit;

namespace Dxflow.Tests.Operations.Contracts;

public sealed class NearestTests
{
    private static readonly string[] Known = ["start", "stop", "status", "remove", "list"];

    [Theory]
    [InlineData("strat", "start")]
    [InlineData("stopp", "stop")]
    [InlineData("rem", "remove")]
    [InlineData("lsit", "list")]
    [InlineData("xyzzy", null)]
    [InlineData("", null)]
    public void A_mistyped_word_finds_what_was_meant(string word, string? expected) => Assert.Equal(expected, Nearest.To(word, Known));

    [Fact]
    public void A_huge_word_costs_nothing() => Assert.Null(Nearest.To(new string('a', 10_000_000), Known));

    [Theory]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("", "abc", 3)]
    public void Edits_are_counted(string from, string to, int edits) => Assert.Equal(edits, Nearest.Edits(from, to));
}
