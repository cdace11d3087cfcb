using System.Net;
using System.Net.Security;

namespace Dxflow.Surfaces.Http.Listening;

/// <summary>Where the engine listens.</summary>
internal abstract record HttpEndpoint;

/// <summary>
/// Unix sockets; the kernel says who is at the other end. In clear text a connection has one version of HTTP: so there is one socket
/// for HTTP/1.1 and one for HTTP/2, which gRPC needs. Either may be null, when only the other has to be made again.
/// </summary>
internal sealed record UnixEndpoint(string? Path, string? GrpcPath = null) : HttpEndpoint;

/// <summary>
/// TCP. <see cref="Names"/>: under which the network knows this engine, besides its addresses. With <see cref="Certificate"/>, which is
/// asked at each handshake, TLS with HTTP/2 or HTTP/1.1 as the client likes; without it HTTP/1.1 in clear text, which belongs on loopback
/// alone.
/// </summary>
internal sealed record TcpEndpoint(
    IPEndPoint Address, IReadOnlyList<string> Names, Func<SslStreamCertificateContext>? Certificate = null) : HttpEndpoint;
