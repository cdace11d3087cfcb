using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dxflow.Operations;

namespace Dxflow.Engine.Tls;

/// <summary>
/// A certificate that somebody else renews (<c>https-cert</c>, <c>https-key</c>; PEM, the chain behind the server's own): read at start,
/// and again when the file has changed, looked at once a minute. A half-written pair keeps the one that was good.
/// </summary>
internal sealed class CertificateFiles(string certificateFile, string keyFile, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _current;
    private DateTimeOffset _lookAt;
    private (DateTime, DateTime) _written;

    /// <summary>Throws a <see cref="Fault"/> if there never was a good one.</summary>
    public SslStreamCertificateContext Current()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_current is not null && now < _lookAt)
            {
                return _current;
            }

            _lookAt = now + LookEvery;
            var written = (File.GetLastWriteTimeUtc(certificateFile), File.GetLastWriteTimeUtc(keyFile));
            if (_current is not null && written == _written)
            {
                return _current;
            }

            try
            {
                _current = Read();
                _written = written;
            }
            catch (Fault) when (_current is not null)
            {
                // The pair is being replaced; the next look will find it whole.
            }

            return _current;
        }
    }

    private SslStreamCertificateContext Read()
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);

            // A key read from PEM is not usable for handshakes everywhere until it went through PKCS#12.
            var own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }
        catch (Exception failed) when (failed is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new Fault(
                FaultKind.Invalid,
                $"{certificateFile} and {keyFile} are no certificate and its key: {failed.Message}",
                "give both as PEM with https-cert and https-key",
                failed);
        }
    }
}
