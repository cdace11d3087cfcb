using System.Security.Cryptography;
using System.Text;
using Dxflow.Artifacts;
using Dxflow.Objects;
using Dxflow.Operations;
using Dxflow.Tests.Artifacts;
using Xunit;

namespace Dxflow.Tests.Objects;

public sealed class ObjectDeskTests : IDisposable
{
    private readonly ObjectFixture _fixture = new();

    private ObjectDesk Desk => _fixture.Desk;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_file_is_brought_shown_fetched_and_not_replaced_unless_that_is_wanted()
    {
        var brought = await _fixture.Upload("data/reads.csv", "a,b");
        Assert.Equal(("data/reads.csv", ObjectKind.File, 3L, "text/csv"), (brought.Path, brought.Kind, brought.Size, brought.MediaType));
        Assert.Equal(Hash("a,b"), brought.Sha256);
        Assert.Equal("a,b", await _fixture.Download("data/reads.csv"));
        await ObjectFixture.Fails(FaultKind.Conflict, () => _fixture.Upload("data/reads.csv", "new"));
        Assert.Equal("a,b", await _fixture.Download("data/reads.csv"));
        Assert.Equal(Hash("new"), (await _fixture.Upload("data/reads.csv", "new", replace: true)).Sha256);
        Assert.Equal("new", await _fixture.Download("data/reads.csv"));
        await ObjectFixture.Fails(FaultKind.Conflict, () => _fixture.Upload("data", "x", replace: true));
        await ObjectFixture.Fails(FaultKind.Conflict, () => _fixture.Upload("data/reads.csv/x", "x"));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task What_has_not_the_checksum_that_was_announced_leaves_nothing()
    {
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.Upload("x", "other", sha256: Hash("content")));
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.Upload("x", "other", sha256: "no hash"));
        await ObjectFixture.Fails(FaultKind.Missing, () => _fixture.Download("x"));
        await _fixture.Upload("x", "content", sha256: Hash("content"));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task Directories_are_made_and_their_parents_only_on_request()
    {
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.CreateAsync(new CreateObject("a/b"), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.UploadAsync(new UploadObject("a/b"), Stream.Null, ObjectFixture.Call));
        Assert.Equal(ObjectKind.Dir, (await Desk.CreateAsync(new CreateObject("a/b/c", Parents: true), ObjectFixture.Call)).Kind);
        await Desk.CreateAsync(new CreateObject("a/b/c", Parents: true), ObjectFixture.Call);
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.CreateAsync(new CreateObject("a/b"), ObjectFixture.Call));
        await _fixture.Upload("a/f", "x");
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.CreateAsync(new CreateObject("a/f", Parents: true), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Desk.CreateAsync(new CreateObject("."), ObjectFixture.Call));
    }

    [Fact]
    public async Task A_list_is_in_order_by_depth_and_pattern_and_goes_on_where_it_ended()
    {
        foreach (var path in (string[])["b/x.csv", "a/y/z.csv", "a/y.csv", "a.csv", "c", "B"])
        {
            await _fixture.Upload(path, path);
        }

        Assert.Equal("B a a.csv b c", await _fixture.List(depth: 1));
        const string all = "B a a/y a/y/z.csv a/y.csv a.csv b b/x.csv c";
        Assert.Equal(all, await _fixture.List());
        Assert.Equal("a/y/z.csv a/y.csv a.csv b/x.csv", await _fixture.List(pattern: "*.csv"));
        Assert.Equal("a/y.csv b/x.csv", await _fixture.List(pattern: "?/*.csv"));
        Assert.Equal("a/y/z.csv", await _fixture.List("a/y"));

        var (paged, cursor) = (new List<string>(), default(string));
        do
        {
            var page = await Desk.ListAsync(new ListObjects("", 64, null, 2, cursor), ObjectFixture.Call);
            paged.AddRange(page.Items.Select(static item => item.Path));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(all, string.Join(' ', paged));

        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.List("c"));
        await ObjectFixture.Fails(FaultKind.Missing, () => _fixture.List("nowhere"));
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.List(depth: 0));
        await ObjectFixture.Fails(
            FaultKind.Invalid, () => Desk.ListAsync(new ListObjects("", Cursor: "../x"), ObjectFixture.Call));
    }

    [Fact]
    public async Task Files_and_directories_are_moved_and_copied_with_their_checksums()
    {
        await _fixture.Upload("a/f", "one");
        await _fixture.Upload("a/d/g", "two");
        await Desk.CopyAsync(new CopyObject("a", "b"), ObjectFixture.Call);
        await Desk.MoveAsync(new MoveObject("a/d/g", "new/g", Parents: true), ObjectFixture.Call);
        Assert.Equal("a a/d a/f b b/d b/d/g b/f new new/g", await _fixture.List());
        Assert.Equal("two", await _fixture.Download("b/d/g"));
        Assert.Equal(4, (await Desk.VerifyAsync(new VerifyObject(), ObjectFixture.Call)).Good);

        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.MoveAsync(new MoveObject("b", "a"), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.MoveAsync(new MoveObject("b", "a", Replace: true), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.MoveAsync(new MoveObject("b", "b/d/b"), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.CopyAsync(new CopyObject("b", "b/d/b"), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.MoveAsync(new MoveObject("b", "./b"), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.MoveAsync(new MoveObject("none", "c"), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.CopyAsync(new CopyObject("b/f", "new/g"), ObjectFixture.Call));
        await Desk.CopyAsync(new CopyObject("b/f", "new/g", Replace: true), ObjectFixture.Call);
        Assert.Equal("one", await _fixture.Download("new/g"));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task A_directory_that_is_not_empty_goes_only_when_that_is_said()
    {
        await _fixture.Upload("a/d/g", "two");
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.RemoveAsync(new RemoveObject("a"), ObjectFixture.Call));
        Assert.Equal(ObjectKind.File, (await Desk.RemoveAsync(new RemoveObject("a/d/g"), ObjectFixture.Call)).Kind);
        await Desk.RemoveAsync(new RemoveObject("a/d"), ObjectFixture.Call);
        await _fixture.Upload("a/d/g", "two");
        await Desk.RemoveAsync(new RemoveObject("a", Recursive: true), ObjectFixture.Call);
        Assert.Equal("", await _fixture.List());
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.RemoveAsync(new RemoveObject("a"), ObjectFixture.Call));
        await ObjectFixture.Fails(
            FaultKind.Invalid, () => Desk.RemoveAsync(new RemoveObject(".", Recursive: true), ObjectFixture.Call));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task Verifying_finds_what_was_written_past_the_engine_and_what_it_never_saw()
    {
        await _fixture.Upload("good", "good");
        await _fixture.Upload("changed", "before");
        await _fixture.Upload("rotten", "before");
        File.WriteAllText(Path.Combine(_fixture.Tree, "changed"), "after");
        var rotten = Path.Combine(_fixture.Tree, "rotten");
        var at = File.GetLastWriteTimeUtc(rotten);
        File.WriteAllText(rotten, "befose");
        File.SetLastWriteTimeUtc(rotten, at);
        File.WriteAllText(Path.Combine(_fixture.Tree, "foreign"), "foreign");

        var verified = await Desk.VerifyAsync(new VerifyObject(), ObjectFixture.Call);
        Assert.Equal(1, verified.Good);
        Assert.Equal(["changed True", "foreign False", "rotten True"], verified.Doubts.Select(static one => $"{one.Path} {one.Damaged}"));
        Assert.Equal(Hash("after"), (await Desk.ShowAsync(new ShowObject("changed"), ObjectFixture.Call)).Sha256);
        Assert.Empty((await Desk.VerifyAsync(new VerifyObject("good"), ObjectFixture.Call)).Doubts);
    }

    [Fact]
    public async Task A_directory_shows_what_is_below_it_and_is_fetched_as_an_archive()
    {
        await _fixture.Upload("a/f", "one");
        await _fixture.Upload("a/d/g", "three");
        var shown = await Desk.ShowAsync(new ShowObject("a"), ObjectFixture.Call);
        Assert.Equal((8L, 3L, ObjectKind.Dir), (shown.Size, shown.Entries, shown.Kind));
        using var store = new StoreFixture();
        var download = await Desk.DownloadAsync(new DownloadObject("a"), ObjectFixture.Call);
        Assert.Equal("a.tar", download.FileName);
        await using var content = download.Content;
        var sent = await store.Store.AddArchiveAsync(content, "a");
        Assert.Equal(["d", "d/g", "f"], store.Store.List(sent).Keys);
        Assert.Equal(sent, await Desk.TakeAsync(store.Store, "a", ArtifactKind.Dir, default));
        Assert.Equal(Hash("one"), (await Desk.TakeAsync(store.Store, "a/f", ArtifactKind.File, default)).Sha256);
        await ObjectFixture.Fails(FaultKind.Invalid, () => Desk.TakeAsync(store.Store, "a", ArtifactKind.File, default));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Desk.TakeAsync(store.Store, "a/f", ArtifactKind.Dir, default));
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.TakeAsync(store.Store, "a/x", ArtifactKind.File, default));
    }

    [Fact]
    public async Task Several_things_come_as_one_archive_each_under_its_name_and_what_cannot_is_said_before()
    {
        await _fixture.Upload("a/f", "one");
        await _fixture.Upload("b/d/g", "three");
        await _fixture.Upload("c/f", "other");
        using var store = new StoreFixture();
        var download = await Desk.DownloadAsync(new DownloadObject("a/f", ["b/d"]), ObjectFixture.Call);
        await using var content = download.Content;
        Assert.Equal(["d", "d/g", "f"], store.Store.List(await store.Store.AddArchiveAsync(content, "x")).Keys);

        File.CreateSymbolicLink(Path.Combine(_fixture.Tree, "link"), "/etc/passwd");
        foreach (var (other, kind) in ((string, FaultKind)[])[
            ("c/f", FaultKind.Invalid), ("none", FaultKind.Missing), ("link", FaultKind.Invalid), ("../x", FaultKind.Invalid),
            (".", FaultKind.Invalid)])
        {
            await ObjectFixture.Fails(kind, () => Desk.DownloadAsync(new DownloadObject("a/f", [other]), ObjectFixture.Call));
        }
    }

    [Fact]
    public async Task What_a_crash_left_is_gone_at_the_next_start()
    {
        var left = Path.Combine(_fixture.Root, "incoming");
        Directory.CreateDirectory(Path.Combine(left, "1/2"));
        File.WriteAllText(Path.Combine(left, "1/2/x"), "x");
        File.WriteAllText(Path.Combine(left, "3"), "x");
        Directory.CreateSymbolicLink(Path.Combine(left, "4"), _fixture.Outside);
        _fixture.Restart();
        Assert.True(_fixture.IsIncomingEmpty());
        Assert.True(File.Exists(Path.Combine(_fixture.Outside, "secret")));
        await _fixture.Upload("x", "x");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
