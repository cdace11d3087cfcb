using System.Security.Cryptography;
using Dxflow.Access;
using Dxflow.Access.SignIn;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Access.SignIn;

public sealed class SignInDeskTests : IAsyncDisposable
{
    private const string Seen = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b";
    private readonly AccessFixture _access = new();

    public ValueTask DisposeAsync() => _access.DisposeAsync();

    [Fact]
    public async Task A_signature_gets_a_token_and_that_is_audited()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice, "WORKFLOW");
        var token = await _access.SignInAsync("alice", SampleKeys.Alice);
        Assert.Equal(("alice", _access.Time.GetUtcNow().AddHours(1)), (token.Identity, token.ExpiresAt));
        Assert.Equal(["WORKFLOW"], token.Permissions);
        var entry = Assert.Single(_access.Audit);
        Assert.Equal((AuditAct.SignedIn, "alice", "10.0.0.9"), (entry.Act, entry.Identity, entry.From));
        Assert.DoesNotContain(token.Token, entry.ToString());
    }

    [Fact]
    public async Task A_nonce_signs_in_once()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var request = await RequestAsync(SampleKeys.Alice);
        await _access.SignIn.VerifyAsync(request, AccessFixture.Remote());
        Assert.Contains("used", (await Refused(request)).Detail);
    }

    [Fact]
    public async Task A_failed_attempt_uses_no_nonce_up()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var request = await RequestAsync(SampleKeys.Alice);
        await Refused(request with { Signature = new byte[384] });
        await _access.SignIn.VerifyAsync(request, AccessFixture.Remote());
    }

    [Fact]
    public async Task A_nonce_that_is_late_or_of_another_engine_is_refused()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var request = await RequestAsync(SampleKeys.Alice);
        await using var other = new AccessFixture();
        var foreign = await other.SignIn.ChallengeAsync();
        Assert.Contains("none of this engine's", (await Refused(request with { Nonce = foreign.Nonce })).Detail);
        _access.Time.Advance(Nonces.Lifetime);
        Assert.Contains("expired", (await Refused(request)).Detail);
    }

    [Fact]
    public async Task An_unknown_identity_and_a_wrong_signature_are_answered_alike()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var wrong = await Refused(await RequestAsync(SampleKeys.Bob));
        Assert.Equal(wrong, await Refused(await RequestAsync(SampleKeys.Alice, "nobody")));
        Assert.Equal(wrong, await Refused(await RequestAsync(SampleKeys.Alice, "owner")));
        Assert.Equal(wrong, await Refused(await RequestAsync(SampleKeys.Alice, "\u001b[31m")));
    }

    [Theory]
    [InlineData("dxflow-auth-v2\n{0}\n{1}\n-")]
    [InlineData("dxflow-auth-v1\nffffffffffffffffffffffffffffffff\n{1}\n-")]
    [InlineData("dxflow-auth-v1\n{0}\n{1}\n-\n")]
    [InlineData("dxflow-auth-v1\r\n{0}\r\n{1}\r\n-")]
    [InlineData("dxflow-auth-v1\n{0}\n{1}")]
    [InlineData("{1}")]
    [InlineData("")]
    public async Task Anything_but_the_four_lines_is_refused(string text)
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var challenge = await _access.SignIn.ChallengeAsync();
        var signed = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, challenge.Engine, challenge.Nonce);
        var signature = SampleKeys.Sign(SampleKeys.Alice, System.Text.Encoding.ASCII.GetBytes(signed));
        await Refused(new VerifyChallenge("alice", challenge.Nonce, signature));
    }

    [Fact]
    public async Task Another_algorithm_over_the_same_lines_is_refused()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        var challenge = await _access.SignIn.ChallengeAsync();
        var text = SignedText.Of(challenge.Engine, challenge.Nonce, "-");
        byte[][] signatures =
        [
            SampleKeys.Alice.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            SampleKeys.Alice.SignData(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            HMACSHA256.HashData(SampleKeys.Alice.ExportSubjectPublicKeyInfo(), text),
            [],
        ];
        foreach (var signature in signatures)
        {
            await Refused(new VerifyChallenge("alice", challenge.Nonce, signature));
        }
    }

    [Fact]
    public async Task The_certificate_that_was_signed_has_to_be_the_one_that_was_shown()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        await _access.SignIn.VerifyAsync(await RequestAsync(SampleKeys.Alice, seen: Seen), AccessFixture.Remote(Seen));
        await Refused(await RequestAsync(SampleKeys.Alice, seen: "-"), Seen);
        await Refused(await RequestAsync(SampleKeys.Alice, seen: Seen), new string('0', 64));
        await Refused(await RequestAsync(SampleKeys.Alice, seen: Seen), null);
        var said = await RequestAsync(SampleKeys.Alice, seen: Seen) with { Certificate = Seen };
        Assert.Contains("in between", (await Refused(said, new string('0', 64))).Detail);
        Assert.Contains("tls-terminated", (await Refused(said, null)).Hint);
    }

    [Fact]
    public async Task Behind_a_proxy_the_certificate_is_the_one_the_client_saw()
    {
        await using var proxied = new AccessFixture(tlsTerminated: true);
        await proxied.RegisterAsync("alice", SampleKeys.Alice);
        var challenge = await proxied.SignIn.ChallengeAsync();
        var signature = SampleKeys.Sign(SampleKeys.Alice, SignedText.Of(challenge.Engine, challenge.Nonce, Seen));
        var request = new VerifyChallenge("alice", challenge.Nonce, signature);
        await Assert.ThrowsAsync<Fault>(() => proxied.SignIn.VerifyAsync(request, AccessFixture.Remote()));
        var wrong = request with { Certificate = Seen.ToUpperInvariant() };
        var refused = await Assert.ThrowsAsync<Fault>(() => proxied.SignIn.VerifyAsync(wrong, AccessFixture.Remote()));
        Assert.Equal(FaultKind.Invalid, refused.Info.Code);
        await proxied.SignIn.VerifyAsync(request with { Certificate = Seen }, AccessFixture.Remote());
    }

    [Fact]
    public async Task A_disabled_or_expired_key_is_told_so_once_it_has_signed()
    {
        await _access.Desk.RegisterAsync(
            new RegisterKey(SampleKeys.Line(SampleKeys.Alice), "alice", Expires: TimeSpan.FromSeconds(30)), AccessFixture.Local);
        _access.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains("expired", (await Refused(await RequestAsync(SampleKeys.Alice))).Detail);
        await _access.RegisterAsync("bob", SampleKeys.Bob);
        await _access.Desk.DisableAsync(new DisableKey("bob"), AccessFixture.Local);
        Assert.Contains("disabled", (await Refused(await RequestAsync(SampleKeys.Bob, "bob"))).Detail);
        Assert.DoesNotContain("disabled", (await Refused(await RequestAsync(SampleKeys.Alice, "bob"))).Detail);
    }

    [Fact]
    public async Task A_token_is_made_without_a_key_for_the_owner_of_the_socket_only()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice, "WORKFLOW");
        var own = await _access.SignIn.MakeAsync(new MakeToken(Permissions: ["read_only"]), AccessFixture.Local);
        Assert.Equal(["READ_ONLY", "MASTER"], own.Permissions);
        var hers = await _access.SignIn.MakeAsync(new MakeToken("alice"), AccessFixture.Local);
        Assert.Equal(Permission.Workflow, _access.Authenticate(hers.Token).Permissions);
        Call[] others =
        [
            AccessFixture.CallFrom(new Connection(null, own.Token, "10.0.0.9", default)),
            AccessFixture.CallFrom(new Connection(AccessFixture.Owner, own.Token, "unix", default)),
        ];
        foreach (var call in others)
        {
            var fault = await Assert.ThrowsAsync<Fault>(() => _access.SignIn.MakeAsync(new MakeToken(), call));
            Assert.Equal(FaultKind.Forbidden, fault.Info.Code);
        }
    }

    private async Task<VerifyChallenge> RequestAsync(RSA key, string identity = "alice", string seen = "-")
    {
        var challenge = await _access.SignIn.ChallengeAsync();
        return new VerifyChallenge(
            identity, challenge.Nonce, SampleKeys.Sign(key, SignedText.Of(challenge.Engine, challenge.Nonce, seen)));
    }

    private async Task<FaultInfo> Refused(VerifyChallenge request, string? shown = null)
    {
        var fault = await Assert.ThrowsAsync<Fault>(() => _access.SignIn.VerifyAsync(request, AccessFixture.Remote(shown)));
        Assert.Equal(FaultKind.Unauthenticated, fault.Info.Code);
        return fault.Info;
    }
}
