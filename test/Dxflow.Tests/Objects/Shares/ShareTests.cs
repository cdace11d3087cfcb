using System.Text;
using Dxflow.Objects;
using Dxflow.Objects.Shares;
using Dxflow.Operations;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Objects.Shares;

public sealed class ShareTests : IDisposable
{
    private static readonly Call Stranger = new(
        Caller.Anybody, CancellationToken.None, Connection: new Connection(null, null, "203.0.113.9", CancellationToken.None));

    private readonly ManualTime _time = new();
    private readonly ObjectFixture _fixture;

    public ShareTests() => _fixture = new ObjectFixture(_time);

    private ShareDesk Desk => _fixture.Get<ShareDesk>();

    private ShareDoor Door => _fixture.Get<ShareDoor>();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_link_gives_the_file_until_its_time_is_over_and_the_token_is_kept_nowhere()
    {
        await _fixture.Upload("out/report.pdf", "report");
        var made = await Create(new CreateShare("out/report.pdf", Note: "for you"));
        var token = Token(made);
        Assert.StartsWith($"https://{Environment.MachineName}:3936/s/".ToLowerInvariant(), made.Link, StringComparison.Ordinal);
        Assert.Equal((ShareState.Live, 0L, "ann", _time.GetUtcNow().AddDays(1)), (made.State, made.Used, made.By, made.ExpiresAt));
        var fetched = await Door.FetchAsync(new FetchShare(token), Stranger);
        Assert.Equal(("report.pdf", "application/pdf", 6L), (fetched.FileName, fetched.MediaType, fetched.Length));
        Assert.True(fetched.Content.CanSeek);
        Assert.Equal("report", await Text(fetched));

        var used = _fixture.Audit[^1];
        Assert.Equal(("share.fetch", $"share:{made.Id}", "203.0.113.9"), (used.Operation, used.Identity, used.From));
        Assert.Contains("out/report.pdf", used.Request, StringComparison.Ordinal);
        foreach (var text in Directory.GetFiles(Path.Combine(_fixture.Root, "shares")).Select(File.ReadAllText).Append(used.ToString()))
        {
            Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        }

        _fixture.Restart();
        Assert.Equal("report", await Fetch(token));
        Assert.Equal((2L, (string?)null), ((await Show(made)).Used, (await Show(made)).Link));
        _time.Advance(TimeSpan.FromDays(1));
        await Gone(token);
        Assert.Equal(ShareState.Expired, (await Show(made)).State);
    }

    [Fact]
    public async Task No_token_begins_like_an_option_of_a_command()
    {
        await _fixture.Upload("x", "x");
        for (var made = 0; made < 150; made++)
        {
            Assert.NotEqual('-', Token(await Create(new CreateShare("x")))[0]);
        }
    }

    [Fact]
    public async Task A_link_can_do_only_what_whoever_made_it_may_do_at_that_moment()
    {
        await _fixture.Upload("x", "x");
        var token = Token(await Create(new CreateShare("x")));
        Assert.Equal("x", await Fetch(token));
        foreach (var standing in (Standing?[])[
            null, new Standing("key of ann", Permission.Workflow, default), new Standing("key of another ann", Permission.Master, default)])
        {
            Stand(standing);
            await Gone(token);
            Assert.All((await List()).Items, static share => Assert.Equal(ShareState.Orphaned, share.State));
        }

        Stand(new Standing("key of ann", Permission.Object | Permission.ReadOnly, default));
        Assert.Equal("x", await Fetch(token));

        using var ended = new CancellationTokenSource();
        Stand(new Standing("key of ann", Permission.Object, ended.Token));
        var open = await Door.FetchAsync(new FetchShare(token), Stranger);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Text(open));
    }

    [Fact]
    public async Task A_share_is_revoked_at_once_and_stays_so()
    {
        await _fixture.Upload("x", "x");
        var made = await Create(new CreateShare("x"));
        var open = await Door.FetchAsync(new FetchShare(Token(made)), Stranger);
        await Desk.RevokeAsync(new RevokeShare(made.Id), ObjectFixture.Call);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Text(open));
        await Gone(Token(made));
        _fixture.Restart();
        await Gone(Token(made));
        await ObjectFixture.Fails(FaultKind.Missing, () => Show(made));
    }

    [Fact]
    public async Task It_answers_as_often_as_it_may_also_when_all_ask_at_once_and_over_a_restart()
    {
        await _fixture.Upload("x", "x");
        var token = Token(await Create(new CreateShare("x", Count: 5)));
        Assert.Equal("x", await Fetch(token));
        _fixture.Restart();
        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            await Record.ExceptionAsync(() => Task.Run(() => Fetch(token)))));
        Assert.Equal(4, asked.Count(static one => one is null));
        await Gone(token);
    }

    [Fact]
    public async Task A_directory_is_listed_and_given_whole_or_file_by_file_and_nothing_beside_it()
    {
        await _fixture.Upload("d/a", "one");
        await _fixture.Upload("d/e/b", "two");
        await _fixture.Upload("beside", "secret");
        var token = Token(await Create(new CreateShare("d")));
        Assert.Equal("two", await Text(await Door.FetchAsync(new FetchShare(token, "e/b"), Stranger)));
        var listed = await Text(await Door.FetchAsync(new FetchShare(token), Stranger with { Accept = "application/json" }));
        Assert.Contains("\"e/b\"", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("d/e", listed, StringComparison.Ordinal);
        Assert.Equal("application/x-tar", (await Door.FetchAsync(new FetchShare(token), Stranger)).MediaType);
        foreach (var path in (string[])["../beside", "e/../../beside", "/beside", "..", ""])
        {
            Assert.NotNull(await Record.ExceptionAsync(() => Door.FetchAsync(new FetchShare(token, path), Stranger)));
        }

        File.CreateSymbolicLink(Path.Combine(_fixture.Tree, "d/link"), Path.Combine(_fixture.Outside, "secret"));
        await ObjectFixture.Fails(FaultKind.Missing, () => Door.FetchAsync(new FetchShare(token, "link"), Stranger));
        await _fixture.Desk.RemoveAsync(new RemoveObject("d", Recursive: true), ObjectFixture.Call);
        var fault = await ObjectFixture.Fails(FaultKind.Missing, () => Fetch(token));
        Assert.DoesNotContain("'d'", fault.Info.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_takes_files_gives_none_replaces_none_and_takes_no_more_than_was_said()
    {
        await _fixture.Upload("in/there", "first");
        var made = await Create(new CreateShare("in", Write: true, Count: 2, Bytes: 10));
        var token = Token(made);
        var sent = await Send(token, "new", "12345");
        Assert.Equal(("new", 5L), (sent.Name, sent.Size));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Send(token, "there", "x"));
        await ObjectFixture.Fails(FaultKind.Exhausted, () => Send(token, "large", "123456"));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Fetch(token));
        foreach (var name in (string[])["../out", "a/b", "..", "", "/x"])
        {
            await ObjectFixture.Fails(FaultKind.Invalid, () => Send(token, name, "x"));
        }

        Assert.Equal((1L, 5L), ((await Show(made)).Used, (await Show(made)).BytesLeft));
        Stand(new Standing("key of ann", Permission.Object | Permission.ReadOnly, default));
        await Gone(() => Send(token, "no", "x"));
        Stand(new Standing("key of ann", Permission.Object, default));
        await Send(token, "last", "12345");
        await Gone(() => Send(token, "more", ""));
        Assert.Equal("in in/last in/new in/there", await _fixture.List());
        Assert.Equal("first", await _fixture.Download("in/there"));

        var reader = Token(await Create(new CreateShare("in")));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Send(reader, "x", "x"));
    }

    [Fact]
    public async Task A_password_is_wanted_kept_as_a_hash_and_cannot_be_guessed_for_long()
    {
        await _fixture.Upload("x", "x");
        await ObjectFixture.Fails(FaultKind.Invalid, () => Create(new CreateShare("x", Password: "short")));
        var made = await Create(new CreateShare("x", Password: "open sesame\n"));
        var token = Token(made);
        Assert.DoesNotContain(
            "sesame", File.ReadAllText(Path.Combine(_fixture.Root, "shares", made.Id + ".json")), StringComparison.Ordinal);
        Assert.Equal("x", await Text(await Door.FetchAsync(new FetchShare(token, Password: "open sesame"), Stranger)));
        await ObjectFixture.Fails(FaultKind.Unauthenticated, () => Fetch(token));
        for (var tries = 0; tries < Share.WrongMax; tries++)
        {
            await ObjectFixture.Fails(
                FaultKind.Unauthenticated, () => Door.FetchAsync(new FetchShare(token, Password: $"wrong {tries}"), Stranger));
        }

        await ObjectFixture.Fails(
            FaultKind.Exhausted, () => Door.FetchAsync(new FetchShare(token, Password: "open sesame"), Stranger));
        _time.Advance(Share.ClosedFor);
        Assert.Equal("x", await Text(await Door.FetchAsync(new FetchShare(token, Password: "open sesame"), Stranger)));
        Assert.Equal(2, (await Show(made)).Used);
    }

    [Fact]
    public async Task Others_neither_see_nor_revoke_it_but_a_master_does()
    {
        await _fixture.Upload("x", "x");
        var made = await Create(new CreateShare("x"));
        var eve = new Call(new Caller("eve", Permission.Object, null, CancellationToken.None), CancellationToken.None);
        Assert.Empty((await Desk.ListAsync(new ListShares(), eve)).Items);
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.ShowAsync(new ShowShare(made.Id), eve));
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.RevokeAsync(new RevokeShare(made.Id), eve));
        await ObjectFixture.Fails(FaultKind.Forbidden, () => Desk.CreateAsync(new CreateShare("x"), eve));
        var master = eve with { Caller = eve.Caller with { Permissions = Permission.Master } };
        Assert.Single((await Desk.ListAsync(new ListShares("x"), master)).Items);
        Assert.Empty((await Desk.ListAsync(new ListShares("y"), master)).Items);
        await Desk.RevokeAsync(new RevokeShare(made.Id), master);
    }

    [Theory]
    [InlineData("../x", false, 60, null, null)]
    [InlineData("", false, 60, null, null)]
    [InlineData("x", true, 60, null, null)]
    [InlineData("x", false, 59, null, null)]
    [InlineData("x", false, 90 * 86_400 + 1, null, null)]
    [InlineData("x", false, 60, 0, null)]
    [InlineData("x", false, 60, null, 5L)]
    public async Task What_cannot_be_shared_is_refused_and_leaves_nothing(
        string path, bool write, int lifeSeconds, int? count, long? bytes)
    {
        await _fixture.Upload("x", "x");
        await ObjectFixture.Fails(
            FaultKind.Invalid, () => Create(new CreateShare(path, TimeSpan.FromSeconds(lifeSeconds), write, Count: count, Bytes: bytes)));
        await ObjectFixture.Fails(FaultKind.Missing, () => Create(new CreateShare("none")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.Root, "shares")));
    }

    [Fact]
    public async Task A_record_that_is_damaged_opens_nothing_and_the_others_are_there()
    {
        await _fixture.Upload("x", "x");
        var (first, second) = (await Create(new CreateShare("x")), await Create(new CreateShare("x")));
        File.WriteAllText(Path.Combine(_fixture.Root, "shares", first.Id + ".json"), "{}");
        _fixture.Restart();
        await Gone(Token(first));
        Assert.Equal("x", await Fetch(Token(second)));
    }

    [Fact]
    public async Task A_link_that_is_none_is_not_told_from_one_that_is_over()
    {
        foreach (var token in (string[])["", "x", "..", new string('a', 43), new string('x', 10_000)])
        {
            await Gone(token);
        }
    }

    private static string Token(ShareInfo made) => made.Link!.Split('/')[^1];

    private static async Task<string> Text(Download download)
    {
        await using var content = download.Content;
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole);
        return Encoding.UTF8.GetString(whole.ToArray());
    }

    private void Stand(Standing? standing)
    {
        _fixture.Standings.Remove("ann");
        if (standing is not null)
        {
            _fixture.Standings["ann"] = standing;
        }
    }

    private async Task<string> Fetch(string token) => await Text(await Door.FetchAsync(new FetchShare(token), Stranger));

    private Task<SentToShare> Send(string token, string name, string text) =>
        Door.SendAsync(new SendToShare(token, name), new MemoryStream(Encoding.UTF8.GetBytes(text)), Stranger);

    private Task Gone(string token) => Gone(() => Fetch(token));

    private static async Task Gone(Func<Task> work) => Assert.Contains(
        "no such link", (await ObjectFixture.Fails(FaultKind.Missing, work)).Info.Detail, StringComparison.Ordinal);

    private Task<ShareInfo> Create(CreateShare request) => Desk.CreateAsync(request, ObjectFixture.Call);

    private Task<ShareInfo> Show(ShareInfo share) => Desk.ShowAsync(new ShowShare(share.Id), ObjectFixture.Call);

    private Task<ShareItems> List() => Desk.ListAsync(new ListShares(), ObjectFixture.Call);
}
