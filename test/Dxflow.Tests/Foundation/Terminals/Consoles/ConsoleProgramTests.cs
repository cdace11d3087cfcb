using Dxflow.Foundation.Terminals.Consoles;
using Xunit;

namespace Dxflow.Tests.Foundation.Terminals.Consoles;

public sealed class ConsoleProgramTests
{
    private static readonly HashSet<string> Files = new(StringComparer.OrdinalIgnoreCase)
    {
        @"C:\Windows\cmd.exe", @"C:\tools\tool.com", @"C:\tools\tool.exe", @"C:\tools\build.cmd", @"C:\tools\notes.txt",
        @"C:\my dir\v1.2.exe",
        @"C:\here\local.exe", @"C:\here\sub\deep.exe", "D:\\rooted.exe", @"\\host\share\far.exe", @"C:\tools\python3.12.EXE",
    };

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["Path"] = "C:\\Windows;;\"C:\\my dir\" ; C:\\tools\\",
        ["PATHEXT"] = ".COM;.EXE;.BAT;.CMD;.VBS",
    };

    [Theory]
    [InlineData("cmd", @"C:\Windows\cmd.EXE")]
    [InlineData("cmd.exe", @"C:\Windows\cmd.exe")]
    [InlineData("tool", @"C:\tools\tool.COM")]
    [InlineData("v1.2", @"C:\my dir\v1.2.EXE")]
    [InlineData("python3.12", @"C:\tools\python3.12.EXE")]
    [InlineData(@".\local", @"C:\here\.\local.EXE")]
    [InlineData("sub/deep.exe", @"C:\here\sub/deep.exe")]
    [InlineData(@"D:\rooted.exe", @"D:\rooted.exe")]
    [InlineData(@"\\host\share\far", @"\\host\share\far.EXE")]
    public void A_program_is_found_where_people_of_windows_expect_it(string program, string path)
    {
        var search = new ConsoleProgram(each => Files.Contains(each.Replace(@"\.\", @"\").Replace('/', '\\')));
        Assert.Equal((path, null), search.Find(program, @"C:\here", Environment));
    }

    [Theory]
    [InlineData("local", "was not found in PATH")]
    [InlineData("none.exe", "was not found in PATH")]
    [InlineData(@".\none", @"was not found (looked for in C:\here)")]
    [InlineData("build", "is a batch file, which cmd.exe runs")]
    [InlineData("notes.txt", "is no program")]
    [InlineData("", "the program's name is empty")]
    [InlineData("a\"b", "is no path")]
    [InlineData("a\0b", "is no path")]
    public void What_cannot_be_started_is_told(string program, string problem)
    {
        var (path, why) = new ConsoleProgram(Files.Contains).Find(program, @"C:\here", Environment);
        Assert.Null(path);
        Assert.Contains(problem, why);
    }

    [Fact]
    public void Without_pathext_the_usual_ones_hold_and_without_path_nothing_is_found()
    {
        var search = new ConsoleProgram(Files.Contains);
        Assert.Equal(@"C:\tools\tool.COM", search.Find("tool", "C:\\", new Dictionary<string, string> { ["path"] = @"C:\tools" }).Path);
        Assert.Null(search.Find("tool", @"C:\tools", new Dictionary<string, string>()).Path);
    }
}
