using Dxflow.Objects;
using Dxflow.Objects.Filling;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Trees;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Objects.Filling;

public sealed class FillDeskTests : IDisposable
{
    private readonly ObjectFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Files_get_their_paths_beside_those_that_are_there_each_with_its_checksum()
    {
        await _fixture.Upload("d/old", "old");
        var filled = await _fixture.Fill("d", false, ("a", "one"), ("new/", ""), ("sub/deep/b", "three"));
        Assert.Equal(new ObjectsFilled("d", 2, 8, 3), filled);
        Assert.Equal("d d/a d/new d/old d/sub d/sub/deep d/sub/deep/b", await _fixture.List());
        Assert.Equal("three", await _fixture.Download("d/sub/deep/b"));
        Assert.Equal(new ObjectsFilled("", 1, 3, 0), await _fixture.Fill(".", true, ("d/a", "new")));
        Assert.Equal("new", await _fixture.Download("d/a"));
        var verified = await _fixture.Desk.VerifyAsync(new VerifyObject(), ObjectFixture.Call);
        Assert.Equal((3L, 0), (verified.Good, verified.Doubts.Count));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task The_directory_is_made_only_when_that_is_said()
    {
        await ObjectFixture.Fails(FaultKind.Missing, () => _fixture.Fill("a/b", false, ("x", "x")));
        var content = new MemoryStream(ObjectFixture.Tar(("x", "x")));
        await _fixture.Get<FillDesk>().FillAsync(new FillObjects("a/b", Parents: true), content, ObjectFixture.Call);
        Assert.Equal("a a/b a/b/x", await _fixture.List());
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.Fill("a/b/x", false, ("x", "x")));
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("/out")]
    [InlineData("a/../../out")]
    [InlineData("a\nb")]
    public async Task A_name_that_leads_out_or_is_none_is_refused(string name)
    {
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.Fill(".", true, ("good", "x"), (name, "x")));
        Assert.Equal("", await _fixture.List());
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task What_is_in_the_way_stays_and_nothing_is_left_beside_it()
    {
        await _fixture.Upload("file", "old");
        await _fixture.Upload("dir/x", "old");
        await ObjectFixture.Fails(FaultKind.Conflict, () => _fixture.Fill(".", false, ("file", "new")));
        await ObjectFixture.Fails(FaultKind.Conflict, () => _fixture.Fill(".", true, ("dir", "new")));
        await ObjectFixture.Fails(FaultKind.Conflict, () => _fixture.Fill(".", true, ("file/x", "new")));
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.Fill(".", true, ("x", "1"), ("x", "2")));
        Assert.Equal("dir dir/x file", await _fixture.List());
        Assert.Equal("old", await _fixture.Download("file"));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task What_breaks_off_has_brought_whole_batches_and_nothing_of_the_last()
    {
        var files = Enumerable.Range(0, TreeFill.BatchFilesMax + 5).Select(static at => ($"f{at:000}", $"content {at}")).ToArray();
        var archive = ObjectFixture.Tar(files);
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.Get<FillDesk>().FillAsync(
            new FillObjects("."), new MemoryStream(archive[..^2000]), ObjectFixture.Call));
        Assert.Equal(string.Join(' ', files.Take(TreeFill.BatchFilesMax).Select(static file => file.Item1)), await _fixture.List());
        Assert.Equal(TreeFill.BatchFilesMax, (await _fixture.Desk.VerifyAsync(new VerifyObject(), ObjectFixture.Call)).Good);
        Assert.True(_fixture.IsIncomingEmpty());
        Assert.Equal(files.Length, (await _fixture.Fill(".", true, files)).Files);
    }

    [Fact]
    public async Task So_many_entries_come_in_one_request_and_no_more()
    {
        using var tree = new ObjectTree(Path.Combine(_fixture.Root, "other"), new ObjectQuota(_fixture.Root, 0, TimeProvider.System));
        using var fill = new TreeFill(tree, ObjectPath.Parse("."), replace: false, CancellationToken.None, entriesMax: 2);
        fill.Make("a");
        await fill.KeepAsync("a/x", new MemoryStream([1]), executable: false);
        await ObjectFixture.Fails(FaultKind.Invalid, () => fill.KeepAsync("a/y", new MemoryStream([1]), executable: false));
    }

    [Fact]
    public async Task What_does_not_fit_or_is_neither_file_nor_directory_is_refused()
    {
        using var archive = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(archive, leaveOpen: true))
        {
            tar.WriteEntry(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.SymbolicLink, "l") { LinkName = "/etc" });
        }

        archive.Position = 0;
        await ObjectFixture.Fails(
            FaultKind.Invalid, () => _fixture.Get<FillDesk>().FillAsync(new FillObjects("."), archive, ObjectFixture.Call));
        _fixture.BytesMax = 1000;
        _fixture.Restart();
        await ObjectFixture.Fails(FaultKind.Exhausted, () => _fixture.Fill(".", false, ("x", new string('x', 2000))));
        Assert.Equal("", await _fixture.List());
        Assert.True(_fixture.IsIncomingEmpty());
    }
}
