using Dxflow.Access;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Access;

public sealed class CallersTests : IAsyncDisposable
{
    private readonly AccessFixture _access = new();

    public ValueTask DisposeAsync() => _access.DisposeAsync();

    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public async Task The_engines_own_user_and_root_are_masters_on_the_socket(int uid)
    {
        var caller = await CallAsync(new LocalPeer(1, uid, uid), null);
        Assert.Equal(($"uid:{uid}", Permission.Master), (caller.Identity, caller.Permissions));
    }

    [Fact]
    public async Task Another_user_is_forbidden_and_nobody_is_unknown()
    {
        Assert.Equal(FaultKind.Forbidden, (await Assert.ThrowsAsync<Fault>(() => CallAsync(new LocalPeer(1, 1001, 1001), null))).Info.Code);
        Assert.Equal(FaultKind.Unauthenticated, (await Assert.ThrowsAsync<Fault>(() => CallAsync(null, null))).Info.Code);
    }

    [Fact]
    public async Task A_token_says_who_it_is_from_anywhere_and_narrows_the_owner_of_the_socket()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice, "WORKFLOW");
        var token = (await _access.SignInAsync("alice", SampleKeys.Alice)).Token;
        LocalPeer?[] peers = [null, AccessFixture.Owner];
        foreach (var peer in peers)
        {
            var caller = await CallAsync(peer, token);
            Assert.Equal(("alice", Permission.Workflow, peer), (caller.Identity, caller.Permissions, caller.Local));
        }
    }

    [Fact]
    public async Task What_somebody_may_who_is_not_calling_is_what_their_key_may_now()
    {
        var callers = new Callers(1000, _access.Tokens, _access.Time);
        Assert.Equal(Permission.Master, callers.StandingOf("uid:1000", _access.Keys)!.Permissions);
        Assert.Equal(Permission.Master, callers.StandingOf("uid:0", _access.Keys)!.Permissions);
        foreach (var nobody in (string[])["uid:1001", "uid:", "uid:01", "", "alice"])
        {
            Assert.Null(callers.StandingOf(nobody, _access.Keys));
        }

        await _access.RegisterAsync("alice", SampleKeys.Alice, "OBJECT");
        var first = callers.StandingOf("alice", _access.Keys)!;
        Assert.Equal(Permission.Object, first.Permissions);
        await _access.Desk.DisableAsync(new DisableKey("alice"), AccessFixture.Local);
        Assert.True(first.Ended.IsCancellationRequested);
        Assert.Null(callers.StandingOf("alice", _access.Keys));
    }

    /// <summary>A bad token is not as good as none: whoever means to be less must not become master by a mistake.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("dxflow_")]
    [InlineData("Basic YTpi")]
    public async Task A_bad_token_is_refused_also_on_the_socket(string token) => Assert.Equal(
        FaultKind.Unauthenticated, (await Assert.ThrowsAsync<Fault>(() => CallAsync(AccessFixture.Owner, token))).Info.Code);

    private async Task<Caller> CallAsync(LocalPeer? peer, string? token) =>
        await new Callers(1000, _access.Tokens, TimeProvider.System).AuthenticateAsync(new Connection(peer, token, "test", default));
}
