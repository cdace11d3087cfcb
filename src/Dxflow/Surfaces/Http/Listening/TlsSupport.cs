using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dxflow.Surfaces.Http.Listening;

/// <summary>TLS on a listener. Versions 1.2 and 1.3 with the platform's ciphers; never a client certificate.</summary>
internal static class TlsSupport
{
    private static readonly TimeSpan HandshakeMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The server's own middleware wants services that only a host registers, so one is built for them; it is never started. An engine
    /// without TLS does not pay for it.
    /// </summary>
    public static IServiceProvider Services(ILoggerFactory logs) => new HostBuilder()
        .ConfigureServices(services => services.AddSingleton(logs))
        .ConfigureWebHost(static web => web.UseKestrelCore().UseKestrelHttpsConfiguration())
        .Build()
        .Services;

    public static void Use(ListenOptions listen, Func<SslStreamCertificateContext> certificate)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakeMax,
            OnConnection = handshake =>
            {
                var shown = certificate();
                ShownCertificate.Remember(handshake.Connection, shown);
                return ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = shown,
                    ClientCertificateRequired = false,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    AllowRenegotiation = false,
                    ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                });
            },
        });
    }
}
