using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

/// <summary>
/// <c>workflow exec</c> over WebSocket: with the clients that people have (the package <c>ws</c>, the framework's own over HTTP/2), and
/// with bytes that no client sends.
/// </summary>
public sealed class WebSocketTests : IAsyncLifetime
{
    private const string Path = "/api/workflows/work/exec";
    private const string Cat = """{"step":"keep","command":["cat"],"interactive":true}""";

    private NetworkHome _network = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        _network = await NetworkHome.Boot();
        _token = await _network.StartKeep();
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_or_a_program_talks_with_a_program_there(bool secure)
    {
        var all = await Talk(secure, [Cat, """{"bytes":"aGVs"}""", """{"bytes":"bG8="}""", """{"end":true}"""]);
        Assert.Equal("dxflow.v1", Text(all[1], "open"));
        Assert.Equal("", Text(all[1], "extensions"));
        Assert.DoesNotContain(_token, all[0].ToString());
        var messages = all.Where(one => one.TryGetProperty("message", out _)).Select(one => one.GetProperty("message")).ToList();
        Assert.Equal("hello", Shown(all));
        Assert.Equal(0, messages[^2].GetProperty("exit").GetInt32());
        Assert.Equal("""{"end":{"code":0}}""", messages[^1].GetRawText());
        Assert.Equal(1000, all[^1].GetProperty("close").GetInt32());
    }

    [Fact]
    public async Task A_terminal_works_as_on_the_command_line()
    {
        var all = await Talk(true, ["""{"step":"keep","command":["sh","-c","read x; stty size; exit 7"],"interactive":true,"tty":true}""",
            """{"rows":50,"columns":120}""", """{"bytes":"eA0="}"""]);
        Assert.Equal("x\r\n50 120\r\n", Shown(all));
        Assert.Contains("\"exit\":7", string.Concat(all.Select(one => one.GetRawText())));
    }

    [Fact]
    public async Task Over_a_connection_of_HTTP_2_it_works_too()
    {
        using var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(_network.Authority));
        using var handler = new SocketsHttpHandler();
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        handler.SslOptions.CertificateChainPolicy = policy;
        using var invoker = new HttpMessageInvoker(handler);
        using var late = new CancellationTokenSource(Home.Patience);
        foreach (var (origin, status) in new[] { ("https://evil.example", 403), (_network.Https, 200) })
        {
            using var socket = new ClientWebSocket();
            socket.Options.HttpVersion = new Version(2, 0);
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.AddSubProtocol("dxflow.v1");
            socket.Options.AddSubProtocol("dxflow.token." + _token);
            socket.Options.SetRequestHeader("Origin", origin);
            try
            {
                await socket.ConnectAsync(new Uri(_network.Https.Replace("https", "wss") + Path), invoker, late.Token);
            }
            catch (WebSocketException)
            {
                // The status says why.
            }

            Assert.Equal(status, (int)socket.HttpStatusCode);
            if (status == 200)
            {
                await socket.SendAsync("""{"step":"keep","command":["true"]}"""u8.ToArray(), WebSocketMessageType.Text, true, late.Token);
                var buffer = new byte[1000];
                var read = await socket.ReceiveAsync(buffer, late.Token);
                Assert.Contains("\"exit\":0", Encoding.UTF8.GetString(buffer, 0, read.Count));
            }
        }
    }

    [Fact]
    public async Task A_page_of_another_site_gets_nothing_whatever_it_brings()
    {
        var good = new JsonObject { ["protocols"] = new JsonArray("dxflow.v1", "dxflow.token." + _token) };
        Assert.Equal(403, await Refused(good, "origin", "https://evil.example"));
        Assert.Equal(403, await Refused(good, "origin", "null"));
        Assert.Equal(403, await Refused(good, "origin", _network.Https));
        Assert.Equal(403, await Refused(good, "headers", new JsonObject { ["Sec-Fetch-Site"] = "cross-site" }));
        Assert.Equal(403, await Refused(good, "headers", new JsonObject { ["Sec-Fetch-Site"] = "same-site" }));
        Assert.Equal(421, await Refused(good, "headers", new JsonObject { ["Host"] = "evil.example" }));
        Assert.Equal(401, await Refused(new JsonObject(), "headers", new JsonObject { ["Cookie"] = "token=" + _token }));
        Assert.Equal(401, await Refused(new JsonObject(), "url", $"{_network.Http.Replace("http", "ws")}{Path}?token={_token}"));
        var own = (JsonObject)good.DeepClone();
        own["origin"] = _network.Http;
        own["close"] = 0;
        Assert.Contains("open", (await Node(own))[1].GetRawText());
    }

    [Fact]
    public async Task What_is_too_long_or_binary_ends_with_its_number()
    {
        Assert.Equal(1009, (await Talk(false, [Cat], plan => plan["bytes"] = 1_100_000))[^1].GetProperty("close").GetInt32());
        Assert.Equal(1003, (await Talk(false, [Cat], plan => plan["binary"] = "AAAA"))[^1].GetProperty("close").GetInt32());
    }

    /// <summary>
    /// No mask, a bit for compression, an unknown kind, a part of nothing, a long ping, a ping in parts, a length beyond all, no text.
    /// </summary>
    [Theory]
    [InlineData(new byte[] { 0x81, 0x02, 0x7b, 0x7d, 0x81, 0x02, 0x7b, 0x7d }, 1002)]
    [InlineData(new byte[] { 0xc1, 0x82, 0, 0, 0, 0, 0x7b, 0x7d }, 1002)]
    [InlineData(new byte[] { 0x83, 0x82, 0, 0, 0, 0, 0x7b, 0x7d }, 1002)]
    [InlineData(new byte[] { 0x80, 0x82, 0, 0, 0, 0, 0x7b, 0x7d }, 1002)]
    [InlineData(new byte[] { 0x89, 0xfe, 0, 126, 0, 0, 0, 0 }, 1002)]
    [InlineData(new byte[] { 0x09, 0x80, 0, 0, 0, 0 }, 1002)]
    [InlineData(new byte[] { 0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0 }, 1002)]
    [InlineData(new byte[] { 0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe }, 1007)]
    public async Task Frames_that_break_the_protocol_end_it(byte[] frame, int status)
    {
        var answer = await _network.Converse([.. Handshake(), .. frame]);
        Assert.Contains($"\u0088\u0002{(char)(status >> 8)}{(char)(status & 0xff)}", answer);
        Assert.Equal(200, (await _network.Clear.Get("/healthz")).Status);
    }

    [Fact]
    public async Task A_hundred_thousand_pings_are_answered_and_change_nothing()
    {
        byte[] ping = [0x89, 0x80, 0, 0, 0, 0];
        byte[] close = [0x88, 0x80, 0, 0, 0, 0];
        var answer = await _network.Converse([.. Handshake(), .. Enumerable.Repeat(ping, 100_000).SelectMany(static one => one), .. close]);
        Assert.Equal(100_000, (answer.Length - answer.Replace("\u008a\0", "", StringComparison.Ordinal).Length) / 2);
        Assert.Contains("{\"end\":{\"code\":", answer);
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_let_go_after_a_while()
    {
        var answer = await _network.Converse([.. Handshake(), 0x81, 0xfe, 0x10]);
        Assert.Contains("\"code\":\"timeout\"", answer);
    }

    private byte[] Handshake() => Encoding.ASCII.GetBytes(
        $"GET {Path} HTTP/1.1\r\nHost: {new Uri(_network.Http).Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: dxflow.v1\r\n"
        + $"Authorization: Bearer {_token}\r\n\r\n");

    private Task<List<JsonElement>> Talk(bool secure, string[] send, Action<JsonObject>? change = null)
    {
        var plan = new JsonObject
        {
            ["url"] = (secure ? _network.Https : _network.Http).Replace("http", "ws") + Path,
            ["protocols"] = new JsonArray("dxflow.v1", "dxflow.token." + _token),
            ["ca"] = secure ? _network.Authority : null,
            ["send"] = new JsonArray([.. send.Select(text => (JsonNode)text)]),
        };
        change?.Invoke(plan);
        return Node(plan);
    }

    private async Task<int> Refused(JsonObject plan, string name, JsonNode value)
    {
        plan = (JsonObject)plan.DeepClone();
        plan[name] = value;
        return (await Node(plan))[0].GetProperty("refused").GetInt32();
    }

    private async Task<List<JsonElement>> Node(JsonObject plan)
    {
        plan["url"] ??= _network.Http.Replace("http", "ws") + Path;
        var script = System.IO.Path.Combine(Home.Repository, "test/Dxflow.EndToEnd/Node/socket.cjs");
        var text = await Tool.Text("node", plan.ToJsonString(), script, Environment.GetEnvironmentVariable("DXFLOW_NODE")!);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Shown(IEnumerable<JsonElement> all) => string.Concat(all
        .Where(static one => one.TryGetProperty("message", out var message) && message.TryGetProperty("bytes", out _))
        .Select(static one => Encoding.UTF8.GetString(one.GetProperty("message").GetProperty("bytes").GetBytesFromBase64())));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
