using Dxflow.Objects.Commands.Syncing;
using Xunit;

namespace Dxflow.Tests.Objects.Commands;

public sealed class SyncGroupTests
{
    [Fact]
    public void Small_files_go_together_up_to_a_number_and_to_a_size_and_a_large_one_alone()
    {
        var large = new SyncStep("large", SyncAct.Copy, SyncGroup.FileBytesMax + 1);
        var small = Enumerable.Range(0, SyncGroup.FilesMax + 1).Select(static at => new SyncStep($"{at}", SyncAct.Copy, 10)).ToList();
        var middle = Enumerable.Range(0, 5).Select(static at => new SyncStep($"m{at}", SyncAct.Copy, SyncGroup.FileBytesMax)).ToList();
        var groups = SyncGroup.Of([small[0], large, .. small[1..], .. middle]);
        Assert.Equal([1, SyncGroup.FilesMax, 5, 1], groups.Select(static group => group.Files.Count));
        Assert.Equal([false, true, true, true], groups.Select(static group => group.IsTogether));
        Assert.Equal(
            small.Append(large).Concat(middle).Select(static file => file.Path).Order(),
            groups.SelectMany(static group => group.Files).Select(static file => file.Path).Order());
        Assert.Empty(SyncGroup.Of([]));
    }
}
