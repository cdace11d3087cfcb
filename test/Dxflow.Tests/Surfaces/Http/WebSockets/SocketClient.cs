using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Dxflow.Tests.Surfaces.Http.WebSockets;

/// <summary>The framework's own client, on the sample engine's Unix socket.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    private SocketClient(SampleEngine engine) => _invoker = new HttpMessageInvoker(
        new SocketsHttpHandler { ConnectCallback = engine.ConnectAsync });

    public ClientWebSocket Socket { get; } = new();

    public static async Task<SocketClient> OpenAsync(SampleEngine engine, Action<ClientWebSocketOptions>? set = null, string name = "alpha")
    {
        var client = new SocketClient(engine);
        client.Socket.Options.CollectHttpResponseDetails = true;
        client.Socket.Options.AddSubProtocol("dxflow.v1");
        set?.Invoke(client.Socket.Options);
        try
        {
            await client.Socket.ConnectAsync(new Uri($"ws://localhost/api/samples/{name}/talk"), client._invoker, default);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return client;
    }

    public Task SendAsync(string text, bool isWhole = true) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, isWhole, default);

    /// <summary>The next message; null is the close frame.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        using var whole = new MemoryStream();
        var part = new byte[1024];
        while (true)
        {
            var read = await Socket.ReceiveAsync(part, default);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            whole.Write(part, 0, read.Count);
            if (read.EndOfMessage)
            {
                return JsonNode.Parse(Encoding.UTF8.GetString(whole.ToArray()));
            }
        }
    }

    /// <summary>The kind of fault that the end tells, "" for none, after whatever comes before it.</summary>
    public async Task<string> EndAsync()
    {
        while (await NextAsync() is { } message)
        {
            if (message["end"] is { } end)
            {
                return (string?)end["fault"]?["code"] ?? "";
            }
        }

        return "cut";
    }

    public void Dispose()
    {
        Socket.Dispose();
        _invoker.Dispose();
    }
}
