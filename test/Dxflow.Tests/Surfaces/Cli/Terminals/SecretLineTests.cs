using System.Text;
using Dxflow.Surfaces.Cli.Terminals;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Terminals;

public sealed class SecretLineTests
{
    [Theory]
    [InlineData("geheim\r", "geheim")]
    [InlineData("gex\u007Fheim\n", "geheim")]
    [InlineData("aü\u007Fb\r", "ab")]
    [InlineData("wrong\u0015right\r", "right")]
    [InlineData("\u007F\u007Fa\tb\r", "ab")]
    [InlineData("ab\u0004c\r", "abc")]
    [InlineData("far too long a line\r", "far too lo")]
    [InlineData("\r", "")]
    public void What_is_typed_is_read_with_its_corrections(string typed, string expected)
    {
        var line = Typed(typed);
        Assert.Equal((true, false, expected), (line.IsWhole, line.IsGivenUp, line.Text));
    }

    [Theory]
    [InlineData("abc\u0003")]
    [InlineData("\u0004")]
    public void It_can_be_given_up(string typed) => Assert.Equal((true, true), (Typed(typed).IsWhole, Typed(typed).IsGivenUp));

    [Fact]
    public void It_is_not_whole_before_its_end() => Assert.False(Typed("abc").IsWhole);

    private static SecretLine Typed(string keys)
    {
        var line = new SecretLine(10);
        foreach (var key in Encoding.UTF8.GetBytes(keys))
        {
            line.Type(key);
        }

        return line;
    }
}
