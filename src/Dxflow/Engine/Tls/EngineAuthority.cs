using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dxflow.Engine.Identities;
using Dxflow.Foundation.Files;

namespace Dxflow.Engine.Tls;

/// <summary>
/// The engine's own certificate authority: its key is the engine's identity, so a client that pins that key trusts every certificate
/// that is signed here, and those renew freely. The authority's certificate stays the same (it may stand in a trust store), 20 years,
/// and is kept in the home; the servers' have keys of their own, which never leave memory. Both are made when they are first needed.
/// </summary>
internal sealed class EngineAuthority(Home home, string engine, TimeProvider time) : IDisposable
{
    private const int Years = 20;
    private const int FileBytesMax = 16 * 1024;
    private const int SerialBytes = 16;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private readonly EngineKey _key = new(home);
    private readonly SemaphoreSlim _opening = new(1);
    private X509Certificate2? _certificate;

    /// <summary>SHA-256 of the engine's public key; null while it has none.</summary>
    public async Task<string?> FingerprintAsync() => File.Exists(home.KeyFile) ? await _key.FingerprintAsync() : null;

    /// <summary>The certificate, for curl and browsers.</summary>
    public async Task<string> PemAsync() => (await OpenAsync()).Certificate.ExportCertificatePem() + "\n";

    /// <summary>Makes certificates for a server that is reached by these names and addresses, each with a new key.</summary>
    public async Task<RenewedCertificate> ServeAsync(IReadOnlyCollection<string> names, TimeSpan lifetime)
    {
        var (key, certificate) = await OpenAsync();
        return new RenewedCertificate(now => Issue(key, certificate, names, (now - ClockSkew, now + lifetime)), time, lifetime);
    }

    public void Dispose()
    {
        _key.Dispose();
        _certificate?.Dispose();
        _opening.Dispose();
    }

    private async Task<(RSA Key, X509Certificate2 Certificate)> OpenAsync()
    {
        var key = await _key.GetAsync();
        await _opening.WaitAsync();
        try
        {
            return (key, _certificate ??= Read(key) ?? Make(key));
        }
        finally
        {
            _opening.Release();
        }
    }

    private X509Certificate2 Make(RSA key)
    {
        var request = new CertificateRequest($"CN=dxflow engine {engine}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now - ClockSkew, now.AddYears(Years));
        AtomicFile.Write(LocalDisk.Instance, home.AuthorityFile, Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n"));
        return X509CertificateLoader.LoadCertificate(made.RawData);
    }

    private static SslStreamCertificateContext Issue(
        RSA signing, X509Certificate2 authority, IEnumerable<string> names, (DateTimeOffset From, DateTimeOffset To) life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=dxflow", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(Names(names));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7f;
        var generator = X509SignatureGenerator.CreateForRSA(signing, RSASignaturePadding.Pkcs1);
        using var signed = request.Create(authority.SubjectName, generator, life.From, life.To, serial);
        return SslStreamCertificateContext.Create(signed.CopyWithPrivateKey(key), [authority], offline: true);
    }

    private static X509Extension Names(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    /// <summary>Null also where the file is not of this key: whoever restored another key gets another certificate.</summary>
    private X509Certificate2? Read(RSA key)
    {
        if (AtomicFile.Read(LocalDisk.Instance, home.AuthorityFile, FileBytesMax) is not { } pem)
        {
            return null;
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem));
            using var of = certificate.GetRSAPublicKey();
            if (of is not null && EngineKey.FingerprintOf(of) == EngineKey.FingerprintOf(key))
            {
                return certificate;
            }

            certificate.Dispose();
            return null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
