using System.Security.Cryptography;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Engine.Identities;

/// <summary>
/// The engine's own RSA key (3,072 bits): clients pin its fingerprint, and the engine's certificate authority signs with it. Kept in the
/// home as PEM (PKCS#8, 0600). It is made when it is first asked for, on another thread, since that takes a good part of a second and an
/// engine that listens on its socket alone never needs it. Never replaced by itself: every client would have to accept the new one.
/// </summary>
internal sealed class EngineKey(Home home) : IDisposable
{
    public const int Bits = 3072;
    private const int FileBytesMax = 16 * 1024;

    private readonly SemaphoreSlim _making = new(1);
    private RSA? _key;

    /// <summary>SHA-256 over the key's SubjectPublicKeyInfo, in lower-case hex.</summary>
    public static string FingerprintOf(RSA key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>The key, made if there is none; it belongs to this.</summary>
    public async Task<RSA> GetAsync(CancellationToken cancel = default)
    {
        await _making.WaitAsync(cancel);
        try
        {
            return _key ??= Read() ?? await Task.Run(Make, cancel);
        }
        finally
        {
            _making.Release();
        }
    }

    public async Task<string> FingerprintAsync(CancellationToken cancel = default) => FingerprintOf(await GetAsync(cancel));

    public void Dispose()
    {
        _key?.Dispose();
        _making.Dispose();
    }

    private RSA? Read()
    {
        if (AtomicFile.Read(LocalDisk.Instance, home.KeyFile, FileBytesMax) is not { } content)
        {
            return null;
        }

        var key = RSA.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(content));
            _ = key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch (Exception damaged) when (damaged is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new Fault(
                FaultKind.Internal,
                $"the engine's key in {home.KeyFile} is damaged",
                "restore the file from a backup; if there is none, remove it: the engine gets a new key, which every client has to accept",
                damaged);
        }
    }

    private RSA Make()
    {
        var key = RSA.Create(Bits);
        AtomicFile.Write(LocalDisk.Instance, home.KeyFile, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        return key;
    }
}
