using Dxflow.Operations;

namespace Dxflow.Surfaces.Grpc.Answers;

/// <summary>
/// Many records out, for one in or for as many as the client sends. What is ready is sent together, and at once when no more is ready;
/// a client that does not read holds its handler back.
/// </summary>
internal static class StreamAnswer
{
    /// <summary>How long a handler may take to notice that it is over.</summary>
    private static readonly TimeSpan NoticeAtMost = TimeSpan.FromSeconds(2);

    public static async Task WriteAsync(GrpcExchange exchange)
    {
        var request = await exchange.RequestAsync();
        var input = exchange.Operation.Shape == Shape.Duplex ? new OperationInput(Inputs(exchange), null) : default;
        await WriteAsync(
            exchange, exchange.Gate.Open(exchange.Admission!, request, exchange.Extras(input), exchange.Connection.Closed));
    }

    private static async Task WriteAsync(GrpcExchange exchange, IAsyncEnumerable<object> records)
    {
        var source = records.GetAsyncEnumerator();
        var next = source.MoveNextAsync().AsTask();
        try
        {
            if (!next.IsCompleted)
            {
                // The client learns that it was let in, though nothing may be said for hours.
                await exchange.Context.Response.StartAsync(exchange.Connection.Closed);
            }

            while (await NoticedAsync(exchange, next))
            {
                exchange.Write(exchange.Operation.Response!, source.Current);
                next = source.MoveNextAsync().AsTask();
                if (!next.IsCompleted || exchange.IsFull)
                {
                    await exchange.FlushAsync();
                }
            }

            await exchange.FlushAsync();
        }
        finally
        {
            // An enumerator that is still running must not be disposed of; its handler ends when it notices its token.
            var end = EndAsync(source, next);
            if (next.IsCompleted)
            {
                await end;
            }
        }
    }

    private static async Task EndAsync(IAsyncEnumerator<object> source, Task next)
    {
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await source.DisposeAsync();
    }

    private static async ValueTask<bool> NoticedAsync(GrpcExchange exchange, Task<bool> next)
    {
        if (!next.IsCompleted)
        {
            await ((Task)next.WaitAsync(exchange.Connection.Closed)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return next.IsCompleted ? await next : await next.WaitAsync(NoticeAtMost, exchange.Time);
    }

    private static async IAsyncEnumerable<object> Inputs(GrpcExchange exchange)
    {
        while (await exchange.InputAsync() is { } message)
        {
            yield return exchange.Catalog.Reader.Read(exchange.Operation.Input!, message.Span);
        }
    }
}
