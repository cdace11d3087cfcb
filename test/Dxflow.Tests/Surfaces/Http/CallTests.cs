using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http;

public sealed class CallTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Path_query_and_body_make_one_request()
    {
        var echo = await PostAsync("/api/samples?name=alpha&tag=x&tag=y&env=A%3Db&grace=90s", """{"count":3,"colour":"red"}""");
        Assert.Equal("alpha", (string?)echo["name"]);
        Assert.Equal("""["x","y"]""", echo["tag"]!.ToJsonString());
        Assert.Equal("""{"A":"b"}""", echo["env"]!.ToJsonString());
        Assert.Equal("1m30s", (string?)echo["grace"]);
        Assert.Equal("red", (string?)echo["colour"]);
    }

    [Fact]
    public async Task The_kernel_says_who_is_calling()
    {
        _ = await _engine.Http.GetStringAsync("/api/samples");
        Assert.Equal(Environment.ProcessId, _engine.LastPeer!.Pid);
        Assert.InRange(_engine.LastPeer.Uid, 0, int.MaxValue);
    }

    [Theory]
    [InlineData("GET", "/api/none", null, 404, "missing", "/api/none")]
    [InlineData("PATCH", "/api/samples", null, 405, "invalid", "GET, POST")]
    [InlineData("GET", "/api/samples/nope", null, 404, "missing", "nope")]
    [InlineData("GET", "/api/samples/conflict", null, 409, "conflict", "Conflict")]
    [InlineData("GET", "/api/samples/exhausted", null, 429, "exhausted", "Exhausted")]
    [InlineData("GET", "/api/samples/full", null, 507, "exhausted", "disk")]
    [InlineData("GET", "/api/samples/timeout", null, 504, "timeout", "Timeout")]
    [InlineData("GET", "/api/samples/unavailable", null, 503, "unavailable", "Unavailable")]
    [InlineData("GET", "/api/samples/bug", null, 500, "internal", "(id ")]
    [InlineData("GET", "/api/samples?limit=many", null, 400, "invalid", "limit must be a whole number, not 'many'")]
    [InlineData("GET", "/api/samples?limit=1&limit=2", null, 400, "invalid", "limit is given 2 times")]
    [InlineData("GET", "/api/samples/alpha?name=beta", null, 400, "invalid", "name is in the query and in the path")]
    [InlineData("GET", "/api/samples?colour=red", null, 400, "invalid", "colour is not known here")]
    [InlineData("POST", "/api/samples?name=a", """{"name":"b","count":1}""", 400, "invalid", "name is in the body")]
    [InlineData("POST", "/api/samples", """{"name":"b","name":"c","count":1}""", 400, "invalid", "name")]
    [InlineData("POST", "/api/samples", "{", 400, "invalid", "JSON")]
    [InlineData("POST", "/api/samples", "[]", 400, "invalid", "must be a JSON object")]
    [InlineData("POST", "/api/samples", "", 400, "invalid", "name is missing")]
    [InlineData("GET", "/api/samples", "{}", 400, "invalid", "GET takes no body")]
    public async Task A_failure_is_problem_json(string method, string path, string? body, int status, string code, string detail)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _engine.Http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.ToString());
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal("urn:dxflow:fault:" + code, (string?)problem["type"]);
        Assert.Equal(status, (int)problem["status"]!);
        Assert.Contains(detail, (string?)problem["detail"] + problem["hint"]);
        Assert.Equal(path.Split('?')[0], (string?)problem["instance"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
    }

    [Theory]
    [InlineData("Bearer nobody")]
    [InlineData("Basic YWxpY2U6c2VjcmV0")]
    [InlineData("Bearer")]
    [InlineData("bearernobody")]
    [InlineData("Digest a=b, Bearer nobody")]
    public async Task Whoever_is_not_let_in_is_told_how_to_sign_in(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/samples");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _engine.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer realm=\"dxflow\", error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task What_was_refused_is_read_for_the_audit_log_if_it_can_be()
    {
        _engine.Permissions = Dxflow.Operations.Permission.ReadOnly;
        using var good = new StringContent("{\"count\":1,\"name\":\"alpha\"}", Encoding.UTF8, "application/json");
        using var bad = new StringContent("{\"count\":", Encoding.UTF8, "application/json");
        using var told = await _engine.Http.PostAsync("/api/samples", good);
        using var unread = await _engine.Http.PostAsync("/api/samples", bad);
        Assert.Equal((403, 403), ((int)told.StatusCode, (int)unread.StatusCode));
        Assert.Contains("alpha", _engine.Audit[0].Request);
        Assert.Null(_engine.Audit[1].Request);
    }

    [Fact]
    public async Task Every_problem_is_listed()
    {
        using var response = await _engine.Http.GetAsync("/api/samples/many");
        var problems = (await response.Content.ReadFromJsonAsync<JsonObject>())!["problems"]!.AsArray();
        Assert.Equal(2, problems.Count);
        Assert.Equal("f.yaml", (string?)problems[0]!["file"]);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    public async Task A_body_of_another_type_is_415(string type)
    {
        using var response = await _engine.Http.PostAsync("/api/samples", new StringContent("{}", Encoding.UTF8, type));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("text/html", 406)]
    [InlineData("application/json;q=0", 406)]
    [InlineData("text/html, */*;q=0.1", 200)]
    [InlineData("application/*", 200)]
    [InlineData("nonsense", 406)]
    public async Task Accept_is_honoured(string accept, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/samples");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _engine.Http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Nobody_is_401_before_the_request_is_read()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/api/samples")
        { Content = new StringContent("{", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", "nobody");
        using var response = await _engine.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Health_is_public_and_short()
    {
        Assert.Equal("""{"status":"ok"}""", await _engine.Http.GetStringAsync("/healthz"));
        using var wrong = await _engine.Http.PostAsync("/healthz", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
    }

    [Fact]
    public async Task Ready_says_why_not_while_alive_goes_on()
    {
        Assert.Equal("""{"status":"ready"}""", await _engine.Http.GetStringAsync("/readyz"));
        _engine.Obstacle = "the disk is full";
        using var unready = await _engine.Http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Equal("""{"status":"unready","reason":"the disk is full"}""", await unready.Content.ReadAsStringAsync());
        using var head = await _engine.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/readyz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, head.StatusCode);
        Assert.Equal("""{"status":"ok"}""", await _engine.Http.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task The_same_key_changes_nothing_twice()
    {
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/samples")
            {
                Content = new StringContent("""{"name":"a","count":1}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", "k");
            using var response = await _engine.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(1, _engine.Samples.Made);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_413()
    {
        // Only said, not sent: the server answers and hangs up at once, and a client that goes on writing would miss it.
        await using var stream = await _engine.ConnectAsync(null, default);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/samples HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {17 * 1024 * 1024}\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 413", answer);
        Assert.Contains("application/problem+json", answer);
    }

    private async Task<JsonObject> PostAsync(string path, string json)
    {
        using var response = await _engine.Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
