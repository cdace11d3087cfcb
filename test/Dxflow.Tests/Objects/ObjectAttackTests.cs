using Dxflow.Artifacts;
using Dxflow.Objects;
using Dxflow.Operations;
using Dxflow.Tests.Artifacts;
using Xunit;

namespace Dxflow.Tests.Objects;

/// <summary>Every verb against what others have put into the storage, or put there while it is asked.</summary>
public sealed class ObjectAttackTests : IDisposable
{
    private const int Rounds = 300;
    private readonly ObjectFixture _fixture = new();
    private readonly StoreFixture _store = new();

    public static TheoryData<string> Verbs { get; } =
    [
        "list", "create", "upload", "replace", "download", "move from", "move to", "copy from", "copy to", "remove", "show", "verify",
        "take", "fill",
    ];

    private ObjectDesk Desk => _fixture.Desk;

    public void Dispose()
    {
        _fixture.Dispose();
        _store.Dispose();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task No_verb_goes_through_a_link(string verb)
    {
        await _fixture.Upload("own/file", "own");
        Link("out", _fixture.Outside);
        Link("own/up", "..");
        Link("proc", "/proc/self/root" + _fixture.Outside);
        foreach (var path in (string[])["out/secret", "own/up/out/secret", "proc/secret", "own/up/own/file"])
        {
            var fault = await ObjectFixture.Fails(FaultKind.Invalid, () => Do(verb, path));
            Assert.Contains("link", fault.Info.Detail, StringComparison.Ordinal);
        }

        OutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_link_in_the_last_place_is_itself_or_refused(string verb)
    {
        await _fixture.Upload("own/file", "own");
        Link("final", Path.Combine(_fixture.Outside, "secret"));
        Link("directory", _fixture.Outside);
        foreach (var path in (string[])["final", "directory"])
        {
            _ = await Record.ExceptionAsync(() => Do(verb, path));
        }

        OutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_fifo_is_neither_opened_nor_waited_for(string verb)
    {
        await _fixture.Upload("own/file", "own");
        Assert.Equal(0, StoreFixture.MakeFifo(Path.Combine(_fixture.Tree, "own/fifo"), 0x180));
        _ = await Record.ExceptionAsync(() => Do(verb, "own/fifo")).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        _ = await Record.ExceptionAsync(() => Do(verb, "own")).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        OutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_directory_that_is_swapped_for_a_link_meanwhile_leads_nobody_out(string verb)
    {
        await _fixture.Upload("way/secret", "own");
        await _fixture.Upload("own/file", "own");
        var (way, link) = (Path.Combine(_fixture.Tree, "way"), Path.Combine(_fixture.Tree, "link"));
        Directory.CreateSymbolicLink(link, _fixture.Outside);
        using var over = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                StoreFixture.Exchange(way, link);
            }
        });

        for (var round = 0; round < Rounds; round++)
        {
            var seen = default(string);
            if (await Record.ExceptionAsync(async () => seen = await Do(verb, "way/secret")) is { } failed)
            {
                Assert.IsType<Fault>(failed);
            }

            Assert.DoesNotContain("stolen", seen ?? "", StringComparison.Ordinal);
            OutsideIsUntouched();
        }

        await over.CancelAsync();
        await swapping;
    }

    [Fact]
    public async Task A_copy_and_an_archive_of_what_holds_a_link_take_nothing_from_outside()
    {
        await _fixture.Upload("own/file", "own");
        Link("own/link", Path.Combine(_fixture.Outside, "secret"));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Desk.CopyAsync(new CopyObject("own", "copy"), ObjectFixture.Call));
        Assert.Equal("own own/file own/link", await _fixture.List());
        await ObjectFixture.Fails(FaultKind.Invalid, () => _fixture.Download("own"));
        await Assert.ThrowsAsync<ArtifactException>(() => Desk.TakeAsync(_store.Store, "own", ArtifactKind.Dir, default));
        await Desk.RemoveAsync(new RemoveObject("own", Recursive: true), ObjectFixture.Call);
        OutsideIsUntouched();
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<EndOfStreamException>(
            () => Desk.UploadAsync(new UploadObject("x"), new BrokenContent(), ObjectFixture.Call));
        Assert.Equal("", await _fixture.List());
        Assert.True(_fixture.IsIncomingEmpty());
    }

    /// <summary>What it tells of the content, if anything.</summary>
    private async Task<string?> Do(string verb, string path)
    {
        switch (verb)
        {
            case "list":
                await _fixture.List(path);
                return null;
            case "create":
                return (await Desk.CreateAsync(new CreateObject(path), ObjectFixture.Call)).Path;
            case "upload":
                return (await _fixture.Upload(path, "written")).Path;
            case "replace":
                return (await _fixture.Upload(path, "own", replace: true)).Path;
            case "download":
                return await _fixture.Download(path);
            case "move from":
                await Desk.MoveAsync(new MoveObject(path, "moved"), ObjectFixture.Call);
                return await Back("moved", path);
            case "move to":
                await _fixture.Upload("moving", "own", replace: true);
                return (await Desk.MoveAsync(new MoveObject("moving", path, Replace: true), ObjectFixture.Call)).Path;
            case "copy from":
                await Desk.CopyAsync(new CopyObject(path, "copied", Replace: true), ObjectFixture.Call);
                return await _fixture.Download("copied");
            case "copy to":
                return (await Desk.CopyAsync(new CopyObject("own/file", path, Replace: true), ObjectFixture.Call)).Path;
            case "remove":
                await Desk.RemoveAsync(new RemoveObject(path, Recursive: true), ObjectFixture.Call);
                return null;
            case "show":
                return (await Desk.ShowAsync(new ShowObject(path), ObjectFixture.Call)).Sha256;
            case "verify":
                return (await Desk.VerifyAsync(new VerifyObject(path), ObjectFixture.Call)).Doubts.FirstOrDefault()?.Why;
            case "fill":
                var at = path.LastIndexOf('/');
                return (await _fixture.Fill(at < 0 ? "." : path[..at], true, (path[(at + 1)..] + "/x", "own"))).Path
                    + (await _fixture.Fill(at < 0 ? "." : path[..at], true, (path[(at + 1)..], "own"))).Path;
            default:
                var taken = await Desk.TakeAsync(_store.Store, path, ArtifactKind.File, default);
                return await new StreamReader(_store.Store.OpenRead(taken)).ReadToEndAsync();
        }
    }

    private async Task<string?> Back(string from, string to)
    {
        var seen = await _fixture.Download(from);
        await Desk.RemoveAsync(new RemoveObject(from, Recursive: true), ObjectFixture.Call);
        _ = await Record.ExceptionAsync(() => _fixture.Upload(to, "own"));
        return seen;
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_fixture.Tree, name), target);

    private void OutsideIsUntouched()
    {
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(_fixture.Outside).Select(Path.GetFileName));
        Assert.Equal("stolen", File.ReadAllText(Path.Combine(_fixture.Outside, "secret")));
    }

    private sealed class BrokenContent : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new EndOfStreamException();
    }
}
