using Dxflow.Operations;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dxflow.Surfaces.Http;

/// <summary>Where the engine listens. TCP, TLS and HTTP/2 will be further kinds.</summary>
internal sealed record HttpEndpoint(string UnixSocket);

/// <summary>
/// The catalog over HTTP/1.1. Owns the server: made directly, without host, container or middleware, because that starts in a third
/// of the time. Stopping: open streams are told (<c>end</c>, unavailable), calls get until the grace is over, then all is cut.
/// </summary>
internal sealed class HttpSurface : IAsyncDisposable
{
    public const int ConnectionsMax = 4096;

    private readonly KestrelServer _server;
    private readonly HttpApplication _application;
    private readonly CancellationTokenSource _stopping = new();

    public HttpSurface(Gate gate, IReadOnlyList<HttpEndpoint> endpoints, TimeProvider time, ILoggerFactory logs)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxConcurrentConnections = ConnectionsMax;
        options.Limits.MaxRequestBodySize = Wire.WireLimits.RequestBytesMax;
        foreach (var endpoint in endpoints)
        {
            options.ListenUnixSocket(endpoint.UnixSocket, static listen => listen.Protocols = HttpProtocols.Http1);
        }

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs);
        _server = new KestrelServer(Options.Create(options), transport, logs);
        _application = new HttpApplication(gate, new Router(gate.Operations), time, _stopping.Token);
    }

    public int ActiveRequests => _application.ActiveRequests;

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
}
