using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Engine.Remote;

/// <summary>
/// The engines that somebody decided to trust, one file each with the certificate of its authority: <c>known-engines/HOST_PORT.pem</c> in
/// the home. What is pinned is the authority's key, so that servers' certificates renew freely.
/// </summary>
internal sealed class KnownEngines(Home home)
{
    private const int FileBytesMax = 64 * 1024;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _directory = Path.Combine(home.Path, "known-engines");

    /// <summary>SHA-256 of the public key, as <c>engine info</c> of that engine shows it.</summary>
    public static string FingerprintOf(X509Certificate2 authority) =>
        Convert.ToHexStringLower(SHA256.HashData(authority.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>Null: nobody decided to trust it.</summary>
    public X509Certificate2? Find(Uri engine)
    {
        var path = PathOf(engine);
        try
        {
            return AtomicFile.Read(LocalDisk.Instance, path, FileBytesMax) is { } pem
                ? X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem))
                : null;
        }
        catch (CryptographicException damaged)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"{path} is damaged",
                $"remove it, then: dxflow engine trust {engine.GetLeftPart(UriPartial.Authority)}",
                damaged);
        }
    }

    public void Keep(Uri engine, X509Certificate2 authority)
    {
        foreach (var missing in new[] { home.Path, _directory }.Where(static each => !Directory.Exists(each)))
        {
            Directory.CreateDirectory(missing, Private);
        }

        AtomicFile.Write(LocalDisk.Instance, PathOf(engine), Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"));
    }

    private string PathOf(Uri engine) => Path.Combine(
        _directory, string.Create(CultureInfo.InvariantCulture, $"{engine.IdnHost.Replace(':', '-')}_{engine.Port}.pem"));
}
