using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dxflow.Operations;

namespace Dxflow.Engine.Remote;

/// <summary>
/// Connects to an engine over the network. With TLS it is the one that is known: its certificate is checked with
/// <paramref name="authority"/>,
/// or where there is none as any other server's on the web; <paramref name="isUnknown"/>: not at all, to ask who it says it is. Clear text
/// goes to this machine alone.
/// </summary>
internal sealed class RemoteDial(Uri engine, X509Certificate2? authority, bool isUnknown = false)
{
    /// <summary>SHA-256, in lower-case hex, of the certificate that was shown last; <c>-</c> without TLS.</summary>
    public string Certificate { get; private set; } = "-";

    public string Name => engine.GetLeftPart(UriPartial.Authority);

    public string Host => engine.Authority;

    /// <summary>An address that a command was given; a fault if it is none.</summary>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.PathAndQuery != "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            throw Fault.Invalid($"'{text}' is no engine", "give https://HOST:PORT, http://127.0.0.1:PORT, or unix:/path/to/engine.sock");
        }

        return url.Scheme == "https" || url.IsLoopback
            ? url
            : throw Fault.Invalid(
                $"{text} would show tokens and data to everybody on the way", "use https; in clear text only this machine is reached");
    }

    public async Task<Stream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(engine.IdnHost, engine.Port), cancel);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return engine.Scheme == "https" ? await SecureAsync(stream, cancel) : stream;
        }
        catch (SocketException failed)
        {
            socket.Dispose();
            throw new Fault(
                FaultKind.Unavailable, $"No engine answers at {Name}: {failed.Message}.", "Is it up, and does it listen there?", failed);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream stream, CancellationToken cancel)
    {
        var secure = isUnknown
            ? new SslStream(stream, leaveInnerStreamOpen: false, static (_, _, _, _) => true)
            : new SslStream(stream);
        try
        {
            await secure.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = engine.IdnHost,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateChainPolicy = Policy(),
                },
                cancel);
        }
        catch (AuthenticationException refused)
        {
            throw authority is null
                ? new Fault(
                    FaultKind.Forbidden, $"The engine at {Name} is not known here.",
                    $"Compare its fingerprint with its owner, then: dxflow engine trust {Name}", refused)
                : new Fault(
                    FaultKind.Forbidden,
                    $"What answers at {Name} is not the engine {KnownEngines.FingerprintOf(authority)} that is known here under this name.",
                    $"If its owner says that it has another key: dxflow engine trust {Name} --replace", refused);
        }
        catch (IOException cut)
        {
            throw new Fault(
                FaultKind.Unavailable,
                $"{Name} does not speak TLS.",
                "Is it another port? engine info shows where an engine listens.", cut);
        }

        Certificate = Convert.ToHexStringLower(SHA256.HashData(secure.RemoteCertificate!.GetRawCertData()));
        return secure;
    }

    private X509ChainPolicy? Policy()
    {
        if (authority is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }
}
