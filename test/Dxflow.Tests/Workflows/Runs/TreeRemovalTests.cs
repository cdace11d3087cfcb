using Dxflow.Tests.Foundation.Files;
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
    public void What_is_gone_already_is_no_error() => TreeRemoval.Delete(_directory.File("never"));
}
