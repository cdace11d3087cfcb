using Dxflow.Runtimes.Process.Starting;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Starting;

public sealed class ProgramSearchTests : IDisposable
{
    private readonly TemporaryDirectory work = new();
    private readonly TemporaryDirectory bin = new();

    public void Dispose()
    {
        work.Dispose();
        bin.Dispose();
    }

    [Fact]
    public void A_program_is_found_by_path_or_in_the_search_path()
    {
        Make(bin.File("tool"), "");
        Make(work.File("local"), "#!/bin/sh\n");
        Assert.Null(Problem("tool"));
        Assert.Null(Problem("./local"));
        Assert.Null(Problem(bin.File("tool")));
        Assert.Null(ProgramSearch.Problem("local", work.Path, "/nowhere:"));
        Assert.Null(ProgramSearch.Problem("local", work.Path, "."));
    }

    [Fact]
    public void What_is_missing_is_named_with_where_it_was_looked_for()
    {
        Assert.Contains(bin.Path, Problem("tool"));
        Assert.Contains("'tool'", Problem("tool"));
        Assert.Contains(work.Path, Problem("./tool"));
        Assert.Contains("empty", Problem(""));
        Assert.Contains("/no/dir", ProgramSearch.Problem("tool", "/no/dir", bin.Path));
    }

    [Fact]
    public void What_is_there_and_cannot_run_is_explained()
    {
        File.WriteAllText(bin.File("plain"), "");
        Directory.CreateDirectory(bin.File("folder"));
        Make(bin.File("script"), "#! /no/such/interpreter -x\nrest");
        Assert.Contains("not executable", Problem("plain"));
        Assert.Contains("directory", Problem(bin.File("folder")));
        Assert.Contains("/no/such/interpreter", Problem("script"));
    }

    [Fact]
    public void A_later_directory_may_have_what_an_earlier_one_only_seems_to()
    {
        File.WriteAllText(work.File("tool"), "");
        Make(bin.File("tool"), "");
        Assert.Null(ProgramSearch.Problem("tool", "/", $"{work.Path}:{bin.Path}"));
    }

    private string? Problem(string program) => ProgramSearch.Problem(program, work.Path, $"/nowhere:{bin.Path}");

    private static void Make(string path, string content)
    {
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
