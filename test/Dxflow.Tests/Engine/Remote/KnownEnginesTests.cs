using System.Security.Cryptography.X509Certificates;
using Dxflow.Engine.Remote;
using Dxflow.Engine.Tls;
using Dxflow.Operations;
using Dxflow.Tests.Engine.Tls;
using Xunit;

namespace Dxflow.Tests.Engine.Remote;

public sealed class KnownEnginesTests : IDisposable
{
    private static readonly Uri Engine = new("https://engine.example:3936");

    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_was_trusted_is_known_at_its_own_address_by_the_engines_fingerprint()
    {
        using var authority = new EngineAuthority(_home.Home, "00112233445566778899aabbccddeeff", TimeProvider.System);
        using var certificate = X509Certificate2.CreateFromPem(await authority.PemAsync());
        var known = new KnownEngines(_home.Home);
        Assert.Null(known.Find(Engine));

        known.Keep(Engine, certificate);

        using var found = known.Find(Engine);
        Assert.Equal(await authority.FingerprintAsync(), KnownEngines.FingerprintOf(found!));
        Assert.Null(known.Find(new Uri("https://engine.example:3937")));
        Assert.Null(known.Find(new Uri("https://other.example:3936")));
    }

    [Fact]
    public void A_damaged_file_is_no_reason_to_trust_anybody()
    {
        Directory.CreateDirectory(_home.File("known-engines"));
        File.WriteAllText(_home.File("known-engines/engine.example_3936.pem"), "garbage");
        Assert.Equal(FaultKind.Forbidden, Assert.Throws<Fault>(() => new KnownEngines(_home.Home).Find(Engine)).Info.Code);
    }
}
