using Dxflow.Access.Keys;
using Dxflow.Access.SignIn;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Access.SignIn;

public sealed class TokensTests : IAsyncDisposable
{
    private readonly AccessFixture _access = new();

    private KeyEntry Owner => _access.Keys.State.Find(KeyState.Owner)!;

    public ValueTask DisposeAsync() => _access.DisposeAsync();

    [Fact]
    public void A_token_ends_by_itself()
    {
        var token = _access.Tokens.Make(Owner, TimeSpan.FromMinutes(1), null).Token;
        _access.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(KeyState.Owner, _access.Authenticate(token).Identity);
        _access.Time.Advance(TimeSpan.FromSeconds(1));
        Refused(token, "expired");
    }

    [Theory]
    [InlineData(59)]
    [InlineData(24 * 60 * 60 + 1)]
    [InlineData(-1)]
    public void A_lifetime_is_from_a_minute_to_a_day(int seconds) => Assert.Equal(
        FaultKind.Invalid, Assert.Throws<Fault>(() => _access.Tokens.Make(Owner, TimeSpan.FromSeconds(seconds), null)).Info.Code);

    [Fact]
    public async Task A_token_never_outlives_its_key()
    {
        await _access.Desk.RegisterAsync(
            new Dxflow.Access.RegisterKey(SampleKeys.Line(SampleKeys.Alice), "alice", Expires: TimeSpan.FromMinutes(5)),
            AccessFixture.Local);
        var token = await _access.SignInAsync("alice", SampleKeys.Alice);
        Assert.Equal(_access.Time.GetUtcNow().AddMinutes(5), token.ExpiresAt);
    }

    [Fact]
    public async Task A_key_gets_no_token_for_more_than_it_has()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice, "WORKFLOW");
        var key = _access.Keys.State.Find("alice")!;
        var fault = Assert.Throws<Fault>(() => _access.Tokens.Make(key, null, ["WORKFLOW", "MASTER"])).Info;
        Assert.Equal((FaultKind.Forbidden, true), (fault.Code, fault.Detail.Contains("MASTER", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_token_for_another_engine_is_refused_although_the_secret_is_the_same()
    {
        var secret = new byte[32];
        var here = new Tokens(AccessFixture.Engine, secret, _access.Keys, _access.Time);
        var there = new Tokens(new string('f', 32), secret, _access.Keys, _access.Time);
        var token = there.Make(Owner, null, null).Token;
        Assert.Equal(KeyState.Owner, there.Authenticate(token, null).Identity);
        Assert.Contains("another engine", Assert.Throws<Fault>(() => here.Authenticate(token, null)).Info.Detail);
    }

    [Fact]
    public void A_token_from_a_time_to_come_is_refused()
    {
        var token = _access.Tokens.Make(Owner, null, null).Token;
        _access.Time.Advance(-Tokens.SkewMax);
        Assert.Equal(KeyState.Owner, _access.Authenticate(token).Identity);
        _access.Time.Advance(-TimeSpan.FromSeconds(1));
        Refused(token, "clock");
    }

    [Fact]
    public async Task Tokens_of_the_owner_end_when_the_owner_is_rotated()
    {
        var caller = _access.Authenticate(_access.Tokens.Make(Owner, null, null).Token);
        var token = _access.Tokens.Make(Owner, null, null).Token;
        await _access.Desk.RotateAsync(new Dxflow.Access.RotateKey(KeyState.Owner), AccessFixture.Local);
        Assert.True(caller.Ended.IsCancellationRequested);
        Refused(token, "changed");
    }

    private void Refused(string token, string why)
    {
        var fault = Assert.Throws<Fault>(() => _access.Authenticate(token)).Info;
        Assert.Equal(FaultKind.Unauthenticated, fault.Code);
        Assert.Contains(why, fault.Detail);
    }
}
