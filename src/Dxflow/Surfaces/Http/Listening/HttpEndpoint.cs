using System.Net;
using System.Net.Security;

namespace Dxflow.Surfaces.Http.Listening;

/// <summary>Where the engine listens.</summary>
internal abstract record HttpEndpoint;

/// <summary>HTTP/1.1 on a Unix socket; the kernel says who is at the other end.</summary>
internal sealed record UnixEndpoint(string Path) : HttpEndpoint;

/// <summary>
/// TCP. <see cref="Names"/>: under which the network knows this engine, besides its addresses. With <see cref="Certificate"/>, which is
/// asked at each handshake, TLS with HTTP/2 or HTTP/1.1 as the client likes; without it HTTP/1.1 in clear text, which belongs on loopback
/// alone.
/// </summary>
internal sealed record TcpEndpoint(
    IPEndPoint Address, IReadOnlyList<string> Names, Func<SslStreamCertificateContext>? Certificate = null) : HttpEndpoint;
