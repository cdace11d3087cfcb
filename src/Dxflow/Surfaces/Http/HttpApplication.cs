using Dxflow.Foundation.Tracing;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc;
using Dxflow.Surfaces.Http.Answers;
using Dxflow.Surfaces.Http.Listening;
using Dxflow.Surfaces.Http.Requests;
using Dxflow.Surfaces.Http.Tus;
using Dxflow.Surfaces.Http.WebSockets;
using Dxflow.Surfaces.Wire;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dxflow.Surfaces.Http;

/// <summary>What a request meets before routes are looked at.</summary>
internal sealed record BeforeRoutes(HostGuard? Guard, HealthAnswers Health, GrpcApplication Grpc);

/// <summary>
/// One HTTP request end to end: find the operation, pass the gate, read the request, answer by the operation's shape. Whatever goes
/// wrong is answered here as problem+json, or by cutting the connection if the answer had begun.
/// </summary>
internal sealed class HttpApplication(
    Gate gate, BeforeRoutes before, TimeProvider time, CancellationToken stopping) : IHttpApplication<HttpContext>
{
    private readonly Router _router = new(gate.Operations);
    private readonly TusDialect _tus = new(gate, time);
    private int _active;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <summary>Requests that are being answered now, streams among them.</summary>
    public int ActiveRequests => Volatile.Read(ref _active);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        Interlocked.Increment(ref _active);
        try
        {
            await ProcessAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    private async Task ProcessAsync(HttpContext context)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            var peer = PeerCredentials.Of(context.Features.Get<IConnectionSocketFeature>()?.Socket);
            before.Guard?.Check(context.Request);
            if (await before.Health.TryAnswerAsync(context))
            {
                return;
            }

            if (GrpcApplication.Takes(context.Request))
            {
                await before.Grpc.AnswerAsync(context, closed => ConnectionOf(context, peer, BearerToken.Of(context.Request), closed));
                return;
            }

            if (_tus.Takes(context.Request))
            {
                await _tus.AnswerAsync(context, () => ConnectionOf(context, peer, BearerToken.Of(context.Request), closed.Token));
                return;
            }

            await AnswerAsync(context, peer, closed.Token);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be told.
        }
        catch (Exception failure)
        {
            await ProblemAnswer.WriteAsync(context, failure, stopping.IsCancellationRequested);
        }
        finally
        {
            // Whatever a handler still does for this request has nobody to do it for.
            await closed.CancelAsync();
        }
    }

    private async Task AnswerAsync(HttpContext context, LocalPeer? peer, CancellationToken closed)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var isSocket = SocketHandshake.IsAsked(context);
        var match = _router.Find(context.Request.Method, target, isSocket);
        var operation = match.Operation;
        isSocket &= operation.Shape == Shape.Duplex;
        var form = isSocket ? default : AnswerForms.Choose(context.Request, operation.Shape);
        if (isSocket)
        {
            SocketHandshake.Check(context, isPrivate: before.Guard is null);
        }

        match = BasicPassword.Given(match, context.Request);
        var token = isSocket ? SocketHandshake.TokenOf(context.Request)
            : operation.PasswordField is null ? BearerToken.Of(context.Request)
            : null;
        var admission = await gate.AdmitAsync(operation, ConnectionOf(context, peer, token, closed), () => AskedAsync(context, match));
        await using var eviction = new Eviction(context, admission.Caller.Ended, time);
        if (operation.IsPublic && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = WireLimits.PublicRequestBytesMax;
        }

        await BasicPassword.AskedForAsync(
            operation, AnswerAsync(new Exchange(context, gate, admission, match, time, stopping), form, isSocket));
    }

    private async Task AnswerAsync(Exchange exchange, StreamForm form, bool isSocket)
    {
        switch (exchange.Operation.Shape)
        {
            case Shape.Stream:
                await StreamAnswer.WriteAsync(exchange, form);
                break;
            case Shape.Duplex when isSocket:
                await SocketAnswer.WriteAsync(exchange);
                break;
            case Shape.Duplex:
                await DuplexAnswer.WriteAsync(exchange);
                break;
            case Shape.Upload:
                await exchange.WriteJsonAsync(await UploadAsync(exchange));
                break;
            case Shape.Download:
                await DownloadAnswer.WriteAsync(exchange);
                break;
            default:
                var request = await BodyReader.ReadAsync(exchange.Context, exchange.Match);
                await exchange.WriteJsonAsync(await gate.CallAsync(exchange.Admission, request, exchange.Extras(default)));
                break;
        }
    }

    /// <summary>What a caller who is known asked for, though it is refused; null if it cannot be told.</summary>
    private static async Task<object?> AskedAsync(HttpContext context, Match match)
    {
        try
        {
            return match.Operation.Shape is Shape.Upload or Shape.Duplex
                ? RequestParts.Read(match, context.Request.Query, default)
                : await BodyReader.ReadAsync(context, match);
        }
        catch (Exception unread) when (unread is Fault or HttpRefusal or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The body is the handler's to read, as slowly and as long as it likes.</summary>
    private async Task<object> UploadAsync(Exchange exchange)
    {
        exchange.Unhurried();
        var request = RequestParts.Read(exchange.Match, exchange.Context.Request.Query, default);
        return await gate.CallAsync(exchange.Admission, request, exchange.Extras(new OperationInput(null, exchange.Context.Request.Body)));
    }

    private static TraceContext? TraceOf(IHeaderDictionary headers) =>
        headers.TraceParent is { Count: 1 } parent ? TraceContext.Parse(parent, headers.TraceState) : null;

    private static Connection ConnectionOf(HttpContext context, LocalPeer? peer, string? token, CancellationToken closed)
    {
        var from = peer is null ? context.Connection.RemoteIpAddress?.ToString() ?? "?" : $"unix pid={peer.Pid} uid={peer.Uid}";
        var headers = context.Request.Headers;
        return new Connection(peer, token, from, closed, ShownCertificate.Of(context.Features), TraceOf(headers));
    }
}
