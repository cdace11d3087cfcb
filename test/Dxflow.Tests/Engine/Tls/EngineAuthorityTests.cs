using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dxflow.Engine;
using Dxflow.Engine.Identities;
using Dxflow.Engine.Tls;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Engine.Tls;

public sealed class EngineAuthorityTests : IDisposable
{
    private const string Engine = "00112233445566778899aabbccddeeff";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly TemporaryHome _home = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Nothing_is_made_before_it_is_needed_and_all_of_it_lasts()
    {
        string pem;
        using (var authority = Open())
        {
            Assert.Null(await authority.FingerprintAsync());
            Assert.False(File.Exists(_home.Home.AuthorityFile));
            pem = await authority.PemAsync();
            using var certificate = X509Certificate2.CreateFromPem(pem);
            using var key = certificate.GetRSAPublicKey();
            Assert.Equal(EngineKey.FingerprintOf(key!), await authority.FingerprintAsync());
        }

        _time.Advance(TimeSpan.FromDays(400));
        using var again = Open();
        Assert.NotNull(await again.FingerprintAsync());
        Assert.Equal(pem, await again.PemAsync());
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    public async Task A_certificate_that_is_not_of_the_key_is_made_anew(string text)
    {
        using (var first = Open())
        {
            await first.PemAsync();
        }

        await File.WriteAllTextAsync(_home.Home.AuthorityFile, text, TestContext.Current.CancellationToken);
        using (var again = Open())
        {
            Assert.StartsWith("-----BEGIN CERTIFICATE", await again.PemAsync());
        }

        var before = await File.ReadAllTextAsync(_home.Home.AuthorityFile, TestContext.Current.CancellationToken);
        File.Delete(_home.Home.KeyFile);
        using var other = Open();
        Assert.NotEqual(before, await other.PemAsync());
    }

    [Fact]
    public async Task A_server_is_trusted_through_the_authority_under_its_names_alone()
    {
        using var authority = Open();
        using var root = X509Certificate2.CreateFromPem(await authority.PemAsync());
        var server = (await authority.ServeAsync(["localhost", "10.0.0.5"], Lifetime)).Current().TargetCertificate;

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        Assert.True(chain.Build(server), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.True(server.MatchesHostname("localhost"));
        Assert.True(server.MatchesHostname("10.0.0.5"));
        Assert.False(server.MatchesHostname("10.0.0.6"));
        Assert.True(server.HasPrivateKey);
        Assert.Null(server.GetRSAPublicKey());
    }

    [Fact]
    public async Task A_certificate_is_renewed_after_two_thirds_of_its_life_by_the_next_handshake()
    {
        using var authority = Open();
        var renewed = await authority.ServeAsync(["localhost"], Lifetime);
        var first = renewed.Current();
        _time.Advance(Lifetime / 2);
        Assert.Same(first, renewed.Current());
        _time.Advance(Lifetime / 6);
        var second = renewed.Current();
        Assert.NotEqual(Hash(first), Hash(second));
        Assert.True(second.TargetCertificate.NotAfter.ToUniversalTime() > _time.GetUtcNow() + (Lifetime * 0.9));
    }

    private static string Hash(SslStreamCertificateContext context) =>
        context.TargetCertificate.GetCertHashString(HashAlgorithmName.SHA256);

    private EngineAuthority Open() => new(_home.Home, Engine, _time);
}
