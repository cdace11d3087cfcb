using System.Net.Sockets;

namespace Dxflow.EndToEnd.Support;

/// <summary>The framework's own HTTP client on an engine's socket: a foreign client that can send whatever a test wants.</summary>
internal static class SocketClient
{
    public static HttpClient Of(Home home) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(home.Path, "engine.sock")), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
        Timeout = Home.Patience,
    };
}
