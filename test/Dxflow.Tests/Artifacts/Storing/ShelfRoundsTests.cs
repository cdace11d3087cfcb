using System.Collections.Concurrent;
using Dxflow.Artifacts;
using Dxflow.Artifacts.Storing;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Artifacts.Storing;

public sealed class ShelfRoundsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<string> _synced = [];
    private readonly ObjectShelf _shelf;
    private readonly ShelfRounds _rounds;
    private Action<string> _syncing = static _ => { };

    public ShelfRoundsTests()
    {
        _shelf = new ObjectShelf(_directory.File("store"));
        _rounds = new ShelfRounds(_shelf, path => Sync("file", path), path => Sync("directory", path));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Nothing_has_its_name_before_it_is_durable_and_nobody_is_told_before_the_name_is()
    {
        var item = Incoming("hello");
        var named = new List<bool>();
        Task? told = null;
        _syncing = _ => named.Add(File.Exists(PathOf(item)) && told is not { IsCompleted: true });
        told = _rounds.PublishAsync([item]);
        await told;
        Assert.Equal([false, true, true], named);
        Assert.Equal(
            [$"file {item.Path}", $"directory {Path.GetDirectoryName(PathOf(item))}", $"directory {_shelf.Files}"],
            [_synced.First(), .. _synced.Skip(1).OrderDescending()]);
    }

    [Fact]
    public async Task Who_comes_during_a_round_shares_the_next_with_all_others()
    {
        using var hold = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        _syncing = _ =>
        {
            entered.Set();
            hold.Wait(TestContext.Current.CancellationToken);
        };
        var first = _rounds.PublishAsync([Incoming("first")]);
        entered.Wait(TestContext.Current.CancellationToken);
        var shared = Enumerable.Range(0, 50).Select(_ => Incoming("the same")).ToList();
        var others = shared.ConvertAll(item => _rounds.PublishAsync([item]));
        Assert.DoesNotContain(others, static other => other.IsCompleted);
        hold.Set();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(1, _synced.Count(line => shared.Exists(item => line == $"file {item.Path}")));
        Assert.Equal("the same", File.ReadAllText(PathOf(shared[0])));
    }

    [Fact]
    public async Task A_directory_that_is_known_to_be_durable_is_not_synced_again_until_it_gets_another_name()
    {
        await _rounds.PublishAsync([Incoming("hello")]);
        _synced.Clear();
        await _rounds.PublishAsync([Incoming("hello")]);
        Assert.Empty(_synced);

        // Another life finds the content there, and cannot know whether its name was synced.
        await new ShelfRounds(_shelf, path => Sync("file", path), path => Sync("directory", path)).PublishAsync([Incoming("hello")]);
        Assert.Equal(2, _synced.Count(static line => line.StartsWith("directory", StringComparison.Ordinal)));
        Assert.Equal(2, _synced.Count);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("directory")]
    public async Task A_sync_that_fails_is_told_to_all_in_its_round_and_what_is_added_again_is_synced_again(string what)
    {
        await _rounds.PublishAsync([Incoming("before")]);
        _syncing = line => _ = line.StartsWith(what, StringComparison.Ordinal) ? throw new IOException("the disk is gone") : 0;
        await Assert.ThrowsAsync<IOException>(() => _rounds.PublishAsync([Incoming("hello")]));
        Assert.Equal(what == "directory", File.Exists(PathOf(Incoming("hello"))));

        _syncing = static _ => { };
        _synced.Clear();
        var again = Incoming("hello");
        await _rounds.PublishAsync([again]);
        Assert.Contains($"directory {Path.GetDirectoryName(PathOf(again))}", _synced);
        Assert.Contains($"directory {_shelf.Files}", _synced);
    }

    private void Sync(string what, string path)
    {
        _synced.Enqueue($"{what} {path}");
        _syncing($"{what} {path}");
    }

    private string PathOf(Incoming item) => _shelf.PathOf(item.Kind, item.Sha256);

    private Incoming Incoming(string text)
    {
        var path = _shelf.NewIncoming();
        File.WriteAllText(path, text);
        return new Incoming(path, ArtifactKind.File, StoreFixture.Sha256(text), text.Length);
    }
}
