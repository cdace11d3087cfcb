using System.Net;
using Dxflow.Operations;
using Dxflow.Surfaces.Wire;
using Xunit;

namespace Dxflow.Tests.Surfaces.Grpc;

/// <summary>Calls of each shape, and every way that one can fail, at the real server.</summary>
public sealed class GrpcApplicationTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;
    private SampleClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await SampleEngine.StartAsync();
        _client = new SampleClient(_engine);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task A_call_answers_with_one_message()
    {
        var request = new MakeSample(
            "alpha", 3, ["a", "b"], SampleColour.Red, false, ["x"], new Dictionary<string, string> { ["A"] = "1", ["B"] = "2=3" },
            TimeSpan.FromSeconds(90), Samples.Morning, "text", -2.5, "secret", ["ls", "-l"]);
        var end = await _client.CallAsync("Sample/Make", _client.Message(SampleJson.Default.MakeSample, request));
        Assert.Equal((HttpStatusCode.OK, 0), (end.Http, end.Code));
        var echo = _client.Read<SampleEcho>(SampleJson.Default.SampleEcho, Assert.Single(end.Messages));
        Assert.Equal(request.Words, echo.Words);
        Assert.Equal(request.Env, echo.Env);
        Assert.Equal(
            ("alpha", 3, SampleColour.Red, false, TimeSpan.FromSeconds(90), Samples.Morning, "text", -2.5),
            (echo.Name, echo.Count, echo.Colour, echo.Shiny, echo.Grace, echo.Since, echo.Text, echo.Weight));
    }

    [Fact]
    public async Task What_was_not_sent_has_its_default_and_zero_is_zero()
    {
        var name = SampleClient.Sent(1, "alpha"u8.ToArray());
        var end = await _client.CallAsync("Sample/Make", [.. name, 0x10, 0]);
        var echo = _client.Read<SampleEcho>(SampleJson.Default.SampleEcho, end.Messages[0]);
        Assert.Equal((0, SampleColour.LightGreen, true, 1.5), (echo.Count, echo.Colour, echo.Shiny, echo.Weight));

        end = await _client.CallAsync("Sample/Make", [.. name, 0x10, 0, 0x20, 0, 0x28, 0]);
        echo = _client.Read<SampleEcho>(SampleJson.Default.SampleEcho, end.Messages[0]);
        Assert.Equal((SampleColour.Red, false), (echo.Colour, echo.Shiny));
    }

    [Fact]
    public async Task All_problems_are_said_at_once_in_the_words_of_HTTP()
    {
        var end = await _client.CallAsync("Sample/Make", [0x20, 7, 0xA0, 0x06, 1]);
        Assert.Equal(3, end.Code);
        Assert.Equal("colour must be one of red, light_green, not 7. (and 3 more)", end.Message);
        Assert.Empty(end.Messages);
    }

    [Theory]
    [InlineData("missing", 5)]
    [InlineData("forbidden", 7)]
    [InlineData("unauthenticated", 16)]
    [InlineData("conflict", 9)]
    [InlineData("exhausted", 8)]
    [InlineData("full", 8)]
    [InlineData("unavailable", 14)]
    [InlineData("timeout", 4)]
    [InlineData("cancelled", 1)]
    [InlineData("many", 3)]
    [InlineData("internal", 13)]
    [InlineData("bug", 13)]
    public async Task A_fault_has_its_status(string name, int code)
    {
        var end = await _client.CallAsync("Sample/Show", _client.Message(SampleJson.Default.SampleName, new SampleName(name)));
        Assert.Equal((HttpStatusCode.OK, code), (end.Http, end.Code));
        Assert.DoesNotContain("secret detail", end.Message);
    }

    [Fact]
    public async Task A_stream_sends_its_records_and_goes_on_where_it_is_asked_to()
    {
        var request = SampleClient.Frame(_client.Message(SampleJson.Default.SampleRun, new SampleRun("alpha", 5)));
        var end = await _client.SendAsync("/dxflow.v1.Sample/Watch", request);
        Assert.Equal((0, 5), (end.Code, end.Messages.Count));
        end = await _client.SendAsync("/dxflow.v1.Sample/Watch", request, ("last-event-id", "3"));
        Assert.Equal(
            ["alpha 4", "alpha 5"],
            end.Messages.Select(one => _client.Read<SampleLine>(SampleJson.Default.SampleLine, one).Text));
        end = await _client.SendAsync("/dxflow.v1.Sample/Watch", request, ("last-event-id", "x"));
        Assert.Equal(3, end.Code);
    }

    [Fact]
    public async Task A_stream_that_fails_has_sent_what_came_before()
    {
        var end = await _client.CallAsync("Sample/Watch", _client.Message(SampleJson.Default.SampleRun, new SampleRun("broken")));
        Assert.Equal((9, "It broke in the middle.", 3), (end.Code, end.Message, end.Messages.Count));
    }

    [Fact]
    public async Task A_download_says_what_it_is_and_then_sends_it()
    {
        var end = await _client.CallAsync("Sample/Fetch", _client.Message(SampleJson.Default.SampleName, new SampleName("alpha")));
        var chunks = end.Messages.Select(one => _client.Read<DownloadChunk>(WireJson.Default.DownloadChunk, one)).ToList();
        Assert.Equal(
            new DownloadChunk([], 200_000, "application/octet-stream", "alpha.bin", "v1") with { Bytes = chunks[0].Bytes }, chunks[0]);
        Assert.Equal(_engine.Samples.Content, chunks.SelectMany(static chunk => chunk.Bytes));
        Assert.Equal(0, end.Code);
    }

    [Fact]
    public async Task An_upload_is_the_request_and_then_its_bytes()
    {
        var request = SampleClient.Sent(1, _client.Message(SampleJson.Default.SampleName, new SampleName("alpha")));
        var end = await _client.CallAsync(
            "Sample/Store", request,
            SampleClient.Sent(2, "new "u8.ToArray()), SampleClient.Sent(2, []), SampleClient.Sent(2, "content"u8.ToArray()));
        Assert.Equal(11, _client.Read<SampleStored>(SampleJson.Default.SampleStored, end.Messages[0]).Bytes);
        Assert.Equal("new content"u8.ToArray(), _engine.Samples.Content);

        Assert.Equal(3, (await _client.CallAsync("Sample/Store", SampleClient.Sent(2, [1]))).Code);
        Assert.Equal(3, (await _client.CallAsync("Sample/Store", request, request)).Code);
        Assert.Equal(12, (await _client.CallAsync("Sample/Store")).Code);
    }

    [Fact]
    public async Task A_duplex_is_answered_while_the_client_still_sends()
    {
        using var body = new ManualContent();
        await body.WriteAsync(SampleClient.Sent(1, _client.Message(SampleJson.Default.SampleRun, new SampleRun("alpha"))));
        using var response = await _client.OpenAsync("/dxflow.v1.Sample/Talk", body);
        await body.WriteAsync(SampleClient.Sent(2, _client.Message(SampleJson.Default.SampleInput, new SampleInput("one"))));
        await body.WriteAsync(SampleClient.Sent(2, _client.Message(SampleJson.Default.SampleInput, new SampleInput("bye"))));
        var end = await SampleClient.EndAsync(response);
        Assert.Equal(
            ["hello alpha", "ONE", "BYE"],
            end.Messages.Select(one => _client.Read<SampleLine>(SampleJson.Default.SampleLine, one).Text));
        Assert.Equal(0, end.Code);
    }

    [Fact]
    public async Task A_client_that_goes_ends_its_handler()
    {
        var request = SampleClient.Frame(_client.Message(SampleJson.Default.SampleRun, new SampleRun("alpha", Follow: true)));
        var response = await _client.OpenAsync("/dxflow.v1.Sample/Watch", new ByteArrayContent(request));
        await _engine.Samples.Waiting.Task;
        response.Dispose();
        await _engine.Samples.Given.Task;
    }

    [Fact]
    public async Task A_deadline_ends_the_handler_and_says_so()
    {
        var request = SampleClient.Frame(_client.Message(SampleJson.Default.SampleRun, new SampleRun("alpha", Follow: true)));
        var end = await _client.SendAsync("/dxflow.v1.Sample/Watch", request, ("grpc-timeout", "50m"));
        Assert.Equal(4, end.Code);
        await _engine.Samples.Given.Task;
        Assert.Equal(3, (await _client.SendAsync("/dxflow.v1.Sample/Watch", request, ("grpc-timeout", "1x"))).Code);
    }

    [Fact]
    public async Task An_engine_that_stops_is_unavailable()
    {
        var request = SampleClient.Frame(_client.Message(SampleJson.Default.SampleRun, new SampleRun("alpha", Follow: true)));
        using var response = await _client.OpenAsync("/dxflow.v1.Sample/Watch", new ByteArrayContent(request));
        await _engine.Samples.Waiting.Task;
        var stopping = _engine.StopAsync();
        Assert.Equal(14, (await SampleClient.EndAsync(response)).Code);
        await stopping;
    }

    [Fact]
    public async Task A_caller_who_may_not_is_refused_and_audited_with_what_was_asked()
    {
        var message = SampleClient.Frame(_client.Message(SampleJson.Default.SampleName, new SampleName("alpha")));
        _engine.Permissions = Permission.Master | Permission.ReadOnly;
        Assert.Equal(7, (await _client.SendAsync("/dxflow.v1.Sample/Remove", message)).Code);
        Assert.Contains("alpha", Assert.Single(_engine.Audit).Request);
        Assert.Equal(16, (await _client.SendAsync("/dxflow.v1.Sample/List", message, ("authorization", "Bearer nobody"))).Code);
        Assert.Equal(16, (await _client.SendAsync("/dxflow.v1.Sample/List", message, ("authorization", "Basic eA=="))).Code);
    }

    [Fact]
    public async Task Who_is_refused_is_audited_even_if_it_never_says_what_it_wants()
    {
        _engine.Permissions = Permission.Master | Permission.ReadOnly;
        using var silent = new ManualContent();
        using var response = await _client.OpenAsync("/dxflow.v1.Sample/Remove", silent, ("grpc-timeout", "100m"));
        Assert.Equal(7, (await SampleClient.EndAsync(response)).Code);
        Assert.Null(Assert.Single(_engine.Audit).Request);
    }

    [Fact]
    public async Task The_same_key_gets_the_same_answer()
    {
        var message = SampleClient.Frame(_client.Message(SampleJson.Default.MakeSample, new MakeSample("alpha", 1)));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(0, (await _client.SendAsync("/dxflow.v1.Sample/Make", message, ("idempotency-key", "k1"))).Code);
        }

        Assert.Equal(1, _engine.Samples.Made);
    }

    [Fact]
    public async Task Methods_and_encodings_that_are_not_there_are_unimplemented()
    {
        var message = SampleClient.Frame(_client.Message(SampleJson.Default.SampleName, new SampleName("alpha")));
        Assert.Equal(12, (await _client.SendAsync("/dxflow.v1.Sample/Nope", message)).Code);
        Assert.Equal(12, (await _client.SendAsync("/other.Service/Nope", message)).Code);
        var end = await _client.SendAsync("/dxflow.v1.Sample/Show", message, ("grpc-encoding", "zstd"));
        Assert.Equal((12, "identity,gzip"), (end.Code, end.Response.Headers.GetValues("grpc-accept-encoding").Single()));
        Assert.Equal(12, (await _client.CallAsync("Sample/Show")).Code);
        Assert.Equal(12, (await _client.SendAsync("/dxflow.v1.Sample/Show", [.. message, .. message])).Code);
    }

    [Fact]
    public async Task Compressed_messages_are_understood_up_to_their_true_size()
    {
        var message = SampleClient.Frame(_client.Message(SampleJson.Default.SampleName, new SampleName("alpha")), packed: true);
        Assert.Equal(0, (await _client.SendAsync("/dxflow.v1.Sample/Show", message, ("grpc-encoding", "gzip"))).Code);
        Assert.Equal(13, (await _client.SendAsync("/dxflow.v1.Sample/Show", message)).Code);
        Assert.Equal(3, (await _client.SendAsync("/dxflow.v1.Sample/Show", [1, 0, 0, 0, 1, 9], ("grpc-encoding", "gzip"))).Code);
        var bomb = SampleClient.Frame(new byte[WireLimits.RequestBytesMax + 1], packed: true);
        Assert.True(bomb.Length < WireLimits.RequestBytesMax / 100);
        Assert.Equal(8, (await _client.SendAsync("/dxflow.v1.Sample/Show", bomb, ("grpc-encoding", "gzip"))).Code);
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 0, 0, 1 }, 8)]
    [InlineData(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF }, 8)]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, 3)]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 }, 3)]
    [InlineData(new byte[] { 0, 0 }, 3)]
    public async Task Frames_that_are_none_are_refused(byte[] body, int code) =>
        Assert.Equal(code, (await _client.SendAsync("/dxflow.v1.Sample/Show", body)).Code);

    [Fact]
    public async Task What_is_no_gRPC_is_told_so_by_HTTP()
    {
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (await _client.SendAsync("/dxflow.v1.Sample/Show", [], ("content-type", "application/json"))).Http);
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (await _client.SendAsync("/dxflow.v1.Sample/Show", [], ("content-type", "application/grpc+json"))).Http);
        Assert.Equal(0, (await _client.SendAsync(
            "/dxflow.v1.Sample/List", SampleClient.Frame([]), ("content-type", "application/grpc+proto"))).Code);
    }

    [Fact]
    public async Task HTTP_itself_is_spoken_here_too()
    {
        using var response = await _client.OpenAsync(
            "/api/samples", new StringContent("{\"name\":\"a\",\"count\":1}"), ("content-type", "application/json"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var talk = await _client.OpenAsync(
            "/api/samples/a/talk", new StringContent("{}\n{\"text\":\"bye\"}\n"), ("content-type", "application/x-ndjson"));
        Assert.Contains("BYE", await talk.Content.ReadAsStringAsync());
    }
}
