using Dxflow.Operations;
using Dxflow.Surfaces.Grpc;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Surfaces.Http.Answers;
using Dxflow.Surfaces.Http.Listening;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dxflow.Surfaces.Http;

/// <summary>
/// What is served: the operations behind their gate; why the engine takes no changes now, null if it does; the numbers of gRPC, null for
/// those of the approved file.
/// </summary>
internal sealed record SurfaceParts(Gate Gate, Func<string?> Obstacle, Func<ProtoFile>? Proto = null);

/// <summary>
/// The catalog over HTTP, at one place. Owns a server: made directly, without host, container or middleware, because that starts in a
/// third of the time. Each place has a server and limits of its own, so that whoever floods the network takes nothing from the owner of
/// the Unix socket. Stopping: open streams are told (<c>end</c>, unavailable), calls get until the grace is over, then all is cut.
/// </summary>
internal sealed class HttpSurface : IAsyncDisposable
{
    /// <summary>What is beyond is closed at once, before any handshake.</summary>
    public const int ConnectionsMax = 4096;

    /// <summary>Of one address elsewhere.</summary>
    public const int ConnectionsEachMax = 1024;
    private static readonly TimeSpan HeadersMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    private readonly KestrelServer _server;
    private readonly HttpApplication _application;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConnectionLimit _connections = new(ConnectionsMax, ConnectionsEachMax);

    public HttpSurface(SurfaceParts parts, HttpEndpoint endpoint, TimeProvider time, ILoggerFactory logs)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = Wire.WireLimits.RequestBytesMax;
        options.Limits.RequestHeadersTimeout = HeadersMax;
        options.Limits.KeepAliveTimeout = SilenceMax;
        Http2Bounds.Set(options.Limits);
        var guard = Listen(options, endpoint, logs);
        var health = new HealthAnswers(parts.Obstacle, _stopping.Token);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs);
        _server = new KestrelServer(Options.Create(options), transport, logs);
        var grpc = new GrpcApplication(parts.Gate, parts.Proto ?? ProtoFiles.Engine, time, _stopping.Token);
        _application = new HttpApplication(parts.Gate, new BeforeRoutes(guard, health, grpc), time, _stopping.Token);
    }

    /// <summary>Where it listens, with the port that was found for port 0.</summary>
    public string Address => _server.Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public int ActiveRequests => _application.ActiveRequests;

    public int OpenConnections => _connections.Open;

    public long RefusedConnections => _connections.Refused;

    public Task StartAsync(CancellationToken cancel) => _server.StartAsync(_application, cancel);

    public async Task StopAsync(TimeSpan grace, TimeProvider time)
    {
        await _stopping.CancelAsync();
        using var late = new CancellationTokenSource(grace, time);
        await _server.StopAsync(late.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _server.Dispose();
        _stopping.Dispose();
    }

    private HostGuard? Listen(KestrelServerOptions options, HttpEndpoint endpoint, ILoggerFactory logs)
    {
        if (endpoint is not TcpEndpoint tcp)
        {
            var unix = (UnixEndpoint)endpoint;
            Listen(options, unix.Path, HttpProtocols.Http1);
            Listen(options, unix.GrpcPath, HttpProtocols.Http2);
            return null;
        }

        if (tcp.Certificate is not null)
        {
            options.ApplicationServices = TlsSupport.Services(logs);
        }

        options.Listen(tcp.Address, listen =>
        {
            listen.Use(_connections.Before);
            listen.Protocols = HttpProtocols.Http1;
            if (tcp.Certificate is not null)
            {
                TlsSupport.Use(listen, tcp.Certificate);
            }
        });
        return new HostGuard(tcp.Names);
    }

    private void Listen(KestrelServerOptions options, string? path, HttpProtocols protocols)
    {
        if (path is not null)
        {
            options.ListenUnixSocket(path, listen =>
            {
                listen.Use(_connections.Before);
                listen.Protocols = protocols;
            });
        }
    }
}
