using System.Text;
using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Artifacts;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    private ArtifactStore Store => _fixture.Store;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_file_is_kept_once_under_the_hash_of_its_bytes_and_read_only()
    {
        var first = await Store.AddFileAsync(_fixture.Write("outputs/a.txt", "hello"));
        var second = await Store.AddFileAsync(_fixture.Write("outputs/b.txt", "hello"));
        Assert.Equal(new Artifact(StoreFixture.Sha256("hello"), ArtifactKind.File, "a.txt", 5), first);
        Assert.Equal(first with { Name = "b.txt" }, second);
        Assert.Equal(_fixture.StoredPath(first.Sha256), Assert.Single(_fixture.Stored()));
        Assert.Equal((UnixFileMode)0b100_100_100, File.GetUnixFileMode(_fixture.StoredPath(first.Sha256)));
        Assert.True(_fixture.IsIncomingEmpty());
        using var reader = new StreamReader(Store.OpenRead(first));
        Assert.Equal("hello", reader.ReadToEnd());
    }

    [Fact]
    public async Task What_is_written_to_a_file_later_does_not_reach_the_store()
    {
        var path = _fixture.Write("a.txt", "hello");
        var artifact = await Store.AddFileAsync(path);
        File.WriteAllText(path, "HELLO");
        Assert.Empty(await Store.VerifyAsync(artifact));
        Assert.Equal(1, FileStat.Find(path)!.Value.Links);
    }

    [Fact]
    public async Task A_finished_file_may_share_its_bytes_unless_it_has_another_name()
    {
        var path = _fixture.Write("a.txt", "hello");
        var artifact = await Store.AddFileAsync(path, finished: true);
        Assert.Equal(FileStat.Find(path)!.Value.Inode, FileStat.Find(_fixture.StoredPath(artifact.Sha256))!.Value.Inode);

        var original = _fixture.Write("b.txt", "other");
        using (var handle = FileCalls.Open(original, Libc.ReadOnly))
        {
            Assert.True(DirectoryCalls.TryLink(handle, Path.Combine(_fixture.Outside, "second name")));
        }

        var linked = await Store.AddFileAsync(original, finished: true);
        Assert.NotEqual(FileStat.Find(original)!.Value.Inode, FileStat.Find(_fixture.StoredPath(linked.Sha256))!.Value.Inode);
    }

    [Fact]
    public async Task A_directory_is_kept_with_all_below_it_and_its_parts_are_artifacts_too()
    {
        _fixture.Write("out/b/two.txt", "two");
        _fixture.Write("out/a.txt", "one");
        Directory.CreateDirectory(Path.Combine(_fixture.Work, "out/empty"));
        var tool = _fixture.Write("out/tool.sh", "run");
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var directory = await Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "out"));
        Assert.Equal((ArtifactKind.Dir, "out", 9L), (directory.Kind, directory.Name, directory.Size));

        var list = Store.List(directory);
        Assert.Equal(["a.txt", "b", "b/two.txt", "empty", "tool.sh"], list.Keys);
        Assert.Equal(new Artifact(StoreFixture.Sha256("two"), ArtifactKind.File, "two.txt", 3), list["b/two.txt"]);
        Assert.Equal((ArtifactKind.Dir, 3L), (list["b"].Kind, list["b"].Size));
        Assert.True(list["tool.sh"].Executable);
        Assert.Equal(["two.txt"], Store.List(list["b"]).Keys);
        Assert.Empty(Store.List(list["empty"]));

        var again = await Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "out/b"));
        Assert.Equal(list["b"], again);
    }

    [Fact]
    public async Task Bytes_that_are_sent_are_kept_like_a_file()
    {
        var sent = new byte[3 << 20];
        new Random(1).NextBytes(sent);
        var artifact = await Store.AddStreamAsync(new MemoryStream(sent), "in.bin");
        Assert.Equal(((long)sent.Length, "in.bin"), (artifact.Size, artifact.Name));
        Assert.Equal(sent, File.ReadAllBytes(_fixture.StoredPath(artifact.Sha256)));
        Assert.Empty(await Store.VerifyAsync(artifact));
    }

    [Fact]
    public async Task Many_may_add_the_same_at_once()
    {
        for (var i = 0; i < 30; i++)
        {
            _fixture.Write($"out/{i}.txt", $"content {i % 5}");
        }

        var path = Path.Combine(_fixture.Work, "out");
        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Store.AddDirectoryAsync(path)));
        Assert.Single(all.Distinct());
        Assert.Equal(5, _fixture.Stored().Length);
        Assert.Single(_fixture.Stored("trees"));
        Assert.True(_fixture.IsIncomingEmpty());
        Assert.Empty(await Store.VerifyAsync(all[0]));
    }

    [Fact]
    public async Task A_link_to_an_input_is_followed_and_one_within_an_output_too()
    {
        File.WriteAllText(Path.Combine(_fixture.Outside, "reads.fq"), "ACGT");
        var linked = await Store.AddFileAsync(_fixture.Link("reads.fq", Path.Combine(_fixture.Outside, "reads.fq")));
        Assert.Equal(new Artifact(StoreFixture.Sha256("ACGT"), ArtifactKind.File, "reads.fq", 4), linked);

        _fixture.Write("out/data/one.txt", "one");
        _fixture.Link("out/latest", "data/one.txt");
        _fixture.Link("out/all", "data");
        _fixture.Link("out/absolute", Path.Combine(_fixture.Work, "out/data/one.txt"));
        _fixture.Link("out/around", "../out/./data/../data/one.txt");
        var output = new SelectedOutput("out", ArtifactKind.Dir, 0);
        var list = Store.List(await _fixture.AddOutputAsync(output));
        Assert.Equal(["absolute", "all", "all/one.txt", "around", "data", "data/one.txt", "latest"], list.Keys);
        Assert.Equal(list["data/one.txt"].Sha256, list["around"].Sha256);
    }

    [Fact]
    public async Task What_a_killed_engine_left_half_way_is_removed_and_never_taken_for_whole()
    {
        var artifact = await Store.AddFileAsync(_fixture.Write("a.txt", "hello"));
        File.WriteAllText(Path.Combine(_fixture.StorePath, "incoming/7"), "hal");
        var path = _fixture.StoredPath(artifact.Sha256);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(path, "hel");
        var reopened = _fixture.Open();
        Assert.True(_fixture.IsIncomingEmpty());
        Assert.Contains("its bytes have changed", Assert.Single(await reopened.VerifyAsync(artifact)));
        await reopened.AddFileAsync(Path.Combine(_fixture.Work, "a.txt"));
        Assert.Empty(await reopened.VerifyAsync(artifact));
    }

    [Fact]
    public async Task A_missing_file_and_a_wrong_kind_are_told()
    {
        var path = _fixture.Write("a.txt", "hello");
        Assert.Equal(ArtifactProblem.Missing, await ProblemAsync(Store.AddFileAsync(path + "x")));
        Assert.Equal(ArtifactProblem.WrongKind, await ProblemAsync(Store.AddFileAsync(_fixture.Work)));
        Assert.Equal(ArtifactProblem.Outside, await ProblemAsync(Store.AddFileAsync(path, within: _fixture.Outside)));
        var stranger = new Artifact(StoreFixture.Sha256("nobody"), ArtifactKind.File, "a", 1);
        Assert.Equal(ArtifactProblem.Missing, Assert.Throws<ArtifactException>(() => Store.OpenRead(stranger)).Problem);
        Assert.Equal(
            ArtifactProblem.Missing, Assert.Throws<ArtifactException>(() => Store.List(stranger with { Kind = ArtifactKind.Dir })).Problem);
    }

    [Fact]
    public async Task Verifying_names_every_content_that_is_missing_or_changed()
    {
        _fixture.Write("out/a", "one");
        _fixture.Write("out/b", "two");
        _fixture.Write("out/c/d", "three");
        var directory = await Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "out"));
        File.Delete(_fixture.StoredPath(StoreFixture.Sha256("one")));
        Corrupt(_fixture.StoredPath(StoreFixture.Sha256("three")));
        var problems = await Store.VerifyAsync(directory);
        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("does not hold this file", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("its bytes have changed", StringComparison.Ordinal));
        Corrupt(_fixture.StoredPath(directory.Sha256, "trees"));
        Assert.Equal(ArtifactProblem.Damaged, Assert.Throws<ArtifactException>(() => Store.List(directory)).Problem);
    }

    [Fact]
    public async Task What_no_live_artifact_reaches_is_removed_after_its_grace()
    {
        _fixture.Write("live/a", "shared");
        _fixture.Write("live/sub/b", "kept");
        _fixture.Write("dead/a", "shared");
        _fixture.Write("dead/c", "lost!");
        var live = await Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "live"));
        var file = await Store.AddFileAsync(_fixture.Write("single", "single"));
        await Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "dead"));
        var before = await Store.SizeAsync();
        Assert.Equal(7, before.Contents);
        Assert.Equal(default, await Swept(Store, TimeSpan.FromHours(1), live, file));

        // Years later, by the clock of this store.
        var later = _fixture.Open(new Foundation.ManualTime(daysAhead: 10_000));
        var told = await later.RemoveUnreferencedAsync(
            () => Task.FromResult<IReadOnlyList<Artifact>>([live, file]), TimeSpan.FromHours(1), dryRun: true);
        Assert.Equal(before, await Store.SizeAsync());
        var removed = await Swept(later, TimeSpan.FromHours(1), live, file);
        Assert.Equal(told, removed);
        Assert.Equal(2, removed.Contents);
        Assert.Equal(before.Bytes - removed.Bytes, (await Store.SizeAsync()).Bytes);
        Assert.Empty(await Store.VerifyAsync(live));
        Assert.Empty(await Store.VerifyAsync(file));
        Assert.False(File.Exists(_fixture.StoredPath(StoreFixture.Sha256("lost!"))));
    }

    [Fact]
    public async Task Nothing_is_removed_while_a_live_directory_cannot_be_read()
    {
        _fixture.Write("live/a", "one");
        var live = await Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "live"));
        await Store.AddFileAsync(_fixture.Write("dead", "dead"));
        Corrupt(_fixture.StoredPath(live.Sha256, "trees"));
        var later = _fixture.Open(new Foundation.ManualTime(daysAhead: 10_000));
        Assert.Equal(ArtifactProblem.Damaged, await ProblemAsync(Swept(later, TimeSpan.Zero, live)));
        Assert.Equal(2, _fixture.Stored().Length);
    }

    [Fact]
    public async Task What_was_added_since_a_hold_was_opened_stays_until_a_while_after_its_end()
    {
        var time = new Foundation.ManualTime(daysAhead: 10_000);
        var store = _fixture.Open(time);
        var added = await store.AddFileAsync(_fixture.Write("slow", "slow"));
        var held = TimeSpan.FromDays(20_000);
        var hold = store.Hold();
        time.Advance(held);
        Assert.Equal(default, await Swept(store, held - TimeSpan.FromDays(1) + TimeSpan.FromDays(10_000)));
        hold.Dispose();
        Assert.Equal(default, await Swept(store, held - TimeSpan.FromDays(1) + TimeSpan.FromDays(10_000)));
        Assert.Equal(added, await store.FindAsync(added, renew: false));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, (await Swept(store, TimeSpan.FromDays(1))).Contents);
    }

    [Fact]
    public async Task What_is_brought_again_while_the_live_ones_are_asked_for_stays()
    {
        var store = _fixture.Store;
        var old = await store.AddFileAsync(_fixture.Write("old", "old"));
        var asked = await store.RemoveUnreferencedAsync(
            async () =>
            {
                Assert.NotNull(await store.FindAsync(old, renew: true));
                return [];
            },
            TimeSpan.Zero,
            dryRun: false);
        Assert.Equal(default, asked);
        Assert.NotNull(await store.FindAsync(old, renew: false));
    }

    private static Task<StoreSize> Swept(ArtifactStore store, TimeSpan grace, params Artifact[] live) =>
        store.RemoveUnreferencedAsync(() => Task.FromResult<IReadOnlyList<Artifact>>(live), grace, dryRun: false);

    internal static async Task<ArtifactProblem> ProblemAsync(Task task) =>
        (await Assert.ThrowsAsync<ArtifactException>(() => task)).Problem;

    private static void Corrupt(string path)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = File.ReadAllBytes(path);
        bytes[^2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
