using System.Text;
using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http;

/// <summary>Whatever is sent, the answer is not a 5xx, and the server goes on.</summary>
public sealed class HostileTests : IAsyncLifetime
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "1e999", "123456789012345678901234567890", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"a\\nb\"", "[]", "[[]]",
        "{}", "{\"a\":{}}", "\"" + new string('x', 100_000) + "\"", new string(
            '[', 200) + new string(']', 200), "\"../../etc/passwd\"", "\"$(id)\"",
    ];

    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Each_field_of_each_operation_withstands_wrong_values()
    {
        foreach (var operation in SampleOperations.All())
        {
            foreach (var field in Contract.Of(operation.Request).Fields)
            {
                foreach (var value in Values)
                {
                    await HoldsAsync(operation, $"{{\"{field.Name}\":{value}}}");
                }
            }
        }
    }

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"env\":{\"\\ud800\":\"x\"}}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"count\":1,\"name\":\"a\",\"env\":{\"A\":\"1\",\"A\":\"2\"}}")]
    [InlineData("{\"name\":\"a\",\"count\":1}{}")]
    [InlineData("{\"name\":\"a\",\"count\":1,}")]
    [InlineData("// {}")]
    [InlineData("nul")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"name\":\"\\uDC00\",\"count\":1}")]
    public async Task Malformed_bodies_are_invalid(string body)
    {
        using var response = await _engine.Http.PostAsync("/api/samples", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_invalid()
    {
        var content = new ByteArrayContent([.. "{\"count\":1,\"name\":\""u8, 0xff, 0xfe, 0x80, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        using var response = await _engine.Http.PostAsync("/api/samples", content);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Deep_json_is_invalid()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000));
        using var response = await _engine.Http.PostAsync("/api/samples", new StringContent(deep, Encoding.UTF8, "application/json"));
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET /api/samples/%2e%2e/%2e%2e/etc HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/samples/..%2f..%2fetc HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/samples/../../../etc HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/samples/%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/samples/%zz HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/samples/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/samples?limit=%ff&=&&a=b=c HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET http://elsewhere/api/samples HTTP/1.1\r\nHost: elsewhere\r\n\r\n")]
    [InlineData("CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/samples HTTP/1.1\r\n\r\n")]
    [InlineData("NONSENSE\r\n\r\n")]
    [InlineData("POST /api/samples HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /api/samples HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}")]
    [InlineData("POST /api/samples HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData(
        "POST /api/samples HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n100000002\r\n{}\r\n")]
    [InlineData("POST /api/samples/a/talk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: 4\r\n\r\n[1]\n")]
    [InlineData("POST /api/samples/a/talk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_strange_request_is_refused(string request)
    {
        var status = await StatusAsync(request);
        Assert.InRange(status, 400, 499);
    }

    [Fact]
    public async Task A_flood_of_headers_is_refused()
    {
        var many = string.Concat(Enumerable.Range(0, 5000).Select(i => $"X-{i}: y\r\n"));
        Assert.Equal(431, await StatusAsync($"GET /api/samples HTTP/1.1\r\nHost: x\r\n{many}\r\n"));
        Assert.Equal(431, await StatusAsync($"GET /api/samples HTTP/1.1\r\nHost: x\r\nX: {new string('y', 1_000_000)}\r\n\r\n"));
        Assert.Equal(414, await StatusAsync($"GET /api/samples?limit={new string('1', 1_000_000)} HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    [Fact]
    public async Task A_line_without_end_ends_a_duplex()
    {
        await using var stream = await _engine.ConnectAsync(null, default);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/samples/a/talk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: 99999999\r\n\r\n{}\n"));
        var chunk = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        try
        {
            for (var i = 0; i < 17; i++)
            {
                await stream.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
            // It was refused before the last chunk was sent.
        }

        using var reader = new StreamReader(stream);
        var answer = "";
        while (!answer.Contains("\"end\"") && await reader.ReadLineAsync() is { } line)
        {
            answer += line;
        }

        Assert.Contains("\"code\":\"invalid\"", answer);
        Assert.Contains("longer than", answer);
    }

    private async Task HoldsAsync(Operation operation, string body)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(operation.Method), operation.Path.Replace("{name}", "x", StringComparison.Ordinal));
        if (operation.Method is "GET" or "DELETE")
        {
            using var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 1000 });
            var property = parsed.RootElement.EnumerateObject().First();
            var text = property.Value.GetRawText();
            request.RequestUri = new Uri(
                $"{request.RequestUri}?{property.Name}={Uri.EscapeDataString(text[..Math.Min(text.Length, 4000)])}", UriKind.Relative);
        }
        else
        {
            request.Content = new StringContent(
                body + "\n", Encoding.UTF8, operation.Shape == Shape.Duplex ? "application/x-ndjson" : "application/json");
        }

        using var response = await _engine.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True((int)response.StatusCode < 500, $"{operation.Name} {body[..Math.Min(body.Length, 200)]} → {response.StatusCode}");
    }

    /// <summary>The status of the answer to these very bytes; 400 where the server just hangs up.</summary>
    private async Task<int> StatusAsync(string request)
    {
        await using var stream = await _engine.ConnectAsync(null, default);
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        }
        catch (IOException)
        {
            // It hung up before it had heard all; what it said comes next.
        }

        var head = new byte[12];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false);
        return read < head.Length ? 400 : int.Parse(Encoding.ASCII.GetString(head, 9, 3));
    }
}
