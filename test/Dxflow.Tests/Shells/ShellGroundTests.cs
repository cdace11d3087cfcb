using System.Runtime.InteropServices;
using Dxflow.Shells;
using Xunit;

namespace Dxflow.Tests.Shells;

public sealed class ShellGroundTests
{
    private static readonly HashSet<string> Files =
    [
        "/bin/bash", "/bin/sh", "/bin/zsh", "/usr/bin/fish", "/users/ada", @"C:\Windows\System32\cmd.exe", @"D:\tools\shell.exe",
        @"C:\Users\ada", @"C:\",
    ];

    [Theory]
    [InlineData("/usr/bin/fish", "/usr/bin/fish")]
    [InlineData("/no/such", "/bin/bash")]
    [InlineData("", "/bin/bash")]
    [InlineData(null, "/bin/bash")]
    public void On_linux_it_is_the_user_s_shell_or_bash(string? shell, string program)
    {
        var ground = Of(OSPlatform.Linux, ("SHELL", shell));
        Assert.Equal((program, "/users/ada", true), (ground.Program, ground.Directory, ground.NamesTerminals));
        Assert.Equal(program, ground.Own("work")["SHELL"]);
    }

    [Fact]
    public void On_macos_it_is_zsh() => Assert.Equal("/bin/zsh", Of(OSPlatform.OSX).Program);

    [Fact]
    public void On_windows_it_is_the_command_interpreter_and_nobody_is_told_a_terminal_s_name()
    {
        var ground = Of(OSPlatform.Windows, ("SystemRoot", @"C:\Windows"), ("USERPROFILE", @"C:\Users\ada"), ("SHELL", "/bin/bash"));
        Assert.Equal((@"C:\Windows\System32\cmd.exe", @"C:\Users\ada"), (ground.Program, ground.Directory));
        Assert.Equal(["DXFLOW_SHELL"], ground.Own("work").Keys);
        Assert.Equal(@"D:\tools\shell.exe", Of(OSPlatform.Windows, ("COMSPEC", @"D:\tools\shell.exe")).Program);
        Assert.Equal(@"C:\", Of(OSPlatform.Windows).Directory);
    }

    [Fact]
    public void Where_there_is_nothing_else_there_is_sh_and_the_root()
    {
        var ground = ShellGround.Of(OSPlatform.Linux, new Dictionary<string, string>(), static _ => null, true, static _ => false);
        Assert.Equal(("/bin/sh", "/", true), (ground.Program, ground.Directory, ground.EngineIsRoot));
    }

    private static ShellGround Of(OSPlatform system, params (string Name, string? Value)[] variables) => ShellGround.Of(
        system, new Dictionary<string, string> { ["HOME"] = "/users/ada" },
        name => variables.FirstOrDefault(each => each.Name == name).Value, engineIsRoot: false, Files.Contains);
}
