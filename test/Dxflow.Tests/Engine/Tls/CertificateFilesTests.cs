using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dxflow.Engine.Tls;
using Dxflow.Operations;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Engine.Tls;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly TemporaryHome _home = new();
    private readonly ManualTime _time = new();
    private readonly CertificateFiles _files;
    private int _written;

    public CertificateFilesTests() => _files = new CertificateFiles(_home.File("cert.pem"), _home.File("key.pem"), _time);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_changed_pair_is_taken_at_the_next_look_and_half_of_one_never()
    {
        Write("one");
        Assert.Equal("CN=one", Shown());
        Write("two");
        Assert.Equal("CN=one", Shown());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("CN=two", Shown());

        File.WriteAllText(_home.File("key.pem"), "-----BEGIN PRIVATE KEY-----\n");
        Touch();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("CN=two", Shown());
        Write("three");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("CN=three", Shown());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("garbage")]
    [InlineData("key of another")]
    public void A_pair_that_never_was_good_is_refused_by_name(string how)
    {
        if (how != "missing")
        {
            Write("one");
            var key = RSA.Create(2048);
            File.WriteAllText(_home.File("key.pem"), how == "garbage" ? how : key.ExportPkcs8PrivateKeyPem());
        }

        var refused = Assert.Throws<Fault>(() => _files.Current());
        Assert.Equal(FaultKind.Invalid, refused.Info.Code);
        Assert.Contains("cert.pem", refused.Info.Detail);
    }

    private string Shown() => _files.Current().TargetCertificate.Subject;

    private void Write(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(_time.GetUtcNow(), _time.GetUtcNow().AddDays(1));
        File.WriteAllText(_home.File("cert.pem"), made.ExportCertificatePem());
        File.WriteAllText(_home.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
        Touch();
    }

    /// <summary>A moment that is another for each write, however quick they are.</summary>
    private void Touch() => File.SetLastWriteTimeUtc(_home.File("key.pem"), _time.GetUtcNow().UtcDateTime.AddSeconds(++_written));
}
