using System.Net;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http.WebSockets;

/// <summary>Who may make a WebSocket of a request, and what a refusal looks like: an answer of HTTP, before anything has changed.</summary>
public sealed class SocketHandshakeTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task The_token_is_a_subprotocol_and_is_never_said_back()
    {
        using var client = await SocketClient.OpenAsync(_engine, options => options.AddSubProtocol("dxflow.token.dxflow_abc-_1"));
        Assert.Equal("dxflow_abc-_1", _engine.LastToken);
        Assert.Equal("dxflow.v1", client.Socket.SubProtocol);
        Assert.DoesNotContain(client.Socket.HttpResponseHeaders!, static header => header.Value.Any(static value => value.Contains("abc")));
    }

    [Theory]
    [InlineData("dxflow.token.a", "dxflow.token.b", null)]
    [InlineData("dxflow.token.a", "dxflow.other", "Bearer a")]
    [InlineData("dxflow.token.nobody", "dxflow.other", null)]
    [InlineData("dxflow.other", "dxflow.another", "Bearer nobody")]
    public async Task More_than_one_token_or_a_bad_one_is_401(string one, string other, string? header)
    {
        using var client = await SocketClient.OpenAsync(_engine, options =>
        {
            options.AddSubProtocol(one);
            options.AddSubProtocol(other);
            if (header is not null)
            {
                options.SetRequestHeader("Authorization", header);
            }
        });
        Assert.Equal(HttpStatusCode.Unauthorized, client.Socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_page_may_not_come_in_by_a_unix_socket_that_somebody_forwarded()
    {
        using var client = await SocketClient.OpenAsync(_engine, static options => options.SetRequestHeader("Origin", "http://localhost"));
        Assert.Equal(HttpStatusCode.Forbidden, client.Socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_caller_who_may_not_is_refused_before_the_connection_changes()
    {
        _engine.Permissions = Permission.Shell | Permission.ReadOnly;
        using var client = await SocketClient.OpenAsync(_engine);
        Assert.Equal(HttpStatusCode.Forbidden, client.Socket.HttpStatusCode);
        Assert.Equal(AuditAct.Refused, Assert.Single(_engine.Audit).Act);
    }

    [Fact]
    public async Task Compression_is_never_agreed_to()
    {
        using var client = await SocketClient.OpenAsync(_engine, static options => options.DangerousDeflateOptions = new());
        Assert.Equal(HttpStatusCode.SwitchingProtocols, client.Socket.HttpStatusCode);
        Assert.False(client.Socket.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions"));
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 12", 426)]
    [InlineData("Sec-WebSocket-Key: AAAA", 400)]
    [InlineData("Sec-WebSocket-Key: ?", 400)]
    [InlineData("Sec-WebSocket-Protocol: chat, dxflow.v2", 400)]
    [InlineData("Upgrade: h2c", 405)]
    [InlineData("Connection: keep-alive", 405)]
    public async Task A_handshake_that_is_none_is_refused(string instead, int status)
    {
        var headers = new Dictionary<string, string>
        {
            ["Host"] = "x",
            ["Connection"] = "Upgrade",
            ["Upgrade"] = "websocket",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA==",
            ["Sec-WebSocket-Protocol"] = "dxflow.v1",
        };
        Assert.StartsWith("HTTP/1.1 101", await HeadAsync(headers));
        headers[instead.Split(": ")[0]] = instead.Split(": ")[1];
        var head = await HeadAsync(headers);
        Assert.StartsWith($"HTTP/1.1 {status}", head);
        Assert.Equal(status == 426, head.Contains("Sec-WebSocket-Version: 13", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elsewhere_an_upgrade_is_passed_over()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/samples");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        using var response = await _engine.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<string> HeadAsync(Dictionary<string, string> headers)
    {
        await using var stream = await _engine.ConnectAsync(null, default);
        var lines = headers.Select(static header => $"{header.Key}: {header.Value}\r\n");
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET /api/samples/a/talk HTTP/1.1\r\n{string.Concat(lines)}\r\n"));
        using var reader = new StreamReader(stream);
        var head = "";
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            head += line + "\n";
        }

        return head;
    }
}
