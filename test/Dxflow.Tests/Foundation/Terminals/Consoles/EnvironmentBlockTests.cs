using Dxflow.Foundation.Terminals.Consoles;
using Xunit;

namespace Dxflow.Tests.Foundation.Terminals.Consoles;

public sealed class EnvironmentBlockTests
{
    [Fact]
    public void Variables_stand_by_name_without_regard_to_case_and_end_with_two_nuls()
    {
        var block = EnvironmentBlock.Of(new Dictionary<string, string>
        {
            ["b"] = "2",
            ["C"] = "",
            ["a_1"] = "x=y",
            ["A1"] = "line\r\nline",
            ["=C:"] = @"C:\dir",
        });
        Assert.Equal("=C:=C:\\dir\0A1=line\r\nline\0a_1=x=y\0b=2\0C=\0\0", block);
    }

    [Fact]
    public void None_are_two_nuls() => Assert.Equal("\0\0", EnvironmentBlock.Of(new Dictionary<string, string>()));

    [Fact]
    public void The_same_name_in_another_case_is_the_same_and_the_last_one_holds() => Assert.Equal(
        "PATH=new\0\0", EnvironmentBlock.Of(new Dictionary<string, string> { ["Path"] = "old", ["PATH"] = "new" }));

    [Theory]
    [InlineData("", "x")]
    [InlineData("=", "x")]
    [InlineData("A=B", "x")]
    [InlineData("=A=B", "x")]
    [InlineData("A\0B", "x")]
    [InlineData("A", "x\0y")]
    public void What_would_be_another_variable_is_refused(string name, string value) =>
        Assert.Throws<ArgumentException>(() => EnvironmentBlock.Of(new Dictionary<string, string> { [name] = value }));
}
