using Dxflow.Runtimes.Process.Starting;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Starting;

public sealed class ShellSafeTests
{
    [Fact]
    public void Plain_variables_go_through_the_shell_and_the_command_stays()
    {
        var (environment, command) = ShellSafe.Divide(new Dictionary<string, string> { ["A"] = "1", ["b_2"] = "x=y" }, ["run", "-v"]);
        Assert.Equal(["A=1", "b_2=x=y"], environment);
        Assert.Equal(["run", "-v"], command);
    }

    [Theory]
    [InlineData("discovery.type")]
    [InlineData("with-dash")]
    [InlineData("1ST")]
    [InlineData("ÄRGER")]
    [InlineData("UID")]
    [InlineData("IFS")]
    [InlineData("PWD")]
    [InlineData("_")]
    [InlineData("_dxflow_dir")]
    public void What_a_shell_would_keep_goes_past_it_and_is_found_again(string name)
    {
        var (environment, command) = ShellSafe.Divide(new Dictionary<string, string> { ["A"] = "1", [name] = "v" }, ["run", "C=D"]);
        Assert.Equal(["A=1"], environment);
        Assert.Equal(["/usr/bin/env", "--", $"{name}=v", "run", "C=D"], command);
        Assert.Equal([$"{name}=v"], ShellSafe.Past(["/bin/sh", "wrapper", "dir", "", .. command, ""]));
    }

    [Fact]
    public void A_command_line_without_such_variables_has_none() =>
        Assert.Empty(ShellSafe.Past(["/bin/sh", "wrapper", "dir", "", "run", "A=B"]));
}
