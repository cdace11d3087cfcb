using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Surfaces.Http.Answers;
using Dxflow.Surfaces.Http.Requests;

namespace Dxflow.Surfaces.Http.WebSockets;

/// <summary>
/// Two ways at once over a WebSocket, with the very records of the other form:
/// <list type="number">
/// <item>the caller has passed the gate before the connection changes, so a refusal is an ordinary answer of HTTP;</item>
/// <item>the first message is the request (<c>{}</c> if path and query say all), each further one a record for the handler;</item>
/// <item>whatever ends it is told by the last message, <c>{"end":…}</c>, and then by a close frame;</item>
/// <item>a client that closes, or breaks off, ends the handler.</item>
/// </list>
/// </summary>
internal static class SocketAnswer
{
    /// <summary>How long a client may take to say goodbye too.</summary>
    private static readonly TimeSpan GoodbyeAtMost = TimeSpan.FromSeconds(2);

    public static async Task WriteAsync(Exchange exchange)
    {
        exchange.Unhurried();
        await using var stream = await SocketHandshake.AcceptAsync(exchange.Context);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = SocketHandshake.Protocol,

            // An unasked pong. A ping that has to be answered in time would end whoever is held back by a program that does not read.
            KeepAliveInterval = StreamAnswer.Heartbeat,
        });
        var connection = exchange.Admission.Connection;
        using var link = new SocketLink(socket, connection.Closed);
        exchange = exchange with { Admission = exchange.Admission with { Connection = connection with { Closed = link.Gone } } };
        try
        {
            await StreamAnswer.WriteAsync(
                exchange, new SocketRecords(socket, link, exchange.Operation.Response!), OpenAsync(exchange, link));
            await CloseAsync(exchange, socket, link);
        }
        catch (WebSocketException)
        {
            // The client broke off, or the protocol: nobody is left to be told.
        }
        finally
        {
            if (!link.Ended.IsCompleted)
            {
                // Nothing less ends a read that waits.
                exchange.Context.Abort();
            }

            await link.Ended;
        }
    }

    private static async IAsyncEnumerable<object> OpenAsync(Exchange exchange, SocketLink link)
    {
        var first = await DuplexAnswer.FirstAsync(exchange, cancel => NextAsync(link, cancel));
        var request = RequestParts.Read(exchange.Match, exchange.Context.Request.Query, first);
        var extras = exchange.Extras(new OperationInput(Records(exchange, link), null));
        await foreach (var record in exchange.Gate.Open(exchange.Admission, request, extras, link.Gone))
        {
            yield return record;
        }
    }

    private static async IAsyncEnumerable<object> Records(
        Exchange exchange, SocketLink link, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        while (await NextAsync(link, cancel) is { } message)
        {
            exchange.Pace.Asked();
            yield return DuplexAnswer.Read(exchange.Operation, message);
        }
    }

    private static async Task<byte[]?> NextAsync(SocketLink link, CancellationToken cancel) =>
        await link.HasNextAsync(cancel) && link.TryTake(out var message) ? message : null;

    private static async Task CloseAsync(Exchange exchange, WebSocket socket, SocketLink link)
    {
        var status = exchange.Stopping.IsCancellationRequested
            ? WebSocketCloseStatus.EndpointUnavailable
            : WebSocketCloseStatus.NormalClosure;
        await socket.CloseOutputAsync(link.Refusal?.Status ?? status, null, exchange.Context.RequestAborted);
        await link.Ended.WaitAsync(GoodbyeAtMost, exchange.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
