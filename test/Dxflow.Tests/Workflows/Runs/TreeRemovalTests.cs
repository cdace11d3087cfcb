using Dxflow.Tests.Foundation.Files;
using Dxflow.Runtimes;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs;

public sealed class TreeRemovalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_tree_goes_also_where_its_directories_cannot_be_written_and_what_links_name_stays()
    {
        var (tree, outside) = (_directory.File("tree"), _directory.File("outside"));
        Directory.CreateDirectory(Path.Combine(tree, "a", "b"));
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "kept"), "x");
        File.WriteAllText(Path.Combine(tree, "a", "b", "file"), "x");
        Directory.CreateSymbolicLink(Path.Combine(tree, "a", "link"), outside);
        File.SetUnixFileMode(Path.Combine(tree, "a", "b"), UnixFileMode.UserRead);
        File.SetUnixFileMode(Path.Combine(tree, "a"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        TreeRemoval.Delete(tree);

        Assert.False(Directory.Exists(tree));
        Assert.True(File.Exists(Path.Combine(outside, "kept")));
    }

    [Fact]
    public void A_run_goes_with_its_attempts_where_they_lie_elsewhere_and_not_with_what_a_link_of_others_names()
    {
        var (mine, other) = (new RunFiles(Directory.CreateDirectory(_directory.File("runs/r1")).FullName),
            new RunFiles(Directory.CreateDirectory(_directory.File("runs/r2")).FullName));
        mine.PlaceTasks(_directory.File("shared"));
        Assert.Equal(_directory.File("shared/runs/r1/000/1-2-3"), mine.Attempt(new AttemptId("r1", 1, 2, 3)));
        Assert.Equal(mine.Tasks, new RunFiles(mine.Directory).Tasks);
        Assert.Equal(Path.Combine(other.Directory, "tasks"), other.Tasks);
        Directory.CreateDirectory(mine.Attempt(new AttemptId("r1", 1, 2, 3)));
        Directory.CreateSymbolicLink(Path.Combine(other.Directory, "tasks"), Directory.CreateDirectory(_directory.File("kept")).FullName);

        TreeRemoval.DeleteRun(mine.Directory);
        TreeRemoval.DeleteRun(other.Directory);

        Assert.Empty(Directory.GetFileSystemEntries(_directory.File("runs")));
        Assert.Empty(Directory.GetFileSystemEntries(_directory.File("shared/runs")));
        Assert.True(Directory.Exists(_directory.File("kept")));
    }

    [Fact]
    public void What_is_gone_already_is_no_error() => TreeRemoval.Delete(_directory.File("never"));
}
