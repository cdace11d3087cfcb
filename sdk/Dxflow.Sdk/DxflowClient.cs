using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Dxflow.Sdk;

/// <summary>
/// An engine, with every operation by noun: <c>client.Workflow.ListAsync()</c>. Any number of calls at once; failures are
/// <see cref="DxflowException"/>.
/// </summary>
public sealed partial class DxflowClient : IDisposable
{
    private readonly Transport _transport;

    private DxflowClient(Transport transport, bool isLocal = false) => (_transport, IsLocal) = (transport, isLocal);

    /// <summary>The engine is on this machine, and reads its files.</summary>
    internal bool IsLocal { get; }

    internal static DxflowClient Over(Transport transport) => new(transport);

    /// <summary>The engine of this machine behind a Unix socket, which knows its own user without a token.</summary>
    /// <param name="socket">The socket's path; <c>engine.sock</c> in DXFLOW_HOME or <c>~/.dxflow</c> if it is not given.</param>
    public static DxflowClient Local(string? socket = null)
    {
        var path = socket ?? Path.Combine(
            Environment.GetEnvironmentVariable("DXFLOW_HOME") is { Length: > 0 } home
                ? home
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dxflow"),
            "engine.sock");
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        };
        return new(new Transport(new Uri("http://localhost/"), handler, null), isLocal: true);
    }

    /// <summary>An engine on the network, with a token (<c>dxflow engine token</c>).</summary>
    /// <param name="address"><c>https://HOST:PORT</c>, or <c>http://127.0.0.1:PORT</c> on the engine's machine.</param>
    /// <param name="token">A token that is still good, asked for before each call.</param>
    /// <param name="authority">The engine's authority (<c>dxflow engine ca</c>); without one the system's decide.</param>
    public static DxflowClient Remote(
        Uri address, Func<CancellationToken, ValueTask<string>> token, X509Certificate2? authority = null) =>
        new(new Transport(address, Handler(address, authority), token));

    /// <summary>An engine on the network, with a key that is registered there: signs in when needed, and before the token ends.</summary>
    /// <param name="address"><c>https://HOST:PORT</c>, or <c>http://127.0.0.1:PORT</c> on the engine's machine.</param>
    /// <param name="identity">The name under which the key is registered.</param>
    /// <param name="keyPem">The private key, PEM.</param>
    /// <param name="authority">The engine's authority (<c>dxflow engine ca</c>); without one the system's decide.</param>
    public static DxflowClient Remote(Uri address, string identity, string keyPem, X509Certificate2? authority = null)
    {
        var signIn = new SignIn(address, identity, keyPem);
        return new(new Transport(address, signIn.Watch(Handler(address, authority)), signIn.TokenAsync));
    }

    public void Dispose() => _transport.Dispose();

    private static SocketsHttpHandler Handler(Uri address, X509Certificate2? authority)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw new ArgumentException($"{address} would show tokens and data to everybody on the way; use https.", nameof(address));
        }

        var handler = new SocketsHttpHandler();
        if (authority is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { authority },
            };
        }

        return handler;
    }
}
