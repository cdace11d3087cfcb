using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Frames;
using Dxflow.Surfaces.Grpc.Protobuf;
using Dxflow.Surfaces.Wire;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Grpc.Services;

/// <summary>
/// grpc.health.v1: what <c>/healthz</c> says, to anybody, for load balancers. Whoever watches keeps a call open, so only so many may.
/// </summary>
internal sealed class HealthService(IEnumerable<string> services, CancellationToken stopping)
{
    public const int WatchersMax = 64;
    private const string CheckPath = "/grpc.health.v1.Health/Check";
    private const string WatchPath = "/grpc.health.v1.Health/Watch";

    private readonly HashSet<string> _services = [.. services, ""];
    private int _watchers;

    /// <summary>The protocol's own numbers.</summary>
    private enum Status
    {
        Serving = 1,
        NotServing = 2,
        ServiceUnknown = 3,
    }

    public static bool Takes(string path) => path is CheckPath or WatchPath;

    public async Task AnswerAsync(HttpContext context, FrameReader frames)
    {
        var service = Service((await frames.OnlyAsync(WireLimits.PublicRequestBytesMax)).Span);
        var isKnown = _services.Contains(service);
        var writer = new FrameWriter(context.Response.BodyWriter, context.RequestAborted);
        if (context.Request.Path == WatchPath)
        {
            await WatchAsync(isKnown, writer, frames.Closed);
        }
        else
        {
            Write(writer, isKnown ? Now : throw Fault.Missing($"There is no service '{service}'.", "Ask for '', the whole engine."));
            await writer.FlushAsync();
        }
    }

    private Status Now => stopping.IsCancellationRequested ? Status.NotServing : Status.Serving;

    private async Task WatchAsync(bool isKnown, FrameWriter writer, CancellationToken closed)
    {
        try
        {
            if (Interlocked.Increment(ref _watchers) > WatchersMax)
            {
                throw new Fault(FaultKind.Exhausted, $"{WatchersMax} watch already.", "Ask now and then with Check.");
            }

            Write(writer, isKnown ? Now : Status.ServiceUnknown);
            await writer.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (isKnown && stopping.IsCancellationRequested)
            {
                Write(writer, Status.NotServing);
                await writer.FlushAsync();
            }

            closed.ThrowIfCancellationRequested();
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private static void Write(FrameWriter writer, Status status)
    {
        var message = new ProtoWriter();
        message.Varint(1, (ulong)status);
        writer.Write(message);
    }

    private static string Service(ReadOnlySpan<byte> request) => MapEntry.Key(request);
}
