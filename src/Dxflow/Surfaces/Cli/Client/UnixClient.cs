using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>One request as it goes over the wire. <see cref="Chunked"/>: a body follows, by <see cref="UnixExchange.SendAsync"/>.</summary>
internal sealed record HttpCall(
    string Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body = default,
    bool Chunked = false);

/// <summary>
/// HTTP/1.1 by hand over a Unix socket: the framework's client costs 40 ms at start. One request a connection
/// (<c>Connection: close</c>), bodies with a length or in chunks, both directions at once where wanted.
/// </summary>
internal static class UnixClient
{
    public static async Task<UnixExchange> OpenAsync(string path, HttpCall call, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            var exchange = new UnixExchange(new NetworkStream(socket, ownsSocket: true), call.Chunked);
            await exchange.WriteHeadAsync(Head(call), call.Body, cancel);
            return exchange;
        }
        catch (SocketException failed)
        {
            socket.Dispose();
            throw failed.SocketErrorCode == SocketError.AccessDenied
                ? new Fault(FaultKind.Forbidden, $"The engine's socket {path} may not be opened.", "It belongs to another user.", failed)
                : new Fault(FaultKind.Unavailable, $"No engine answers at {path}.", "dxflow boot up starts one.", failed);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static byte[] Head(HttpCall call)
    {
        var head = new StringBuilder()
            .Append(call.Method).Append(' ').Append(call.Target).Append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        foreach (var (name, value) in call.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (call.Chunked)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (call.Body.Length > 0 || call.Method is not ("GET" or "DELETE"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {call.Body.Length}\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }
}
