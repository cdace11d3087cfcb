using Dxflow.Access;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Access.Keys;

public sealed class KeyRegistryTests : IAsyncDisposable
{
    private readonly AccessFixture _access = new();

    public static TheoryData<string> Ends => ["disable", "unregister", "rotate", "replace", "expire"];

    public ValueTask DisposeAsync() => _access.DisposeAsync();

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Whoever_came_in_is_out_when_the_key_changes(string how)
    {
        await _access.Desk.RegisterAsync(
            new RegisterKey(SampleKeys.Line(SampleKeys.Alice), "alice", ["WORKFLOW"], TimeSpan.FromMinutes(10)), AccessFixture.Local);
        await _access.RegisterAsync("bob", SampleKeys.Bob);
        var token = (await _access.SignInAsync("alice", SampleKeys.Alice)).Token;
        var bob = _access.Authenticate((await _access.SignInAsync("bob", SampleKeys.Bob)).Token);
        var alice = _access.Authenticate(token);
        Assert.False(alice.Ended.IsCancellationRequested);

        await EndAsync(how);

        await EndedAsync(alice.Ended);
        Assert.False(bob.Ended.IsCancellationRequested);
        Assert.Equal(FaultKind.Unauthenticated, Assert.Throws<Fault>(() => _access.Authenticate(token)).Info.Code);
    }

    [Fact]
    public async Task A_token_of_a_disabled_key_stays_worthless_when_the_key_is_enabled_again()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var token = (await _access.SignInAsync("alice", SampleKeys.Alice)).Token;
        await EndAsync("disable");
        await _access.Desk.EnableAsync(new EnableKey("alice"), AccessFixture.Local);
        Assert.Throws<Fault>(() => _access.Authenticate(token));
        Assert.Equal("alice", _access.Authenticate((await _access.SignInAsync("alice", SampleKeys.Alice)).Token).Identity);
    }

    [Fact]
    public async Task A_token_of_a_removed_key_stays_worthless_when_the_key_is_registered_again()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var token = (await _access.SignInAsync("alice", SampleKeys.Alice)).Token;
        await EndAsync("unregister");
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        Assert.Throws<Fault>(() => _access.Authenticate(token));
    }

    [Fact]
    public async Task A_rotated_key_signs_in_only_with_the_new_half()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        await _access.Desk.RotateAsync(new Dxflow.Access.RotateKey("alice", SampleKeys.Line(SampleKeys.Bob)), AccessFixture.Local);
        await Assert.ThrowsAsync<Fault>(() => _access.SignInAsync("alice", SampleKeys.Alice));
        Assert.Equal("alice", (await _access.SignInAsync("alice", SampleKeys.Bob)).Identity);
    }

    [Fact]
    public async Task Keys_and_tokens_outlive_the_engine()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice, "WORKFLOW");
        var token = (await _access.SignInAsync("alice", SampleKeys.Alice)).Token;
        await _access.RestartAsync();
        Assert.Equal(Permission.Workflow, _access.Authenticate(token).Permissions);
        await EndAsync("disable");
        await _access.RestartAsync();
        Assert.Throws<Fault>(() => _access.Authenticate(token));
    }

    [Fact]
    public async Task A_journal_that_was_damaged_lets_no_key_in_until_somebody_looked()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice, "WORKFLOW");
        var token = (await _access.SignInAsync("alice", SampleKeys.Alice)).Token;
        await _access.Desk.RotateAsync(new Dxflow.Access.RotateKey("owner"), AccessFixture.Local);
        await EndAsync("disable");
        await _access.CloseAsync();
        DamageTheSecondRecord();
        _access.Open();

        Assert.True(_access.Keys.State.Find("alice")!.IsEnabled);
        Assert.Contains("damaged", Assert.Throws<Fault>(() => _access.Authenticate(token)).Info.Hint);
        Assert.Contains("damaged", (await Assert.ThrowsAsync<Fault>(() => _access.SignInAsync("alice", SampleKeys.Alice))).Info.Hint);
        var own = await _access.SignIn.MakeAsync(new Dxflow.Access.MakeToken(), AccessFixture.Local);
        Assert.Equal("owner", _access.Authenticate(own.Token).Identity);

        File.Delete(_access.JournalPath + ".damaged");
        Assert.Equal("alice", _access.Authenticate(token).Identity);
    }

    private void DamageTheSecondRecord()
    {
        var bytes = File.ReadAllBytes(_access.JournalPath);
        bytes[bytes.AsSpan().IndexOf("rotated"u8)] ^= 1;
        File.WriteAllBytes(_access.JournalPath, bytes);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("unregister")]
    public async Task Taking_a_key_away_goes_on_while_the_disk_is_full_and_nothing_else_does(string how)
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var token = (await _access.SignInAsync("alice", SampleKeys.Alice)).Token;
        _access.IsFull = true;
        await _access.RestartAsync();
        var refused = await Assert.ThrowsAsync<Fault>(() => _access.RegisterAsync("bob", SampleKeys.Bob));
        Assert.Equal(FaultKind.Exhausted, refused.Info.Code);
        await Assert.ThrowsAsync<Fault>(() => EndAsync("rotate"));
        Assert.Equal("alice", _access.Authenticate(token).Identity);

        await EndAsync(how);

        Assert.Throws<Fault>(() => _access.Authenticate(token));
        await _access.RestartAsync();
        Assert.Throws<Fault>(() => _access.Authenticate(token));
    }

    private async Task EndAsync(string how)
    {
        Task change = how switch
        {
            "disable" => _access.Desk.DisableAsync(new DisableKey("alice"), AccessFixture.Local),
            "unregister" => _access.Desk.UnregisterAsync(new UnregisterKey("alice"), AccessFixture.Local),
            "rotate" => _access.Desk.RotateAsync(new Dxflow.Access.RotateKey("alice"), AccessFixture.Local),
            "replace" => _access.Desk.RegisterAsync(
                new RegisterKey(SampleKeys.Line(SampleKeys.Alice), "alice", ["SHELL"], Replace: true), AccessFixture.Local),
            _ => Task.CompletedTask,
        };
        await change;
        if (how == "expire")
        {
            _access.Time.Advance(TimeSpan.FromMinutes(10));
        }
    }

    private static async Task EndedAsync(CancellationToken ended)
    {
        var seen = new TaskCompletionSource();
        await using var _ = ended.Register(seen.SetResult);
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
