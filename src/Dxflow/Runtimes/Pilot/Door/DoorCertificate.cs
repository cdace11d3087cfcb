using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dxflow.Runtimes.Pilot.Door;

/// <summary>
/// The certificate of a door, made for one engine's life. Workers believe this one alone, by its fingerprint, which they read in a file
/// that only this user can write; names and authorities mean nothing here.
/// </summary>
internal static class DoorCertificate
{
    public const string Name = "dxflow-pilot";
    private const int YearsValid = 10;

    public static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + Name, key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(YearsValid));
    }

    /// <summary>SHA-256 of the whole certificate, in hex.</summary>
    public static string Fingerprint(X509Certificate certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData()));
}
