using System.Security.Cryptography;
using Dxflow.Runtimes.Containers.Api;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dxflow.Runtimes.Containers.Images.Sessions;

/// <summary>
/// The second connection of a build by BuildKit, on which the roles are turned round: the daemon asks, by gRPC, and we answer. 1 the
/// daemon is asked to go over to HTTP/2 on a connection of its own, under an id that nobody can guess, 2 a server serves that one
/// connection, 3 the build is asked for elsewhere and names the id, 4 the connection is closed, and with it all is forgotten.
/// Source: moby/buildkit's session.
/// </summary>
internal sealed class BuildSession : IAsyncDisposable
{
    private const int IdCharacters = 32;
    private const int StreamsMax = 100;

    /// <summary>A daemon that is stopped for a while has not gone: its build goes on with it.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromDays(1);
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(2);

    private readonly Stream _stream;
    private readonly OneConnection _connection;
    private readonly KestrelServer _server;
    private readonly TimeProvider _time;

    private BuildSession(string id, Stream stream, TimeProvider time)
    {
        (Id, _stream, _time, _connection) = (id, stream, time, new OneConnection(stream));
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.Http2.MaxStreamsPerConnection = StreamsMax;
        options.Limits.KeepAliveTimeout = SilenceMax;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;

        // The name that a daemon gives us in its requests is of no meaning.
        options.AllowAlternateSchemes = true;
        options.Listen(OneConnection.Place, static listen => listen.Protocols = HttpProtocols.Http2);
        _server = new KestrelServer(Options.Create(options), _connection, NullLoggerFactory.Instance);
    }

    public string Id { get; }

    public static async Task<BuildSession> OpenAsync(EngineApi api, SessionOffers offers, TimeProvider time, CancellationToken cancel)
    {
        // 1
        var id = RandomNumberGenerator.GetHexString(IdCharacters, lowercase: true);
        var methods = SessionApplication.Methods.Select(static path => ("X-Docker-Expose-Session-Grpc-Method", path));
        var stream = await api.SwitchAsync(
            "/session", "h2c", [("X-Docker-Expose-Session-Uuid", id), ("X-Docker-Expose-Session-Name", "dxflow"), .. methods], cancel);

        return await ServeAsync(id, stream, offers, time, cancel);
    }

    /// <summary>2, on a connection that has gone over to HTTP/2.</summary>
    public static async Task<BuildSession> ServeAsync(
        string id, Stream stream, SessionOffers offers, TimeProvider time, CancellationToken cancel)
    {
        var session = new BuildSession(id, stream, time);
        try
        {
            await session._server.StartAsync(new SessionApplication(offers), cancel);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>4</summary>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        using var late = new CancellationTokenSource(EndMax, _time);
        await _server.StopAsync(late.Token);
        _server.Dispose();
        await _connection.DisposeAsync();
    }
}
