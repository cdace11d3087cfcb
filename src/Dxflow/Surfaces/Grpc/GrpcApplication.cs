using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Answers;
using Dxflow.Surfaces.Grpc.Frames;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Surfaces.Grpc.Services;
using Dxflow.Surfaces.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dxflow.Surfaces.Grpc;

/// <summary>
/// One gRPC call end to end, over HTTP/2:
/// <list type="number">
/// <item>its head: how long the client waits, how its messages are written;</item>
/// <item>the method, and the gate;</item>
/// <item>the request, and the answer by the operation's shape;</item>
/// <item>the status, whatever happened.</item>
/// </list>
/// </summary>
internal sealed class GrpcApplication(Gate gate, Func<ProtoFile> proto, TimeProvider time, CancellationToken stopping)
{
    private const string MediaType = "application/grpc";

    /// <summary>Made at the first call: who never makes one does not pay for it.</summary>
    private readonly Lazy<GrpcParts> _parts = new(() => GrpcParts.Make(gate.Operations, proto(), stopping));

    /// <summary>By what it says of itself, or by its path: no route of HTTP has a dot in its first part.</summary>
    public static bool Takes(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol) && (IsGrpc(request) || IsService(request.Path.Value ?? ""));

    public async Task AnswerAsync(HttpContext context, Func<CancellationToken, Connection> connect)
    {
        if (!IsGrpc(context.Request) || !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = IsGrpc(context.Request)
                ? StatusCodes.Status405MethodNotAllowed
                : StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping, late.Token);
        try
        {
            // 1
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                // Each message has its own limit.
                size.MaxRequestBodySize = null;
            }

            context.Response.ContentType = MediaType;
            context.Response.Headers["grpc-accept-encoding"] = FrameReader.Encodings;
            var headers = context.Request.Headers;
            if (CallTimeout.Of(headers["grpc-timeout"].ToString()) is { } timeout)
            {
                late.CancelAfter(timeout);
            }

            await CallAsync(context, new FrameReader(context.Request.Body, headers["grpc-encoding"].ToString(), closed.Token), connect);

            // 4
            StatusTrailers.Ok(context);
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            var (code, fault) = Explain(failure, late.IsCancellationRequested);
            StatusTrailers.Fail(context, code, fault, _parts.Value.Catalog.Find(context.Request.Path.Value!));
        }
    }

    private async Task CallAsync(HttpContext context, FrameReader frames, Func<CancellationToken, Connection> connect)
    {
        // 2
        var path = context.Request.Path.Value!;
        var parts = _parts.Value;
        if (HealthService.Takes(path))
        {
            await parts.Health.AnswerAsync(context, frames);
            return;
        }

        var isReflection = ReflectionService.Takes(path);
        var operation = (isReflection ? parts.Proto : parts.Catalog.Find(path)) ?? throw GrpcRefusal.Method(path);
        var exchange = new GrpcExchange(context, gate, operation, parts.Catalog, frames, connect(frames.Closed), time);
        await exchange.AdmitAsync(canTell: !isReflection);
        await using var eviction = new Eviction(context, exchange.Admission!.Caller.Ended, time);
        if (operation.Shape != Shape.Call)
        {
            Exchange.Unhurried(context);
        }

        // 3
        await (operation.Shape switch
        {
            _ when isReflection => parts.Reflection.AnswerAsync(context, frames),
            Shape.Stream or Shape.Duplex => StreamAnswer.WriteAsync(exchange),
            Shape.Download => DownloadAnswer.WriteAsync(exchange),
            _ => RecordAnswer.WriteAsync(exchange),
        });
    }

    private (GrpcCode Code, FaultInfo Fault) Explain(Exception failure, bool isLate) => failure switch
    {
        GrpcRefusal refusal => (refusal.Code, refusal.Info),
        ProtoException broken => Of(GrpcRefusal.Proto(broken).Info),
        Fault { Info.Code: not FaultKind.Cancelled } known => Of(known.Info),
        _ when isLate => Of(new FaultInfo(FaultKind.Timeout, "The time that the client gave the call is over.")),
        _ when stopping.IsCancellationRequested =>
            Of(new FaultInfo(FaultKind.Unavailable, "The engine is stopping.", "Try again in a moment.")),
        Fault cancelled => Of(cancelled.Info),
        BadHttpRequestException bad => Of(new FaultInfo(FaultKind.Invalid, bad.Message)),
        _ => Of(new FaultInfo(FaultKind.Internal, "The answer could not be written.", failure.GetType().Name)),
    };

    private static (GrpcCode, FaultInfo) Of(FaultInfo fault) => ((GrpcCode)FaultCodes.Grpc(fault.Code), fault);

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim() is MediaType or MediaType + "+proto";

    private static bool IsService(string path) => path.IndexOf('.') is > 0 and var dot && path.IndexOf('/', 1) > dot;
}
