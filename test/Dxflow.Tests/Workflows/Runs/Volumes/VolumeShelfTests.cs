using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs.Volumes;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs.Volumes;

public sealed class VolumeShelfTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    private VolumeShelf Shelf => new(_home.File("volumes"));

    public void Dispose() => _home.Dispose();

    private string Place(string workflow, string? shared = null) => Shelf.Place(
        Plans.Job(Plans.Step("a") with { Volumes = [new VolumePlan("v")] }) with { Workflow = workflow },
        new RunFiles(_home.File("runs/r")),
        _ => shared).Nodes[0].Volumes![0].Path!;

    [Fact]
    public void The_next_run_finds_what_the_one_before_has_left_and_another_workflow_does_not()
    {
        Assert.Null(Shelf.Find("w", "v"));
        File.WriteAllText(Path.Combine(Place("w"), "left"), "x");
        Assert.True(File.Exists(Path.Combine(Place("w"), "left")));
        Assert.Equal(Place("w"), Shelf.Find("w", "v"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Place("other")));
        Assert.Equal(RunFiles.Private, File.GetUnixFileMode(Place("w")));
    }

    [Fact]
    public void Where_nodes_do_not_see_the_home_it_lies_where_they_look_and_goes_from_there()
    {
        var shared = _home.File("shared");
        var path = Place("w", shared);
        File.WriteAllText(Path.Combine(path, "left"), "x");

        Assert.StartsWith(shared + "/volumes/", path, StringComparison.Ordinal);
        Assert.Equal((path, path), (Place("w", shared), Place("w")));
        var other = Assert.Throws<Fault>(() => Place("w", _home.File("far")));
        Assert.Equal(FaultKind.Conflict, other.Info.Code);
        Assert.Contains($"the volume 'v' lies in {path}", other.Info.Detail, StringComparison.Ordinal);

        Shelf.Remove("w");
        Shelf.Remove("w");
        Assert.False(Directory.Exists(path));
        Assert.Null(Shelf.Find("w", "v"));
    }

    [Fact]
    public void What_sees_it_at_a_target_is_told_that_and_the_directory_is_kept_beside()
    {
        var plan = Plans.Job(Plans.Step("a") with { Volumes = [new VolumePlan("v", "/cache")] }) with { Workflow = "w" };
        var volume = Shelf.Place(plan, new RunFiles(_home.File("runs/r")), static _ => null).Nodes[0].Volumes![0];
        Assert.Equal(("/cache", Place("w")), (volume.Path, volume.Directory));
    }

    [Fact]
    public void One_of_this_machine_is_not_handed_to_nodes_that_cannot_see_it()
    {
        Place("w");
        Assert.Equal(FaultKind.Conflict, Assert.Throws<Fault>(() => Place("w", _home.File("shared"))).Info.Code);
    }

    [Fact]
    public void What_somebody_linked_to_stays_when_the_link_goes()
    {
        Place("w");
        var mine = Directory.CreateDirectory(_home.File("mine")).FullName;
        File.CreateSymbolicLink(_home.File("volumes/w/link"), mine);

        Shelf.Remove("w");

        Assert.True(Directory.Exists(mine));
        Assert.False(Directory.Exists(_home.File("volumes/w")));
    }

    [Fact]
    public void What_was_removed_by_hand_is_made_again()
    {
        var path = Place("w", _home.File("shared"));
        Directory.Delete(path);
        Assert.Null(Shelf.Find("w", "v"));
        Assert.True(Directory.Exists(Place("w", _home.File("shared"))));
    }
}
