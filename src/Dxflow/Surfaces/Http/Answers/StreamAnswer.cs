using Dxflow.Operations;
using Dxflow.Surfaces.Http.Requests;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>
/// Writes a stream:
/// <list type="number">
/// <item>a failure before the first record (if it comes at once) is an ordinary problem+json answer;</item>
/// <item>records are flushed when no more are ready, at the pace of <see cref="FlushPace"/>: single ones are immediate, bursts cheap;
/// </item>
/// <item>silence is filled with heartbeats;</item>
/// <item>whatever ends it, the last record is <c>end</c>; only a client that has gone gets none.</item>
/// </list>
/// </summary>
internal static class StreamAnswer
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long a failure may take to still be answered with its own status.</summary>
    private static readonly TimeSpan FirstAtMost = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a handler may take to notice that it is over.</summary>
    private static readonly TimeSpan NoticeAtMost = TimeSpan.FromSeconds(2);

    public static async Task WriteAsync(Exchange exchange, StreamForm form)
    {
        exchange.Unhurried();
        var request = await BodyReader.ReadAsync(exchange.Context, exchange.Match);
        var records = exchange.Gate.Open(exchange.Admission, request, exchange.Extras(default), exchange.Admission.Connection.Closed);
        await WriteAsync(exchange, form, records);
    }

    public static async Task WriteAsync(Exchange exchange, StreamForm form, IAsyncEnumerable<object> records)
    {
        var source = records.GetAsyncEnumerator();
        var next = source.MoveNextAsync().AsTask();
        try
        {
            await WaitAsync(exchange, next, FirstAtMost);
            if (next.IsFaulted)
            {
                await next;
            }

            exchange.Response.ContentType = form == StreamForm.Events ? AnswerForms.Events : AnswerForms.Lines;
            exchange.Response.Headers.CacheControl = "no-store";
            await exchange.Response.StartAsync(exchange.Context.RequestAborted);
        }
        catch
        {
            _ = LetGoAsync(source, next);
            throw;
        }

        var writer = new RecordWriter(exchange.Response.BodyWriter, form, exchange.Operation.Response!, exchange.Operation.Place);
        await WriteAsync(exchange, writer, source, next);
    }

    /// <summary>Steps 2 to 4, where the answer has begun.</summary>
    public static Task WriteAsync(Exchange exchange, IRecordSink sink, IAsyncEnumerable<object> records)
    {
        var source = records.GetAsyncEnumerator();
        return WriteAsync(exchange, sink, source, source.MoveNextAsync().AsTask());
    }

    private static async Task WriteAsync(Exchange exchange, IRecordSink sink, IAsyncEnumerator<object> source, Task<bool> next)
    {
        var end = StreamEnd.Well;
        try
        {
            try
            {
                while (await ReadyAsync(exchange, sink, next))
                {
                    sink.Write(source.Current);
                    next = source.MoveNextAsync().AsTask();
                }
            }
            catch (Exception failure)
            {
                end = EndOf(failure, exchange);
            }

            sink.WriteEnd(end);
            await sink.FlushAsync(exchange.Context.RequestAborted);
        }
        finally
        {
            var letting = LetGoAsync(source, next);
            if (next.IsCompleted)
            {
                await letting;
            }
        }
    }

    /// <summary>An enumerator that is still running must not be disposed of; its handler ends when it notices its token.</summary>
    private static async Task LetGoAsync(IAsyncEnumerator<object> source, Task<bool> next)
    {
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await source.DisposeAsync();
    }

    /// <summary>Steps 2 and 3: the answer to "is there another record", with flushes and heartbeats while it takes.</summary>
    private static async ValueTask<bool> ReadyAsync(Exchange exchange, IRecordSink writer, Task<bool> next)
    {
        var gone = exchange.Context.RequestAborted;
        if (!next.IsCompleted && !writer.IsFull && exchange.Pace.Pause is { Ticks: > 0 } pause)
        {
            await Task.Delay(pause, exchange.Time, exchange.Admission.Connection.Closed).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!next.IsCompleted || writer.IsFull)
        {
            await writer.FlushAsync(gone);
            exchange.Pace.Flushed();
        }

        while (!next.IsCompleted && !await WaitAsync(exchange, next, Heartbeat))
        {
            if (exchange.Admission.Connection.Closed.IsCancellationRequested)
            {
                return await next.WaitAsync(NoticeAtMost, exchange.Time);
            }

            writer.WriteHeartbeat();
            await writer.FlushAsync(gone);
        }

        return await next;
    }

    /// <summary>
    /// Whether it is done; false after <paramref name="atMost"/>, or at once when the connection is closed or the engine stops.
    /// </summary>
    private static async Task<bool> WaitAsync(Exchange exchange, Task<bool> next, TimeSpan atMost)
    {
        if (next.IsCompleted)
        {
            return true;
        }

        Task wait = next.WaitAsync(atMost, exchange.Time, exchange.Admission.Connection.Closed);
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return next.IsCompleted;
    }

    private static StreamEnd EndOf(Exception failure, Exchange exchange) => failure switch
    {
        _ when exchange.Stopping.IsCancellationRequested && failure is not Fault { Info.Code: not FaultKind.Cancelled } =>
            StreamEnd.Of(new FaultInfo(FaultKind.Unavailable, "The engine is stopping.", "Follow again when it is back.")),
        Fault fault => StreamEnd.Of(fault.Info),
        _ => StreamEnd.Of(new FaultInfo(FaultKind.Internal, "The stream broke off.", failure.GetType().Name)),
    };
}
