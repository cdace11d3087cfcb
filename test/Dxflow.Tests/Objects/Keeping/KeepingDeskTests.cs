using Dxflow.Objects;
using Dxflow.Objects.Archives;
using Dxflow.Objects.Incoming;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Shares;
using Dxflow.Objects.Trees;
using Dxflow.Operations;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Objects.Keeping;

public sealed class KeepingDeskTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ObjectFixture _fixture;

    public KeepingDeskTests() => _fixture = new ObjectFixture(_time);

    private KeepingDesk Desk => _fixture.Get<KeepingDesk>();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Notes_are_kept_changed_and_go_where_the_object_goes_and_leave_its_checksum_alone()
    {
        await _fixture.Upload("d/x", "x");
        await Set(new SetObject("d/x", new Dictionary<string, string> { ["sample"] = "a17", ["draft"] = "" }));
        var set = await Set(new SetObject("d/x", new Dictionary<string, string> { ["sample"] = "ä=b" }, ["draft", "none"]));
        Assert.Equal([new KeyValuePair<string, string>("sample", "ä=b")], set.Meta!);
        await Set(new SetObject("d", new Dictionary<string, string> { ["of"] = "directory" }));
        await _fixture.Desk.CopyAsync(new CopyObject("d", "copy"), ObjectFixture.Call);
        await _fixture.Desk.MoveAsync(new MoveObject("d", "moved"), ObjectFixture.Call);
        _fixture.Restart();
        foreach (var path in (string[])["copy", "moved"])
        {
            Assert.Equal("directory", (await Show(path)).Meta!["of"]);
            Assert.Equal("ä=b", (await Show(path + "/x")).Meta!["sample"]);
        }

        Assert.Equal(2, (await _fixture.Desk.VerifyAsync(new VerifyObject(), ObjectFixture.Call)).Good);
        Assert.Null((await _fixture.Upload("moved/x", "new", replace: true)).Meta);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("a b", "x")]
    [InlineData("a=b", "x")]
    [InlineData("-a", "x")]
    [InlineData("a", "two\nlines")]
    public async Task What_is_no_name_or_no_line_is_refused(string name, string value)
    {
        await _fixture.Upload("x", "x");
        await ObjectFixture.Fails(FaultKind.Invalid, () => Set(new SetObject("x", new Dictionary<string, string> { [name] = value })));
        Assert.Null((await Show("x")).Meta);
    }

    [Fact]
    public async Task Notes_are_bounded_in_number_length_and_bytes()
    {
        await _fixture.Upload("x", "x");
        var many = Enumerable.Range(0, ObjectMeta.PairsMax).ToDictionary(static at => $"n{at}", static _ => "v");
        Assert.Equal(ObjectMeta.PairsMax, (await Set(new SetObject("x", many))).Meta!.Count);
        foreach (var more in (Dictionary<string, string>[])[
            new() { ["one"] = "more" }, new() { ["n0"] = new string('v', ObjectMeta.ValueLengthMax + 1) },
            Enumerable.Range(0, 9).ToDictionary(static at => $"n{at}", static _ => new string('v', ObjectMeta.BytesMax / 9))])
        {
            await ObjectFixture.Fails(FaultKind.Invalid, () => Set(new SetObject("x", more)));
        }

        await ObjectFixture.Fails(FaultKind.Missing, () => Set(new SetObject("none", many)));
    }

    [Fact]
    public async Task What_is_old_large_or_noted_goes_and_nothing_that_a_share_leads_to()
    {
        foreach (var (path, length) in ((string, int)[])[("d/small", 1), ("d/large", 1000), ("d/given/a", 1000), ("top", 1000)])
        {
            await _fixture.Upload(path, new string('x', length));
            File.SetLastWriteTimeUtc(Path.Combine(_fixture.Tree, path), _time.GetUtcNow().UtcDateTime.AddDays(-10));
        }

        await _fixture.Get<ShareDesk>().CreateAsync(new CreateShare("d/given"), ObjectFixture.Call);
        await Set(new SetObject("d/small", new Dictionary<string, string> { ["keep"] = "no" }));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Prune(new PruneObjects()));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Prune(new PruneObjects(Pattern: "*")));
        Assert.Empty((await Prune(new PruneObjects(Older: TimeSpan.FromDays(11)))).Items);

        var told = await Prune(new PruneObjects("d", TimeSpan.FromDays(9), 500, DryRun: true));
        Assert.Equal("d/large 10d old, 1000B large", Assert.Single(told.Items) is var one ? $"{one.Path} {one.Why}" : "");
        Assert.Equal((1L, 1000L, 1L), (told.Files, told.Bytes, told.Shared));
        Assert.Equal("d d/given d/given/a d/large d/small top", await _fixture.List());
        var pruned = await Prune(new PruneObjects("d", TimeSpan.FromDays(9), 500));
        Assert.Equal((told.Files, told.Bytes, told.Shared), (pruned.Files, pruned.Bytes, pruned.Shared));
        await Prune(new PruneObjects(Meta: new Dictionary<string, string> { ["keep"] = "no" }));
        await Prune(new PruneObjects(Older: TimeSpan.FromDays(1), Pattern: "t?p"));
        Assert.Equal("d d/given d/given/a", await _fixture.List());
        _time.Advance(TimeSpan.FromDays(2));
        await Prune(new PruneObjects(Larger: 0));
        Assert.Equal("d d/given", await _fixture.List());
    }

    [Fact]
    public async Task What_belongs_to_a_run_goes_some_time_after_its_end_and_never_before()
    {
        _fixture.Restart(TimeProvider.System);
        foreach (var path in (string[])["out/a", "out/of/b", "out/other", "own", "shared/c", "gone", "mine"])
        {
            await _fixture.Upload(path, path);
        }

        var now = DateTimeOffset.UtcNow;
        _fixture.Runs["align/7"] = new RunFate(now.AddDays(-8));
        _fixture.Runs["align/8"] = new RunFate(null);
        await Belongs("out", "align/7");
        await Belongs("out/other", "align/8");
        await Belongs("shared", "align/7");
        await Belongs("gone", "removed/1");
        await Belongs("mine", "not a run");
        await _fixture.Desk.UploadAsync(
            new UploadObject("own", Replace: true, Run: "align/7"), new MemoryStream([1]), ObjectFixture.Call);
        await _fixture.Get<ShareDesk>().CreateAsync(new CreateShare("shared"), ObjectFixture.Call);

        // While it goes on nothing of it goes, by whatever rule.
        var large = await Prune(new PruneObjects(Larger: 0, Pattern: "other"));
        Assert.Equal((0L, 1L), (large.Files, large.Running));
        Assert.Empty((await Prune(new PruneObjects(AfterRun: TimeSpan.FromDays(9)))).Items);
        Assert.Empty((await Prune(new PruneObjects("out/of", Larger: 100, AfterRun: TimeSpan.FromDays(7)))).Items);

        var told = await Prune(new PruneObjects(AfterRun: TimeSpan.FromDays(7), DryRun: true));
        Assert.Equal(
            ["out/a its run align/7 ended 8d ago", "out/of/b its run align/7 ended 8d ago", "own its run align/7 ended 8d ago"],
            told.Items.Select(static one => $"{one.Path} {one.Why}"));
        Assert.Equal((1L, 1L), (told.Shared, told.Running));
        Assert.Equal(3, (await Prune(new PruneObjects(AfterRun: TimeSpan.FromDays(7)))).Files);
        Assert.Equal("gone mine out out/of out/other shared shared/c", await _fixture.List());

        // Of a run that is not there it counts how long its file was left alone.
        var alone = await Prune(new PruneObjects(AfterRun: TimeSpan.Zero, DryRun: true));
        Assert.StartsWith("its run removed/1 is not there", Assert.Single(alone.Items).Why, StringComparison.Ordinal);
        _fixture.Runs["align/8"] = new RunFate(now.AddMinutes(-1));
        Assert.Equal(2, (await Prune(new PruneObjects(AfterRun: TimeSpan.Zero))).Files);
        Assert.Equal("mine out out/of shared shared/c", await _fixture.List());
    }

    [Fact]
    public async Task A_run_that_is_none_is_refused_and_an_upload_in_pieces_has_its_run_too()
    {
        _fixture.Restart(TimeProvider.System);
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.Desk.UploadAsync(
            new UploadObject("x", Run: "align"), new MemoryStream([1]), ObjectFixture.Call));
        var incoming = _fixture.Noun.Incoming;
        await ObjectFixture.Fails(FaultKind.Invalid, () => incoming.CreateAsync(
            new CreateIncoming("x", 1, Run: "align/0"), ObjectFixture.Call));
        var begun = await incoming.CreateAsync(new CreateIncoming("x", 1, Run: "align/7"), ObjectFixture.Call);
        _fixture.Restart(TimeProvider.System);
        await _fixture.Noun.Incoming.AppendAsync(new AppendIncoming(begun.Id, 0), new MemoryStream([1]), ObjectFixture.Call);
        Assert.Equal("align/7", (await Show("x")).Meta![RunOwner.Note]);
        Assert.Equal(1, (await _fixture.Desk.VerifyAsync(new VerifyObject(), ObjectFixture.Call)).Good);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_by_whatever_way_it_comes_and_room_that_was_made_is_seen()
    {
        _fixture.BytesMax = 100_000;
        _fixture.Restart();
        await _fixture.Upload("a", new string('a', 60_000));
        await ObjectFixture.Fails(FaultKind.Exhausted, () => _fixture.Upload("b", new string('b', 60_000)));
        await ObjectFixture.Fails(
            FaultKind.Exhausted, () => _fixture.Desk.CopyAsync(new CopyObject("a", "b"), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Exhausted, () => _fixture.Noun.Incoming.CreateAsync(
            new CreateIncoming("b", 60_000), ObjectFixture.Call));
        var unknown = await _fixture.Noun.Incoming.CreateAsync(new CreateIncoming("b"), ObjectFixture.Call);
        await ObjectFixture.Fails(FaultKind.Exhausted, () => _fixture.Noun.Incoming.AppendAsync(
            new AppendIncoming(unknown.Id, 0), new MemoryStream(new byte[60_000]), ObjectFixture.Call));
        await ObjectFixture.Fails(FaultKind.Exhausted, async () => await _fixture.Get<ArchiveDesk>()
            .ZipAsync(new ZipObjects("a.tar", ["a"]), ObjectFixture.Call).ToListAsync());
        var fault = await ObjectFixture.Fails(FaultKind.Exhausted, () => _fixture.Upload("b", new string('b', 60_000)));
        Assert.Contains("97.6KiB", fault.Info.Detail, StringComparison.Ordinal);
        Assert.Equal("a", await _fixture.List());

        await _fixture.Desk.RemoveAsync(new RemoveObject("a"), ObjectFixture.Call);
        _time.Advance(TimeSpan.FromSeconds(2));
        await _fixture.Upload("b", new string('b', 60_000));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task Several_paths_are_looked_at_before_the_first_is_touched()
    {
        foreach (var path in (string[])["a", "b", "c/x", "d/b", "e/a"])
        {
            await _fixture.Upload(path, path);
        }

        var before = await _fixture.List();
        await ObjectFixture.Fails(FaultKind.Missing, () => Remove("a", "none"));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Remove("a", "c"));
        await ObjectFixture.Fails(FaultKind.Missing, () => Move("a", "none", "b"));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Move("a", "d", "b"));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Move("a", "c", "e/a"));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Move("a", "b", "c"));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Move("a", "c", "c"));
        Assert.Equal(before, await _fixture.List());

        Assert.Equal("c", (await Move("a", "c", "b")).Path);
        await _fixture.Desk.CopyAsync(new CopyObject("c/a", "", Also: ["c/b"]), ObjectFixture.Call);
        Assert.Equal("a b c c/a c/b c/x d d/b e e/a", await _fixture.List());
        var removed = await _fixture.Desk.RemoveAsync(new RemoveObject("c", true, ["c/a", "d", "a"]), ObjectFixture.Call);
        Assert.Equal(["c/a", "d", "a"], removed.Also!);
        Assert.Equal("b e e/a", await _fixture.List());
    }

    private Task<ObjectRemoved> Remove(string path, params string[] also) =>
        _fixture.Desk.RemoveAsync(new RemoveObject(path, Also: also), ObjectFixture.Call);

    private Task<ObjectInfo> Move(string from, string to, params string[] also) =>
        _fixture.Desk.MoveAsync(new MoveObject(from, to, Also: also), ObjectFixture.Call);

    private Task<ObjectInfo> Belongs(string path, string run) => Set(new SetObject(path, RunOwner.Notes(run)));

    private Task<ObjectInfo> Set(SetObject request) => Desk.SetAsync(request, ObjectFixture.Call);

    private Task<PrunedObjects> Prune(PruneObjects request) => Desk.PruneAsync(request, ObjectFixture.Call);

    private Task<ObjectInfo> Show(string path) => _fixture.Desk.ShowAsync(new ShowObject(path), ObjectFixture.Call);
}
