using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Registry;
using Xunit;

namespace Dxflow.Tests.Workflows.Registry;

public sealed class RunFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RunFiles _files;

    public RunFilesTests()
    {
        _files = new RunFiles(Directory.CreateDirectory(Path.Combine(_directory.Path, "home", "r1")).FullName);
    }

    private string Shared => Path.Combine(_directory.Path, "shared");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_place_of_attempts_is_away_when_the_directory_of_all_runs_is()
    {
        Directory.CreateDirectory(Shared);
        _files.PlaceTasks(Shared);
        _files.CheckTasks();

        Directory.Move(Shared, Shared + ".away");
        Directory.CreateDirectory(Shared);
        Assert.Contains(Path.Combine(Shared, "runs"), Assert.Throws<Fault>(_files.CheckTasks).Message, StringComparison.Ordinal);

        Directory.Delete(Shared);
        Directory.Move(Shared + ".away", Shared);
        _files.CheckTasks();
    }

    [Fact]
    public void A_run_whose_attempts_somebody_has_removed_begins_anew()
    {
        Directory.CreateDirectory(Shared);
        _files.PlaceTasks(Shared);
        Directory.Delete(Path.Combine(Shared, "runs", "r1"));
        _files.CheckTasks();
    }

    [Fact]
    public void Attempts_in_the_home_are_always_there() => _files.CheckTasks();
}
