using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Engine.Remote;

/// <summary>
/// The engines that somebody decided to trust, one file each in <c>known-engines/</c> of the home. <c>HOST_PORT.pem</c> has the certificate
/// of its authority: what is pinned is that key, so that servers' certificates renew freely. Where the system trusts the certificate,
/// because the engine was given one, <c>HOST_PORT.id</c> has the engine's id, which the first sign-in writes down.
/// </summary>
internal sealed class KnownEngines(Home home)
{
    private const string Authority = "pem";
    private const string Id = "id";
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

    public void Keep(Uri engine, X509Certificate2 authority) => Write(PathOf(engine), authority.ExportCertificatePem());

    /// <summary>Keeps the id of an engine whose certificate the system trusts, and no authority.</summary>
    public void KeepId(Uri engine, string id)
    {
        Write(PathOf(engine, Id), id);
        File.Delete(PathOf(engine));
    }

    /// <summary>
    /// Whether an engine that asks for a signature is the one that is known under this address. With an authority the connection has shown
    /// it; without TLS it is on this machine.
    /// </summary>
    public void Check(Uri engine, string id)
    {
        if (engine.Scheme != Uri.UriSchemeHttps || File.Exists(PathOf(engine)))
        {
            return;
        }

        if (AtomicFile.Read(LocalDisk.Instance, PathOf(engine, Id), FileBytesMax) is not { } kept)
        {
            KeepId(engine, id);
            return;
        }

        var name = engine.GetLeftPart(UriPartial.Authority);
        if (Encoding.ASCII.GetString(kept).Trim() is var known && known != id)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"The engine at {name} is {id} now; {known} is known under this name.",
                $"If its owner says that it was made anew: dxflow engine trust {name} --replace");
        }
    }

    private void Write(string path, string text)
    {
        foreach (var missing in new[] { home.Path, _directory }.Where(static each => !Directory.Exists(each)))
        {
            Directory.CreateDirectory(missing, Private);
        }

        AtomicFile.Write(LocalDisk.Instance, path, Encoding.ASCII.GetBytes(text + "\n"));
    }

    private string PathOf(Uri engine, string kind = Authority) => Path.Combine(
        _directory, string.Create(CultureInfo.InvariantCulture, $"{engine.IdnHost.Replace(':', '-')}_{engine.Port}.{kind}"));
}
